/* SPDX-License-Identifier: MIT */
/*
 * cupro-count beside what people count words, lines and files with: programs in Rust with Rayon
 * (sides/rayon/words.rs), sort and uniq, find and cat. Whole processes, in turn, LC_ALL=C, as many
 * threads; outputs must be the same, once lines that are equally common stand in one order.
 */
#include "bench/programs/corpora.h"
#include "bench/programs/programs.h"
#include "bench/rows/row.h"
#include "bench/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Lines for sh: $1 is our program, $2 Rayon's, $3 the text or folder, $4 the number of threads. */
struct task {
    enum corpus corpus;
    const char *ours, *theirs;
    const char *tidy; /* from $1 to $2, so that outputs are the same; NULL: they are not compared */
    bool needs_rayon;
};

static struct {
    char ours[BENCH_PATH_ROOM], rayon[BENCH_PATH_ROOM];
    char output[2][BENCH_PATH_ROOM], tidy[2][BENCH_PATH_ROOM];
    char threads[16];
} files;

static void remove_outputs(void)
{
    for (int i = 0; i < 2; i++) {
        unlink(files.output[i]);
        unlink(files.tidy[i]);
    }
}

static void *prepare(const struct task *task)
{
    static const char *const names[2] = {"ours", "theirs"};
    const bool has_rayon = bench_find_program("bench-words", files.rayon, sizeof files.rayon);
    if (!bench_find_program("cupro-count", files.ours, sizeof files.ours) ||
        (task->needs_rayon && !has_rayon) || corpus_path(task->corpus) == NULL)
        return NULL;
    setenv("LC_ALL", "C", 1);
    snprintf(files.threads, sizeof files.threads, "%d", bench_settings.threads);
    for (int i = 0; i < 2; i++) {
        char name[32];
        bench_temporary_name(names[i], files.output[i], BENCH_PATH_ROOM);
        snprintf(name, sizeof name, "%s.tidy", names[i]);
        bench_temporary_name(name, files.tidy[i], BENCH_PATH_ROOM);
    }
    return (void *)task;
}

static struct bench_run run(const struct task *task, const char *line, const char *output)
{
    const char *const texts[] = {files.ours, files.rayon, corpus_path(task->corpus), files.threads,
                                 NULL};
    return bench_run_shell(line, texts, output);
}

static bool same_outputs(const struct task *task)
{
    for (int i = 0; i < 2 && task->tidy != NULL; i++) {
        const char *const texts[] = {files.output[i], NULL};
        if (bench_run_shell(task->tidy, texts, files.tidy[i]).status != 0)
            return false;
    }
    return task->tidy == NULL || bench_same_files(files.tidy[0], files.tidy[1]);
}

static double time_of(void *data)
{
    const struct task *task = data;
    const struct bench_run ours = run(task, task->ours, files.output[0]),
                           theirs = run(task, task->theirs, files.output[1]);
    const bool ran = ours.status == 0 && theirs.status == 0, agree = ran && same_outputs(task);
    remove_outputs();
    if (!ran)
        return BENCH_NOT_HERE;
    return agree ? ours.seconds / theirs.seconds : BENCH_DIFFERENT;
}

/* -- The rows -----------------------------------------------------------------------------------
 */

#define TASK(name, ...)                            \
    static const struct task name = {__VA_ARGS__}; \
    static void *prepare_##name(void)              \
    {                                              \
        return prepare(&name);                     \
    }

#define TOP_WORDS "exec \"$1\" --threads=\"$4\" -n 10 --total \"$3\""
#define AS_IT_IS  "cat \"$1\""
#define BY_COUNT  "sort -s -k1,1nr -k2 \"$1\""

TASK(dictionary_fast, .corpus = CORPUS_DICTIONARY, .ours = TOP_WORDS, .tidy = AS_IT_IS,
     .theirs = "exec \"$2\" slices \"$3\"", .needs_rayon = true)
TASK(dictionary_usual, .corpus = CORPUS_DICTIONARY, .ours = TOP_WORDS, .tidy = AS_IT_IS,
     .theirs = "exec \"$2\" strings \"$3\"", .needs_rayon = true)
TASK(source_fast, .corpus = CORPUS_SOURCE, .ours = TOP_WORDS, .tidy = AS_IT_IS,
     .theirs = "exec \"$2\" slices \"$3\"", .needs_rayon = true)
TASK(source_usual, .corpus = CORPUS_SOURCE, .ours = TOP_WORDS, .tidy = AS_IT_IS,
     .theirs = "exec \"$2\" strings \"$3\"", .needs_rayon = true)
TASK(lines, .corpus = CORPUS_DICTIONARY, .ours = "exec \"$1\" --threads=\"$4\" --lines \"$3\"",
     .theirs = "sort --parallel=\"$4\" \"$3\" | uniq -c | sort --parallel=\"$4\" -rn",
     .tidy = BY_COUNT)
TASK(tree, .corpus = CORPUS_TREE, .ours = "exec \"$1\" --threads=\"$4\" -r \"$3\" >/dev/null",
     .theirs = "find \"$3/\" -type f -print0 | xargs -0 cat >/dev/null")

#define FIGURE(row_name, row_what, task, theirs, row_target)                           \
    {                                                                                  \
        .name = row_name, .what = "cupro-count " row_what ": time", .figure = time_of, \
        .unit = "of " theirs "'s", .target = row_target, .prepare = prepare_##task     \
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
