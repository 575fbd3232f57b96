/* SPDX-License-Identifier: MIT */
/* The command line (see tune_options.h). */
#include "tune/tune_options.h"

#include "common/diagnostics.h"
#include "common/options/option_table.h"
#include "common/options/quantity.h"

#include <cupro/error.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    OPTION_QUICK = OPTION_OWN,
    OPTION_SECONDS,
    OPTION_THREADS,
    OPTION_SIZE,
    OPTION_JSON,
    OPTION_TSV,
    OPTION_PLOT,
    OPTION_WRITE
};

enum { USUAL_SECONDS = 60, QUICK_SECONDS = 14, MOST_SECONDS = 86400 };

static const struct option_row rows[] = {
    OPTION_ROW_HEADING("What is measured"),
    {OPTION_QUICK, "quick", NULL, "as --seconds=14"},
    {OPTION_SECONDS, "seconds", "S",
     "take about S seconds (default 60); 0: as few runs\nas there can be"},
    {OPTION_THREADS, "threads", "N", "with up to N threads instead of one a processor"},
    {OPTION_SIZE, "size", "SIZE",
     "with arrays of SIZE bytes (K, M, G: 1024, ...);\ndefault: several times the caches"},
    OPTION_ROW_HEADING("What comes of it"),
    {OPTION_WRITE, "write", NULL,
     "write the profile where programs look for it: in\n"
     "$CUPRO_PROFILE, $XDG_CONFIG_HOME/cupro/profile, or\n"
     "~/.config/cupro/profile"},
    {'o', "output", "FILE",
     "write the profile to FILE (-: to standard output,\n"
     "instead of the report)"},
    {OPTION_PLOT, "plot", "FILE", "draw speedup over threads in FILE, as SVG"},
    {OPTION_JSON, "json", NULL, "print the report as JSON"},
    {OPTION_TSV, "tsv", NULL, "print a line a figure, columns between tabs"},
    OPTION_ROW_HEADING("Other"),
    OPTION_ROW_HELP('h'),
    OPTION_ROW_VERSION,
};

static const struct option_table table = {
    .usage = " [OPTION]...",
    .about =
        "Measure this machine: bandwidth from the threads of each NUMA node to the memory of\n"
        "each; how map, reduce, sort and count scale over threads and binding; and the grain.\n"
        "Say how many threads are enough, and write that as a profile for programs that use\n"
        "cupro. Without --write or --output nothing is written.\n",
    .rows = rows,
    .count = sizeof rows / sizeof rows[0],
    .notes =
        "Figures are medians of 3 to 15 runs after a warm-up. The machine should have nothing\n"
        "else to do; if it has, the report says so. At most a quarter of the memory that is\n"
        "available, in the process's cgroup too, is used.\n"
        "A file that is there is replaced only if it is a profile, and only as a whole.\n"
        "Exit status: 0, or 2 for wrong use, too little memory, or a file that cannot be\n"
        "written.\n",
};

static double take_seconds(const char *argument)
{
    uint64_t number;
    if (!quantity_parse(argument, &number) || number > MOST_SECONDS)
        fail_usage("invalid argument '%s' for '--seconds': not a number from 0 to %d", argument,
                   MOST_SECONDS);
    return (double)number;
}

static int take_threads(const char *argument)
{
    uint64_t number;
    if (!quantity_parse(argument, &number) || number == 0 || number > INT_MAX)
        fail_usage("invalid number of threads: '%s'", argument);
    return (int)number;
}

static uint64_t take_size(const char *argument)
{
    uint64_t bytes;
    if (!quantity_parse_size(argument, &bytes) || bytes < 1024)
        fail_usage("invalid argument '%s' for '--size': not a size of 1K or more", argument);
    return bytes;
}

static void take_format(struct tune_options *options, enum tune_format format)
{
    if (options->format != TUNE_TEXT && options->format != format)
        fail_usage("--json and --tsv do not go together");
    options->format = format;
}

static void take(int id, const char *argument, void *settings)
{
    struct tune_options *options = settings;
    switch (id) {
    case OPTION_QUICK:
        options->seconds = QUICK_SECONDS;
        break;
    case OPTION_SECONDS:
        options->seconds = take_seconds(argument);
        break;
    case OPTION_THREADS:
        options->threads = take_threads(argument);
        break;
    case OPTION_SIZE:
        options->bytes = take_size(argument);
        break;
    case OPTION_JSON:
        take_format(options, TUNE_JSON);
        break;
    case OPTION_TSV:
        take_format(options, TUNE_TSV);
        break;
    case OPTION_PLOT:
        options->plot = argument;
        break;
    case OPTION_WRITE:
        options->is_usual = true;
        break;
    case 'o':
        options->profile = argument;
        break;
    }
}

static char *find_usual_place(void)
{
    const char *named = getenv("CUPRO_PROFILE");
    const char *settings = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    char *place = NULL;
    int length = 0;
    if (named && *named && strcmp(named, "none") != 0)
        length = asprintf(&place, "%s", named);
    else if (settings && *settings == '/')
        length = asprintf(&place, "%s/cupro/profile", settings);
    else if (home && *home == '/')
        length = asprintf(&place, "%s/.config/cupro/profile", home);
    if (length < 0)
        fail_code(CUPRO_ENOMEM);
    return place;
}

const char *tune_usual_place(void)
{
    static char *place;
    if (!place)
        place = find_usual_place();
    return place;
}

static void check_names(const struct tune_options *options)
{
    const char *profile = options->profile, *plot = options->plot;
    if ((profile && *profile == '\0') || (plot && *plot == '\0'))
        fail_usage("--%s needs the name of a file", plot && *plot == '\0' ? "plot" : "output");
    if (plot && strcmp(plot, "-") == 0)
        fail_usage("--plot does not go to standard output (./- is a file)");
    if (profile && plot && strcmp(profile, plot) == 0)
        fail_usage("%s cannot be both the profile and the plot", profile);
    if (profile && strcmp(profile, "-") == 0 && options->format != TUNE_TEXT)
        fail_usage("--output=- is instead of the report: it does not go with --json or --tsv");
}

void tune_options_parse(struct tune_options *options, int argc, char **argv)
{
    *options = (struct tune_options){.seconds = USUAL_SECONDS};
    const int operands = option_table_parse(&table, argc, argv, take, options);
    if (operands < argc)
        fail_usage("extra operand '%s'", argv[operands]);
    if (options->is_usual && options->profile)
        fail_usage("--write and --output do not go together");
    if (options->is_usual)
        options->profile = tune_usual_place();
    if (options->is_usual && !options->profile)
        fail("--write: neither $XDG_CONFIG_HOME nor $HOME names a folder");
    check_names(options);
}
