/* SPDX-License-Identifier: MIT */
/* cupro-count by itself: its speed, and its memory. */
#include "bench/programs/corpora.h"
#include "bench/programs/programs.h"
#include "bench/rows/row.h"
#include "bench/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is counted, and how. */
struct task {
    enum corpus corpus;
    const char *option; /* or NULL */
};

static char program[BENCH_PATH_ROOM];

static void *prepare(const struct task *task)
{
    return bench_find_program("cupro-count", program, sizeof program) &&
                   corpus_path(task->corpus) != NULL
               ? (void *)task
               : NULL;
}

static struct bench_run count(const struct task *task, int threads, const char *output)
{
    char option[32];
    snprintf(option, sizeof option, "--threads=%d", threads);
    char *argv[] = {program, option, (char *)corpus_path(task->corpus), (char *)task->option, NULL};
    return bench_run_program_to(argv, output);
}

/* -- Figures ------------------------------------------------------------------------------------
 */

static double speed(void *data)
{
    const struct task *task = data;
    const struct bench_run run = count(task, bench_settings.threads, NULL);
    return run.status == 0 ? corpus_size(task->corpus) / 1e6 / run.seconds : BENCH_NOT_HERE;
}

static double scaling(void *data)
{
    const struct bench_run one = count(data, 1, NULL),
                           all = count(data, bench_settings.threads, NULL);
    return one.status == 0 && all.status == 0 ? one.seconds / all.seconds : BENCH_NOT_HERE;
}

static double memory(void *data)
{
    const struct bench_run run = count(data, bench_settings.threads, NULL);
    return run.status == 0 ? run.peak_bytes / 1e6 : BENCH_NOT_HERE;
}

/* The bytes of a result's words, and a slot of 16 bytes for each. */
static double slots_and_words(FILE *result)
{
    double bytes = 0;
    char *line = NULL;
    size_t room = 0;
    for (ssize_t length; (length = getline(&line, &room, result)) > 0;) {
        const char *word = line + strspn(line, " ");
        word += strspn(word, "0123456789") + 1;
        bytes += 16 + (double)(line + length - 1 - word);
    }
    free(line);
    return bytes;
}

static double memory_for_words(void *data)
{
    char output[BENCH_PATH_ROOM];
    bench_temporary_name("counts", output, sizeof output);
    const struct bench_run run = count(data, bench_settings.threads, output);
    FILE *result = fopen(output, "r");
    const double least = result != NULL ? slots_and_words(result) : 0;
    if (result != NULL)
        fclose(result);
    unlink(output);
    return run.status == 0 && least > 0 ? run.peak_bytes / least : BENCH_NOT_HERE;
}

/* -- The rows -----------------------------------------------------------------------------------
 */

#define TASK(name, ...)                            \
    static const struct task name = {__VA_ARGS__}; \
    static void *prepare_##name(void)              \
    {                                              \
        return prepare(&name);                     \
    }

TASK(dictionary, .corpus = CORPUS_DICTIONARY)
TASK(source, .corpus = CORPUS_SOURCE)
TASK(unicode, .corpus = CORPUS_DICTIONARY, .option = "--words=unicode")
TASK(scripts, .corpus = CORPUS_SCRIPTS, .option = "--words=unicode")

#define FIGURE(row_name, row_what, task, measured, row_unit, row_target, least)                  \
    {                                                                                            \
        .name = row_name, .what = "cupro-count " row_what, .figure = measured, .unit = row_unit, \
        .target = row_target, .at_least = least, .prepare = prepare_##task                       \
    }

static const struct bench_figure_row rows[] = {
    FIGURE("count-speed", "of a text, warm", dictionary, speed, "MB/s", 300, true),
    FIGURE("count-scaling", "of a text: one thread's time to all threads'", dictionary, scaling,
           "x", 1.7, true),
    FIGURE("count-memory", "of a text: peak resident memory", dictionary, memory, "MB", 100, false),
    FIGURE("count-source", "of source, where words are new", source, speed, "MB/s", 0, true),
    FIGURE("source-memory", "of source: the same, to the words and 16 bytes for each", source,
           memory_for_words, "x", 2.5, false),
    FIGURE("words-unicode", "--words=unicode of English", unicode, speed, "MB/s", 150, true),
    FIGURE("words-scripts", "--words=unicode of mixed scripts", scripts, speed, "MB/s", 60, true),
};

const struct bench_figure_rows bench_count_rows = {rows, sizeof rows / sizeof rows[0]};
