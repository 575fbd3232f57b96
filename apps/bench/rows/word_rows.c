/* SPDX-License-Identifier: MIT */
/*
 * cupro-count beside what people count words, lines and files with: programs in Rust with Rayon
 * (sides/rayon/words.rs), sort and uniq, find and cat. Whole processes, in turn, LC_ALL=C, as many
 * threads; outputs must be the same, once lines that are equally common stand in one order.
 */
#include "bench/programs/contest.h"
#include "bench/programs/programs.h"
#include "bench/rows/row.h"

struct task {
    struct contest contest;
    bool needs_rayon;
};

static void *prepare(const struct task *task)
{
    static char rayon[BENCH_PATH_ROOM];
    const bool has_rayon = bench_find_program("bench-words", rayon, sizeof rayon);
    if ((task->needs_rayon && !has_rayon) || !contest_prepare(&task->contest, rayon))
        return NULL;
    return (void *)&task->contest;
}

/* -- The rows -----------------------------------------------------------------------------------
 */

#define TASK(name, ...)                                                              \
    static const struct task name = {.contest.program = "cupro-count", __VA_ARGS__}; \
    static void *prepare_##name(void)                                                \
    {                                                                                \
        return prepare(&name);                                                       \
    }

#define TOP_WORDS "exec \"$1\" --threads=\"$4\" -n 10 --total \"$3\""
#define AS_IT_IS  "cat \"$1\""
#define BY_COUNT  "sort -s -k1,1nr -k2 \"$1\""

TASK(dictionary_fast, .contest.corpus = CORPUS_DICTIONARY, .contest.ours = TOP_WORDS,
     .contest.tidy = AS_IT_IS, .contest.theirs = "exec \"$2\" slices \"$3\"", .needs_rayon = true)
TASK(dictionary_usual, .contest.corpus = CORPUS_DICTIONARY, .contest.ours = TOP_WORDS,
     .contest.tidy = AS_IT_IS, .contest.theirs = "exec \"$2\" strings \"$3\"", .needs_rayon = true)
TASK(source_fast, .contest.corpus = CORPUS_SOURCE, .contest.ours = TOP_WORDS,
     .contest.tidy = AS_IT_IS, .contest.theirs = "exec \"$2\" slices \"$3\"", .needs_rayon = true)
TASK(source_usual, .contest.corpus = CORPUS_SOURCE, .contest.ours = TOP_WORDS,
     .contest.tidy = AS_IT_IS, .contest.theirs = "exec \"$2\" strings \"$3\"", .needs_rayon = true)
TASK(lines, .contest.corpus = CORPUS_DICTIONARY,
     .contest.ours = "exec \"$1\" --threads=\"$4\" --lines \"$3\"",
     .contest.theirs = "sort --parallel=\"$4\" \"$3\" | uniq -c | sort --parallel=\"$4\" -rn",
     .contest.tidy = BY_COUNT)
TASK(tree, .contest.corpus = CORPUS_TREE,
     .contest.ours = "exec \"$1\" --threads=\"$4\" -r \"$3\" >/dev/null",
     .contest.theirs = "find \"$3/\" -type f -print0 | xargs -0 cat >/dev/null")

#define FIGURE(row_name, row_what, task, theirs, row_target)                                \
    {                                                                                       \
        .name = row_name, .what = "cupro-count " row_what ": time", .figure = contest_time, \
        .unit = "of " theirs "'s", .target = row_target, .prepare = prepare_##task          \
    }

static const struct bench_figure_row rows[] = {
    FIGURE("words-slices", "of a text; Rayon: slices, hashbrown and ahash", dictionary_fast,
           "Rayon", 0.25),
    FIGURE("words-strings", "of a text; Rayon: Strings, std HashMap", dictionary_usual, "Rayon",
           0.07),
    FIGURE("source-slices", "of source; Rayon: slices, hashbrown and ahash", source_fast, "Rayon",
           0.25),
    FIGURE("source-strings", "of source; Rayon: Strings, std HashMap", source_usual, "Rayon", 0.08),
    FIGURE("lines", "--lines of a text; sort | uniq -c | sort -rn", lines, "sort", 0.15),
    FIGURE("files", "-r of a tree; find | xargs cat >/dev/null", tree, "cat", 1.5),
};

const struct bench_figure_rows bench_word_rows = {rows, sizeof rows / sizeof rows[0]};
