/* SPDX-License-Identifier: MIT */
/* The command line of cupro-count (see count_options.h). */
#include "count/count_options.h"
#include "count/results/result_options.h"
#include "count/words/words_options.h"

#include "common/diagnostics.h"
#include "common/options/option_table.h"
#include "common/options/quantity.h"

/* Of 400 MB of text on 1 and 2 threads: from 128 KiB to 16 MiB no difference above 3 %. */
#define DEFAULT_BLOCK ((size_t)2 << 20)

enum { OPTION_FILES0_FROM = OPTION_OWN, OPTION_NO_DECOMPRESS, OPTION_PROGRESS, OPTION_BLOCK_SIZE };

static const struct option_row rows[] = {
    OPTION_ROW_HEADING("What is counted"),
    OPTION_ROWS_WORDS,
    OPTION_ROWS_KIND,
    OPTION_ROW_HEADING("What is printed"),
    OPTION_ROWS_RESULT,
    OPTION_ROW_HEADING("What is read"),
    OPTION_ROWS_TREE,
    {OPTION_FILES0_FROM, "files0-from", "F",
     "read the files whose names stand in the file F, each\n"
     "ended by a zero byte; F may be -, standard input"},
    {OPTION_NO_DECOMPRESS, "no-decompress", NULL, "read what is compressed as it is"},
    OPTION_ROWS_SAVED,
    OPTION_ROW_HEADING("How it is done"),
    OPTION_ROWS_MEMORY,
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
    .notes = OPTION_NOTES_WORDS
    "GLOBs are those of grep. Below a directory they are compared with the last part\n"
    "of a name; of several that match, the last one decides.\n"
    "\n"
    "Formats. text is that of uniq -c: the count in seven columns, and the word. With\n"
    "--per-file the file's name and a tab stand before the word. tsv and csv have the\n"
    "fields count, file with --per-file, word. In tsv a backslash, tab, line feed and\n"
    "carriage return are written as \\\\, \\t, \\n and \\r; csv quotes as RFC 4180 says.\n"
    "json is an object with an array of words and the totals; bytes that are not\n"
    "UTF-8 become U+FFFD there.\n"
    "\n"
    "--top chooses the commonest words, whatever the order in which they are printed.\n"
    "With --per-file and --tf-idf it does so in each file; files come in the order in\n"
    "which they were named, those below a directory in that of their names.\n"
    "\n"
    "--tf-idf weighs a word that occurs in a file COUNT times, and in DF of N files,\n"
    "as COUNT * (ln((1 + N) / (1 + DF)) + 1). The weight stands behind the count, and\n"
    "the heaviest words come first. The words of all files are in memory meanwhile,\n"
    "or with --memory in temporary files.\n"
    "\n"
    "What --save writes is the same for the same words, wherever they were counted.\n"
    "Counts can be merged if they were made with the same options about words.\n"
    "\n"
    "Exit status: 0; 1 if a file could not be read to its end, the others are counted\n"
    "all the same; 2 for wrong use, damaged compressed data, or if the result could\n"
    "not be written.\n",
};

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
        tree_choice_take(&options->tree, id, argument) ||
        words_options_take(&options->words, id, argument) ||
        result_options_take(&options->result, id, argument) ||
        saved_options_take(&options->saved, id, argument) ||
        memory_options_take(&options->memory, id, argument))
        return;
    switch (id) {
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
    *options = (struct count_options){.result = RESULT_WISH_DEFAULT, .block = DEFAULT_BLOCK};
    const int first = option_table_parse(&table, argc, argv, take, options);
    words_options_check(&options->words);
    result_options_check(&options->result, options->saved.save != NULL,
                         options->saved.merge.count > 0);
    memory_options_check(&options->memory, &options->result);
    options->result.line_end = (char)options->words.terminator;
    if (options->list && first < argc)
        fail_usage("extra operand '%s': no files may be named with --files0-from", argv[first]);
    return first;
}
