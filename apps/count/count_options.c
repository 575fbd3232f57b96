/* SPDX-License-Identifier: MIT */
/* The command line of cupro-count (see count_options.h). */
#include "count/count_options.h"
#include "count/words/words_options.h"

#include "common/diagnostics.h"
#include "common/option_table.h"
#include "common/quantity.h"

/* Of 400 MB of text on 1 and 2 threads: from 128 KiB to 16 MiB no difference above 3 %. */
#define DEFAULT_BLOCK ((size_t)2 << 20)

enum {
    OPTION_MIN_COUNT = OPTION_OWN,
    OPTION_TOTAL,
    OPTION_FILES0_FROM,
    OPTION_NO_DECOMPRESS,
    OPTION_PROGRESS,
    OPTION_BLOCK_SIZE
};

static const struct option_row rows[] = {
    OPTION_ROWS_WORDS,
    {'n', "top", "N", "print the N commonest words only"},
    {OPTION_MIN_COUNT, "min-count", "N", "print words that occur N times or more"},
    {OPTION_TOTAL, "total", NULL, "print a last line with the number of all words"},
    OPTION_ROWS_TREE,
    {OPTION_FILES0_FROM, "files0-from", "F",
     "read the files whose names stand in the file F, each\n"
     "ended by a zero byte; F may be -, standard input"},
    {OPTION_NO_DECOMPRESS, "no-decompress", NULL, "read what is compressed as it is"},
    OPTION_ROWS_POOL,
    {OPTION_BLOCK_SIZE, "block-size", "SIZE",
     "read SIZE bytes at a time; K, M, G or T may follow\n"
     "(default 2M)"},
    {OPTION_PROGRESS, "progress", "[WHEN]",
     "show the progress on standard error: always, never,\n"
     "or auto, on a terminal (default)"},
    OPTION_ROW_HELP('h'),
    OPTION_ROW_VERSION,
};

static const struct option_table table = {
    .usage = " [OPTION]... [FILE]...",
    .about = "Count how often each word occurs in the FILEs, or in standard input.\n"
             "With no FILE, or when FILE is -, read standard input. What gzip or zstd has\n"
             "compressed is decompressed, whatever its name.\n",
    .rows = rows,
    .count = sizeof rows / sizeof rows[0],
    .notes = "Words are printed as by uniq -c: the commonest first, those that are equally\n"
             "common in the order of their bytes.\n"
             "\n"
             "Exit status: 0; 1 if a file could not be read, the others are counted all the\n"
             "same; 2 for wrong use, damaged compressed data, or if the result could not be\n"
             "written.\n",
};

static uint64_t number_of(const char *what, const char *argument)
{
    uint64_t number;
    if (!quantity_parse(argument, &number))
        fail_usage("invalid %s: '%s'", what, argument);
    return number;
}

static size_t block_of(const char *argument)
{
    uint64_t bytes;
    if (!quantity_parse_size(argument, &bytes) || bytes == 0)
        fail_usage("invalid block size: '%s'", argument);
    return bytes < SIZE_MAX / 4 ? (size_t)bytes : SIZE_MAX / 4;
}

static void take(int id, const char *argument, void *settings)
{
    struct count_options *options = settings;
    if (pool_choice_take(&options->pool, id, argument) ||
        tree_choice_take(&options->tree, id, argument))
        return;
    if (words_options_take(&options->words, id, argument))
        return;
    switch (id) {
    case 'n':
        options->wish.top = number_of("number of words", argument);
        break;
    case OPTION_MIN_COUNT:
        options->wish.least = number_of("count", argument);
        break;
    case OPTION_TOTAL:
        options->total = true;
        break;
    case OPTION_FILES0_FROM:
        options->list = argument;
        break;
    case OPTION_NO_DECOMPRESS:
        options->as_is = true;
        break;
    case OPTION_PROGRESS:
        options->progress = PROGRESS_ALWAYS;
        if (argument && !progress_parse(argument, &options->progress))
            fail_usage("invalid argument '%s' for '--progress'", argument);
        break;
    case OPTION_BLOCK_SIZE:
        options->block = block_of(argument);
        break;
    }
}

int count_options_parse(struct count_options *options, int argc, char **argv)
{
    *options = (struct count_options){.wish.top = UINT64_MAX, .block = DEFAULT_BLOCK};
    const int first = option_table_parse(&table, argc, argv, take, options);
    if (options->list && first < argc)
        fail_usage("extra operand '%s': no files may be named with --files0-from", argv[first]);
    return first;
}
