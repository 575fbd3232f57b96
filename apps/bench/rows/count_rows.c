/* SPDX-License-Identifier: MIT */
/* cupro-count, from outside. */
#include "bench/measure.h"
#include "bench/programs/programs.h"
#include "bench/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct text {
    char path[4096];
    char program[4096];
    double bytes;
};

static struct bench_run count_words(struct text *text, int threads)
{
    char option[32];
    snprintf(option, sizeof option, "--threads=%d", threads);
    char *argv[] = {text->program, option, text->path, NULL};
    return bench_run_program(argv);
}

/* -- The text -----------------------------------------------------------------------------------
 */

/* Words of a made-up language whose frequencies fall as in a real one (Zipf: the k-th commonest
 * word is k times rarer than the first). */
static int make_text(const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return -1;
    uint64_t state = 88172645463325252u;
    for (size_t written = 0; written < bench_settings.text_bytes;) {
        double uniform = (double)(bench_random(&state) >> 11) / 9007199254740992.0;
        uint64_t rank = (uint64_t)(1 / (uniform + 1e-6)), spell = rank * 0x9e3779b97f4a7c15u;
        int letters = 2 + (int)(rank < 100 ? rank % 4 : 3 + spell % 8);
        for (int i = 0; i < letters; i++, spell = spell >> 5 | spell << 59)
            putc((int)('a' + spell % 26), file);
        putc(bench_random(&state) % 12 == 0 ? '\n' : ' ', file);
        written += (size_t)letters + 1;
    }
    return fclose(file);
}

/* Made by the first row that wants it, for all. */
static struct text text;

static void remove_text(void)
{
    unlink(text.path);
}

static void *prepare(void)
{
    struct stat status;
    if (text.bytes > 0)
        return &text;
    if (!bench_find_program("cupro-count", text.program, sizeof text.program))
        return NULL;
    if (bench_settings.text != NULL) {
        snprintf(text.path, sizeof text.path, "%s", bench_settings.text);
    } else {
        bench_temporary_name("txt", text.path, sizeof text.path);
        atexit(remove_text);
        if (make_text(text.path) != 0)
            return NULL;
    }
    if (stat(text.path, &status) != 0)
        return NULL;
    text.bytes = (double)status.st_size;
    return &text;
}

/* -- The rows -----------------------------------------------------------------------------------
 */

static double speed(void *data)
{
    struct bench_run run = count_words(data, bench_settings.threads);
    return run.status == 0 ? text.bytes / 1e6 / run.seconds : -1;
}

static double scaling(void *data)
{
    struct bench_run one = count_words(data, 1), all = count_words(data, bench_settings.threads);
    return one.status == 0 && all.status == 0 ? one.seconds / all.seconds : -1;
}

static double memory(void *data)
{
    struct bench_run run = count_words(data, bench_settings.threads);
    return run.status == 0 ? run.peak_bytes / 1e6 : -1;
}

#define FIGURE(row_name, row_what, measured, row_unit, row_target, least)         \
    {                                                                             \
        .name = row_name, .what = row_what, .figure = measured, .unit = row_unit, \
        .target = row_target, .at_least = least, .prepare = prepare               \
    }

static const struct bench_figure_row rows[] = {
    FIGURE("count-speed", "cupro-count of a text, warm", speed, "MB/s", 300, true),
    FIGURE("count-scaling", "cupro-count: one thread's time to all threads'", scaling, "x", 1.7,
           true),
    FIGURE("count-memory", "cupro-count: peak resident memory", memory, "MB", 100, false),
};

const struct bench_figure_rows bench_count_rows = {rows, sizeof rows / sizeof rows[0]};
