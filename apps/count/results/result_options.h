/* SPDX-License-Identifier: MIT */
/* The options that say what is shown of what was counted. */
#ifndef COUNT_RESULT_OPTIONS_H
#define COUNT_RESULT_OPTIONS_H

#include "count/results/result_wish.h"

#include "common/options/option_table.h"

enum {
    OPTION_TOP = 'n',
    OPTION_MIN_COUNT = OPTION_OWN + 200,
    OPTION_MAX_COUNT,
    OPTION_SORT,
    OPTION_REVERSE,
    OPTION_FORMAT,
    OPTION_TOTAL,
    OPTION_TOTALS,
    OPTION_PER_FILE,
    OPTION_DF,
    OPTION_TF_IDF,
    OPTION_APPROX
};

#define OPTION_ROWS_RESULT                                                                  \
    {OPTION_TOP, "top", "N", "print the N commonest words only"},                           \
        {OPTION_MIN_COUNT, "min-count", "N", "print words that occur N times or more"},     \
        {OPTION_MAX_COUNT, "max-count", "N", "print words that occur N times or less"},     \
        {OPTION_SORT, "sort", "ORDER",                                                      \
         "count: the commonest first, equally common ones in\n"                             \
         "the order of their bytes (default). word: in the\n"                               \
         "order of their bytes. none: in any order, sooner"},                               \
        {OPTION_REVERSE, "reverse", NULL, "print in the reverse of that order"},            \
        {OPTION_FORMAT, "format", "FORMAT", "text (default), tsv, csv or json: see below"}, \
        {OPTION_TOTAL, "total", NULL, "print a last line with the number of all words"},    \
    {                                                                                       \
        OPTION_TOTALS, "totals", NULL,                                                      \
            "print last how many words there are (tokens), how\n"                           \
            "many different ones (types), and how many of these\n"                          \
            "occur only once (hapax)"                                                       \
    }

#define OPTION_ROWS_KIND                                                               \
    {OPTION_PER_FILE, "per-file", NULL, "count the words of each file by themselves"}, \
        {OPTION_DF, "df", NULL, "count in how many files each word occurs"},           \
        {OPTION_TF_IDF, "tf-idf", NULL,                                                \
         "count as --per-file, and weigh each count by how few\n"                      \
         "files the word occurs in: see below"},                                       \
    {                                                                                  \
        OPTION_APPROX, "approx", "[N]",                                                \
            "keep N words only (default 100000): those that are\n"                     \
            "common are found, with counts that may be too low by\n"                   \
            "no more than what is told"                                                \
    }

/* Nothing is left out, as uniq -c prints it. */
#define RESULT_WISH_DEFAULT                   \
    {                                         \
        .top = UINT64_MAX, .most = UINT64_MAX \
    }

/* The option that asks for that kind of result; NULL for counts. */
const char *result_kind_option(enum result_kind kind);

/* An option_taker for the rows above: true if it was one of them. */
bool result_options_take(struct result_wish *wish, int id, const char *argument);

/* Ends the program if what was asked for does not go together, also with --save and --merge. */
void result_options_check(const struct result_wish *wish, bool saves, bool merges);

#endif
