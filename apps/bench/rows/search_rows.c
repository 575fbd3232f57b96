/* SPDX-License-Identifier: MIT */
/*
 * cupro-search beside ripgrep and GNU grep: the same patterns and options, on the kernel's source
 * as one file and as a tree, warm, output through a pipe; in turn, LC_ALL=C, as many threads. Zero
 * bytes are text (-a), so that all of the file is searched. The outputs must be the same; for a
 * tree, in which only cupro-search has an order, once lines are sorted.
 */
#include "bench/programs/contest.h"
#include "bench/programs/programs.h"
#include "bench/rows/row.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char words[BENCH_PATH_ROOM];

static void remove_words(void)
{
    unlink(words);
}

/* 10000 words of the dictionary, evenly spread. */
static bool make_words(void)
{
    const char *const texts[] = {corpus_path(CORPUS_DICTIONARY), NULL};
    if (*words != '\0')
        return true;
    if (texts[0] == NULL)
        return false;
    bench_temporary_name("words", words, sizeof words);
    atexit(remove_words);
    return bench_run_shell("tr -cs A-Za-z '\\n' <\"$1\" | awk 'length > 4' | sort -u |"
                           " awk '{ word[NR] = $0 } END { step = NR > 10000 ? NR / 10000 : 1;"
                           " for (i = 1; i <= NR; i += step) print word[int(i)] }'",
                           texts, words)
               .status == 0;
}

static void *prepare(const struct contest *contest, bool needs_words)
{
    if (needs_words && !make_words())
        return NULL;
    return contest_prepare(contest, words) ? (void *)contest : NULL;
}

/* -- The rows -----------------------------------------------------------------------------------
 */

#define OURS(options) "\"$1\" --threads=\"$4\" " options " | cat"
#define RG(options)   "rg --no-config -j\"$4\" " options " | cat"
#define GREP(options) "grep " options " | cat"

#define AS_IT_IS "cat \"$1\""
#define SORTED   "sort \"$1\""

/* name, corpus, options of ours, the other program, its line, how outputs become the same */
#define TASK(name, text, options, other, their_line, how)          \
    static const struct contest name = {.corpus = text,            \
                                        .program = "cupro-search", \
                                        .ours = OURS(options),     \
                                        .theirs = their_line,      \
                                        .needs = other,            \
                                        .tidy = how};              \
    static void *prepare_##name(void)                              \
    {                                                              \
        return prepare(&name, false);                              \
    }

#define COUNTS(name, options, other, theirs) \
    TASK(name, CORPUS_SOURCE, options, other, theirs, AS_IT_IS)

#define LITERAL "-ac mutex_lock \"$3\""
#define NUMBERS "-an static \"$3\""
#define REPEAT  "'[A-Za-z]{30}' \"$3\""
#define CLASSES "'[a-z]+_lock\\(&[a-z]+->' \"$3\""
#define OR      "'mutex_lock|spin_lock|rcu_read_lock|down_read|up_write' \"$3\""
#define TREE    "mutex_lock \"$3\""

COUNTS(literal_rg, LITERAL, "rg", RG("--include-zero " LITERAL))
COUNTS(literal_grep, LITERAL, "grep", GREP(LITERAL))
COUNTS(numbers_rg, NUMBERS, "rg", RG(NUMBERS))
COUNTS(caseless_rg, "-aciE 'mutex_(un)?lock' \"$3\"", "rg",
       RG("--include-zero -aci 'mutex_(un)?lock' \"$3\""))
COUNTS(repeat_rg, "-acE " REPEAT, "rg", RG("--include-zero -ac " REPEAT))
COUNTS(classes_rg, "-acE " CLASSES, "rg", RG("--include-zero -ac " CLASSES))
COUNTS(or_rg, "-acE " OR, "rg", RG("--include-zero -ac " OR))
TASK(tree_rg, CORPUS_TREE, "-arn " TREE, "rg", RG("-uuu -an " TREE), SORTED)
TASK(tree_grep, CORPUS_TREE, "-arn " TREE, "grep", GREP("-arn " TREE), SORTED)

static const struct contest words_grep = {.corpus = CORPUS_SOURCE,
                                          .program = "cupro-search",
                                          .ours = OURS("-ac -F -f \"$2\" \"$3\""),
                                          .theirs = GREP("-ac -F -f \"$2\" \"$3\""),
                                          .tidy = AS_IT_IS};

static void *prepare_words_grep(void)
{
    return prepare(&words_grep, true);
}

#define FIGURE(row_name, row_what, task, theirs, row_target)                                 \
    {                                                                                        \
        .name = row_name, .what = "cupro-search " row_what ": time", .figure = contest_time, \
        .unit = "of " theirs "'s", .target = row_target, .prepare = prepare_##task           \
    }

static const struct bench_figure_row rows[] = {
    FIGURE("search-literal", "-c mutex_lock of source", literal_rg, "rg", 0.6),
    FIGURE("search-literal-grep", "the same", literal_grep, "grep", 0.2),
    FIGURE("search-numbers", "-n static of source, many lines", numbers_rg, "rg", 0.55),
    FIGURE("search-caseless", "-ciE 'mutex_(un)?lock' of source", caseless_rg, "rg", 0.5),
    FIGURE("search-repeat", "-cE '[A-Za-z]{30}' of source", repeat_rg, "rg", 0.5),
    FIGURE("search-classes", "-cE '[a-z]+_lock\\(&[a-z]+->' of source", classes_rg, "rg", 0.55),
    FIGURE("search-or", "-cE of five words of source", or_rg, "rg", 0.55),
    FIGURE("search-words", "-c -F -f 10000 words of source", words_grep, "grep", 0.3),
    FIGURE("search-tree", "-rn mutex_lock of a tree, in order", tree_rg, "rg", 1),
    FIGURE("search-tree-grep", "the same", tree_grep, "grep", 0.4),
};

const struct bench_figure_rows bench_search_rows = {rows, sizeof rows / sizeof rows[0]};
