/* SPDX-License-Identifier: MIT */
/* The options of cupro-bench. */
#include "bench/settings.h"

#include "bench/measure.h"

#include "common/diagnostics.h"
#include "common/options/option_table.h"
#include "common/options/quantity.h"

#include <cupro.h>
#include <string.h>

enum { RUNS = 7, QUICK_RUNS = 5, MOST_THREADS = 1000 };
enum { ELEMENTS = 100000000, QUICK_ELEMENTS = 10000000 };
enum { LEAST_ELEMENTS = 1000000 }; /* where rows over sizes begin */

struct bench_settings bench_settings;

/* -- Options ----------------------------------------------------------------------------------- */

enum {
    OPTION_ONLY = OPTION_OWN,
    OPTION_LIST,
    OPTION_QUICK,
    OPTION_ELEMENTS,
    OPTION_RUNS,
    OPTION_THREADS,
    OPTION_TEXT,
    OPTION_CORPORA,
    OPTION_MARKDOWN,
    OPTION_JSON,
    OPTION_PLOT,
    OPTION_POINTS
};

static const struct option_row options[] = {
    {OPTION_ONLY, "only", "TEXT", "measure the rows with TEXT in their names only"},
    {OPTION_LIST, "list", NULL, "print the rows' names and what they do, and exit"},
    {OPTION_QUICK, "quick", NULL, "smaller inputs and fewer runs: a minute or two"},
    {OPTION_ELEMENTS, "elements", "N",
     "use arrays of N elements and texts of 4 N bytes,\n1000000 to 100000000 (default), or "
     "10000000 if quick"},
    {OPTION_RUNS, "runs", "N", "take the median of N runs (default 7, or 5 if quick)"},
    {OPTION_THREADS, "threads", "N", "use N threads on all sides but the serial one"},
    {OPTION_TEXT, "text", "FILE", "count the words of FILE instead of a dictionary's"},
    {OPTION_CORPORA, "corpora", "DIR",
     "keep the texts of Debian's dict-gcide and linux-source\nin DIR, and use those that are there "
     "already"},
    {OPTION_MARKDOWN, "markdown", NULL, "print the tables as Markdown, a row for each work"},
    {OPTION_JSON, "json", "FILE", "write the figures to FILE, too"},
    {OPTION_PLOT, "plot", "DIR",
     "then plot time per element over size, and time over\nthreads, in DIR, with gnuplot"},
    {OPTION_POINTS, "points", "DIR",
     "only add what this number of threads gives to DIR's\ndata, which is how --plot works"},
    OPTION_ROW_HELP('h'),
    OPTION_ROW_VERSION,
};

static const struct option_table table = {
    .usage = " [OPTION]...",
    .about =
        "Measure cupro against its peers: plain loops on one thread, OpenMP loops,\n"
        "std::execution::par, oneTBB, libstdc++'s parallel mode and Rayon. All sides do the\n"
        "same work in turn, results are compared, and the median of the ratios is the figure.\n",
    .rows = options,
    .count = sizeof options / sizeof options[0],
    .notes =
        "Exit status: 0 when all rows were measured, 1 when results differ, 2 for wrong use.\n",
};

static int number_between(unsigned least, unsigned most, const char *text, const char *option)
{
    uint64_t number;
    if (!quantity_parse(text, &number) || number < least || number > most)
        fail_usage("invalid argument '%s' for '--%s': not a number from %u to %u", text, option,
                   least, most);
    return (int)number;
}

static void take(int id, const char *argument, void *settings)
{
    struct bench_settings *to = settings;
    switch (id) {
    case OPTION_ONLY:
        to->only = argument;
        break;
    case OPTION_LIST:
        to->is_list = true;
        break;
    case OPTION_QUICK:
        to->is_quick = true;
        break;
    case OPTION_ELEMENTS:
        to->elements = (size_t)number_between(LEAST_ELEMENTS, ELEMENTS, argument, "elements");
        break;
    case OPTION_RUNS:
        to->runs = number_between(1, BENCH_MOST_RUNS, argument, "runs");
        break;
    case OPTION_THREADS:
        to->threads = number_between(1, MOST_THREADS, argument, "threads");
        break;
    case OPTION_TEXT:
        to->text = argument;
        break;
    case OPTION_CORPORA:
        to->corpora = argument;
        break;
    case OPTION_MARKDOWN:
        to->is_markdown = true;
        break;
    case OPTION_JSON:
        to->json = argument;
        break;
    case OPTION_PLOT:
        to->plot = argument;
        break;
    case OPTION_POINTS:
        to->points = argument;
        break;
    }
}

bool bench_is_wanted(const char *name)
{
    return bench_settings.only == NULL || strstr(name, bench_settings.only) != NULL;
}

void bench_settings_read(int argc, char **argv)
{
    int operands = option_table_parse(&table, argc, argv, take, &bench_settings);
    if (operands < argc)
        fail_usage("extra operand '%s'", argv[operands]);
    if (bench_settings.threads == 0)
        bench_settings.threads = cupro_threads(NULL);
    if (bench_settings.elements == 0)
        bench_settings.elements = bench_settings.is_quick ? QUICK_ELEMENTS : ELEMENTS;
    bench_settings.text_bytes = 4 * bench_settings.elements;
    if (bench_settings.runs == 0)
        bench_settings.runs = bench_settings.is_quick ? QUICK_RUNS : RUNS;
}
