/* SPDX-License-Identifier: MIT */
/* The command line of cupro-sort (see sort_options.h). */
#include "sort/options/sort_options.h"
#include "common/output/quote.h"
#include "sort/options/sort_size.h"
#include "common/options/word_choice.h"

#include "common/diagnostics.h"
#include "common/options/option_table.h"

#include <cupro/error.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    OPTION_CHECK = OPTION_OWN,
    OPTION_COMPRESS_PROGRAM,
    OPTION_DEBUG,
    OPTION_FILES0_FROM,
    OPTION_SORT,
    OPTION_RANDOM_SOURCE,
    OPTION_BATCH_SIZE,
    OPTION_PARALLEL,
    OPTION_TOP,
    OPTION_COUNT,
    OPTION_HEADER,
    OPTION_NO_DECOMPRESS,
    OPTION_STATS,
    OPTION_PROGRESS
};

/* Abbreviations mean what they mean to GNU sort, so what it does not have is not abbreviated. */
static const struct option_row rows[] = {
    {'b', "ignore-leading-blanks", NULL, "ignore leading blanks, of each key"},
    {'d', "dictionary-order", NULL, "compare only blanks, letters and digits"},
    {'f', "ignore-case", NULL, "compare lower case letters as upper case"},
    {'g', "general-numeric-sort", NULL, "compare as floating-point numbers: 1.5e-3, -inf"},
    {'i', "ignore-nonprinting", NULL, "compare only characters that can be printed"},
    {'M', "month-sort", NULL, "compare as names of months; others come first"},
    {'h', "human-numeric-sort", NULL, "compare numbers with units: 2K < 1M < 1G"},
    {'n', "numeric-sort", NULL, "compare as decimal numbers, of any length, exactly"},
    {'R', "random-sort", NULL, "put groups of equal keys in a random order"},
    {OPTION_RANDOM_SOURCE, "random-source", "FILE", "take the random bytes from FILE"},
    {'r', "reverse", NULL, "the greatest first"},
    {OPTION_SORT, "sort", "WORD",
     "compare as WORD says: general-numeric -g,\n"
     "human-numeric -h, month -M, numeric -n, random -R,\n"
     "version -V"},
    {'V', "version-sort", NULL, "compare digits in texts as numbers: v1.9 < v1.10"},
    {OPTION_BATCH_SIZE, "batch-size", "N", "merge at most N files at once"},
    {'c', NULL, NULL, "check that the input is sorted; do not sort"},
    {OPTION_CHECK, "check", "[HOW]",
     "the same; HOW is diagnose-first (default), or quiet\n"
     "or silent, which are -C"},
    {'C', NULL, NULL, "like -c, but do not say where the order is broken"},
    {OPTION_COMPRESS_PROGRAM, "compress-program", "PROG",
     "compress temporary files with PROG, and decompress\n"
     "them with PROG -d"},
    {OPTION_DEBUG, "debug", NULL,
     "underline the part of each line that is a key, and\n"
     "warn about doubtful use on standard error"},
    {OPTION_FILES0_FROM, "files0-from", "F",
     "read the files whose names stand in the file F, each\n"
     "ended by a zero byte; F may be -, standard input"},
    {'k', "key", "KEYDEF", "compare by a key, as told below; may be repeated"},
    {'m', "merge", NULL, "merge files that are sorted already; do not sort"},
    {'o', "output", "FILE", "write to FILE, which may be one of the inputs"},
    {'s', "stable", NULL, "leave lines with equal keys in their order"},
    {'S', "buffer-size", "SIZE",
     "use so much memory: KiB, or with b, K, M, G, T, P, E,\n"
     "Z or Y after it bytes, KiB, MiB …, or % of all memory"},
    {'t', "field-separator", "SEP", "fields end at the byte SEP; \\0 is the zero byte"},
    {'T', "temporary-directory", "DIR",
     "put temporary files into DIR, not $TMPDIR or /tmp;\n"
     "several are used in turn"},
    {OPTION_PARALLEL, "parallel", "N", "work with N threads, as --threads"},
    {'u', "unique", NULL,
     "print only the first of lines with equal keys; with\n"
     "-c, check that there are none"},
    {'z', "zero-terminated", NULL, "lines end with a zero byte, not with a newline"},
    OPTION_ROW_HELP(OPTION_HELP),
    OPTION_ROW_VERSION,
    {'y', NULL, "N", NULL},
    OPTION_ROW_IN_FULL,
    {OPTION_COUNT, "count", NULL,
     "like -u, and before each line how many there were, as\n"
     "uniq -c"},
    {OPTION_TOP, "top", "N", "print the first N lines of the result only"},
    {OPTION_HEADER, "header", "N",
     "the first N lines of the input stay first, and are\n"
     "not sorted"},
    {OPTION_NO_DECOMPRESS, "no-decompress", NULL, "read what is compressed as it is"},
    {OPTION_STATS, "stats", NULL, "print figures on standard error at the end"},
    {OPTION_PROGRESS, "progress", "[WHEN]",
     "show the progress on standard error: always, never,\n"
     "or auto, on a terminal (default: never)"},
    OPTION_ROWS_POOL,
};

static const struct option_table table = {
    .usage = " [OPTION]... [FILE]...\n"
             "  or:  cupro-sort [OPTION]... --files0-from=F",
    .about = "Write the lines of all FILEs, sorted, to standard output, on all processors.\n"
             "With no FILE, or when FILE is -, read standard input. What gzip or zstd has\n"
             "compressed is decompressed, whatever its name; the result is not compressed.\n",
    .rows = rows,
    .count = sizeof rows / sizeof rows[0],
    .operands_in_turn = true,
    .notes = "KEYDEF is F[.C][OPTS][,F[.C][OPTS]]: from where a key goes to where. F is a field's\n"
             "number and C a byte's position in the field, both from 1; the end is the line's if\n"
             "it is left out, and the field's if C is. OPTS are letters of bdfghiMnRrV, that hold\n"
             "for this key in place of those that are given as options. Without -t a field begins\n"
             "with the blanks before it. Keys are compared in turn; lines of which all keys are\n"
             "equal are ordered by all their bytes, unless -s or -u is given.\n"
             "\n"
             "The order of texts, the letters, the decimal point and the months are the locale's\n"
             "(LC_ALL, LC_COLLATE …). In the locales C, POSIX and C.UTF-8 texts are ordered by\n"
             "their bytes, which is faster by far.\n"
             "\n"
             "Exit status: 0; 1 if -c or -C found that the input is not sorted; 2 if there was an\n"
             "error.\n",
};

static const char *option_as_given; /* for messages: "-S" or "--buffer-size" */

static void or_fail(int error)
{
    if (error)
        fail("memory exhausted");
}

static void set_check(struct sort_options *options, enum check_mode mode)
{
    if (options->check != CHECK_NOTHING && options->check != mode)
        fail("options '-cC' are incompatible");
    options->check = mode;
}

static void take_separator(struct sort_options *options, const char *argument)
{
    int separator = (unsigned char)argument[0];
    if (argument[0] == '\0')
        fail("empty tab");
    if (argument[1] != '\0') {
        if (strcmp(argument, "\\0") != 0)
            fail("multi-character tab %s", quote_text(argument));
        separator = '\0';
    }
    if (options->separator != SEPARATOR_UNSET && options->separator != separator)
        fail("incompatible tabs");
    options->separator = separator;
}

static void take_once(const char **place, const char *argument, const char *message)
{
    if (*place && strcmp(*place, argument) != 0)
        fail("%s", message);
    *place = argument;
}

static void add_temporary(struct sort_options *options, const char *directory)
{
    const char **grown = reallocarray(options->temporary, options->temporaries + 1, sizeof *grown);
    or_fail(!grown);
    options->temporary = grown;
    options->temporary[options->temporaries++] = directory;
}

static const struct word check_words[] = {
    {"quiet", CHECK_QUIET}, {"silent", CHECK_QUIET}, {"diagnose-first", CHECK_LOUD}};
static const struct word sort_words[] = {{"general-numeric", 'g'}, {"human-numeric", 'h'},
                                         {"month", 'M'},           {"numeric", 'n'},
                                         {"random", 'R'},          {"version", 'V'}};

static void take_buffer_size(struct sort_options *options, const char *argument)
{
    const uint64_t size = sort_size_parse(option_as_given, argument);
    if (size > options->buffer_size)
        options->buffer_size = size;
    if (options->buffer_size == 0)
        options->buffer_size = 1; /* as little as will do */
}

/* The options that are not GNU sort's. */
static bool take_own(struct sort_options *options, int id, const char *argument)
{
    switch (id) {
    case OPTION_TOP:
        options->top = sort_lines_parse("--top", argument);
        return true;
    case OPTION_HEADER:
        options->header = sort_lines_parse("--header", argument);
        return true;
    case OPTION_COUNT:
        return options->count = options->unique = true;
    case OPTION_NO_DECOMPRESS:
        return options->as_is = true;
    case OPTION_STATS:
        return options->stats = true;
    case OPTION_PROGRESS:
        options->progress = PROGRESS_ALWAYS;
        if (argument && !progress_parse(argument, &options->progress))
            fail_usage("invalid argument '%s' for '--progress'", argument);
        return true;
    }
    return pool_choice_take(&options->pool, id, argument);
}

static void take_option(struct sort_options *options, int id, const char *argument)
{
    struct sort_key key;
    switch (id) {
    case 'c':
        set_check(options, CHECK_LOUD);
        break;
    case 'C':
        set_check(options, CHECK_QUIET);
        break;
    case OPTION_CHECK:
        set_check(options, argument ? (enum check_mode)WORD_CHOICE(check_words, argument, "--check")
                                    : CHECK_LOUD);
        break;
    case OPTION_SORT:
        ordering_set(&options->all, (char)WORD_CHOICE(sort_words, argument, "--sort"), true, true);
        break;
    case OPTION_COMPRESS_PROGRAM:
        take_once(&options->compress_program, argument, "multiple compress programs specified");
        break;
    case OPTION_RANDOM_SOURCE:
        take_once(&options->random_source, argument, "multiple random sources specified");
        break;
    case 'o':
        take_once(&options->output, argument, "multiple output files specified");
        break;
    case OPTION_DEBUG:
        options->debug = true;
        break;
    case OPTION_FILES0_FROM:
        options->list = argument;
        break;
    case OPTION_BATCH_SIZE:
        options->fan_in = sort_fan_in_parse("--batch-size", argument);
        break;
    case OPTION_PARALLEL:
        options->pool.threads = sort_threads_parse("--parallel", argument);
        break;
    case 'k':
        key_parse(&key, argument);
        or_fail(key_list_add(&options->keys, &key));
        break;
    case 'm':
        options->merge = true;
        break;
    case 's':
        options->stable = true;
        break;
    case 'S':
        take_buffer_size(options, argument);
        break;
    case 't':
        take_separator(options, argument);
        break;
    case 'T':
        add_temporary(options, argument);
        break;
    case 'u':
        options->unique = true;
        break;
    case 'z':
        options->line_end = '\0';
        break;
    default:
        if (!take_own(options, id, argument))
            ordering_set(&options->all, (char)id, true, true);
    }
}

/* Under POSIX 1003.1-2001, +1 is the name of a file, unless -2 follows. */
static bool takes_obsolete_keys(bool minus_follows)
{
    const char *version = getenv("_POSIX2_VERSION");
    const long number = version ? strtol(version, NULL, 10) : 200809;
    const bool usual = number < 200112 || number >= 200809;
    return usual || (minus_follows && !getenv("POSIXLY_CORRECT"));
}

static void take_operand(struct sort_options *options, struct option_place *place,
                         const char *argument)
{
    struct sort_key key;
    if (argument[0] == '+') {
        const char *next = *place->next < place->argc ? place->argv[*place->next] : "";
        const char *minus = next[0] == '-' && isdigit((unsigned char)next[1]) ? next : NULL;
        if (takes_obsolete_keys(minus) && key_parse_obsolete(&key, argument, minus)) {
            *place->next += minus != NULL;
            or_fail(key_list_add(&options->keys, &key));
            return;
        }
    }
    or_fail(names_add(&options->inputs, argument, 0));
    /* Then operands end the options, but for an -o behind them. */
    if (getenv("POSIXLY_CORRECT")) {
        const int left = place->argc - *place->next;
        const char *next = left > 0 ? place->argv[*place->next] : "";
        const bool output = takes_obsolete_keys(false) && options->check == CHECK_NOTHING &&
                            next[0] == '-' && next[1] == 'o' && (next[2] || left > 1);
        place->stop = !output;
    }
}

static void take(int id, const char *argument, struct option_place *place, void *settings)
{
    struct sort_options *options = settings;
    const char *given = place->argv[*place->next - 1];
    option_as_given =
        id == 'S' &&
                strncmp(argument == given ? place->argv[*place->next - 2] : given, "--", 2) == 0
            ? "--buffer-size"
            : "-S";
    if (id == OPTION_OPERAND)
        take_operand(options, place, argument);
    else if (id == 'y')
        /* -y 100 of old systems, whose number may be left out */
        *place->next -= argument == given && argument[strspn(argument, "0123456789")] != '\0';
    else
        take_option(options, id, argument);
}

/* A key that says nothing of its own takes what holds for all; without keys that is one. */
static void settle_keys(struct sort_options *options)
{
    for (size_t i = 0; i < options->keys.count; i++) {
        struct ordering *by = &options->keys.key[i].by;
        if (ordering_is_default(by) && !by->reverse)
            *by = options->all;
    }
    if (options->keys.count == 0 && !ordering_is_default(&options->all)) {
        const struct sort_key line = {.last_field = KEY_TO_LINE_END, .by = options->all};
        or_fail(key_list_add(&options->keys, &line));
        options->global_key = true;
    }
    for (size_t i = 0; i < options->keys.count; i++)
        ordering_check(&options->keys.key[i].by);
}

static void check_together(const struct sort_options *options)
{
    if (options->debug && (options->check != CHECK_NOTHING || options->output))
        fail("options '-%c --debug' are incompatible",
             options->check != CHECK_NOTHING ? (char)options->check : 'o');
}

static void check_operands(const struct sort_options *options)
{
    if (options->check == CHECK_NOTHING)
        return;
    if (options->inputs.count > 1)
        fail("extra operand %s not allowed with -%c",
             quote_name_always(options->inputs.item[1].path), (char)options->check);
    if (options->output)
        fail("options '-%co' are incompatible", (char)options->check);
}

static void read_list(struct sort_options *options)
{
    if (options->inputs.count > 0) {
        complain("extra operand %s", quote_name_always(options->inputs.item[0].path));
        fprintf(stderr, "file operands cannot be combined with --files0-from\n");
        fail_usage(NULL);
    }
    const bool standard = strcmp(options->list, "-") == 0;
    FILE *file = standard ? stdin : fopen(options->list, "re");
    if (!file)
        fail_errno("open failed", quote_name(options->list));
    char *path = NULL;
    size_t room = 0;
    for (size_t number = 1; getdelim(&path, &room, '\0', file) >= 0; number++) {
        if (standard && strcmp(path, "-") == 0)
            fail("when reading file names from stdin, no file name of %s allowed", quote_text("-"));
        if (*path == '\0')
            fail("%s:%zu: invalid zero-length file name", quote_name(options->list), number);
        or_fail(names_add(&options->inputs, path, 0));
    }
    if (ferror(file))
        fail("cannot read file names from %s", quote_name_always(options->list));
    if (options->inputs.count == 0)
        fail("no input from %s", quote_name_always(options->list));
    free(path);
    if (!standard)
        fclose(file);
}

void sort_options_parse(struct sort_options *options, int argc, char **argv)
{
    *options = (struct sort_options){.separator = SEPARATOR_UNSET,
                                     .line_end = '\n',
                                     .top = UINT64_MAX,
                                     .progress = PROGRESS_NEVER};
    option_table_parse_in_turn(&table, argc, argv, take, options);
    if (options->list)
        read_list(options);
    settle_keys(options);
    check_together(options);
    if (options->inputs.count == 0)
        or_fail(names_add(&options->inputs, "-", 0));
    check_operands(options);
}

enum stream_mode sort_stream_mode(const struct sort_options *options)
{
    return options->as_is ? STREAM_AS_IT_IS : STREAM_DECODED_AHEAD;
}

void sort_options_free(struct sort_options *options)
{
    names_free(&options->inputs);
    free(options->temporary);
}
