/* SPDX-License-Identifier: MIT */
/*
 * cupro-sort beside the sort that is installed: the same options, the same input, in turn; the
 * outputs must be the same, byte for byte. LC_ALL=C, as many threads, and for both 8 GB of memory
 * at most.
 *
 * The input is made: 6 words a line, or lines of a number, a word and a number with an exponent,
 * between tabs. Each run writes a file of its own.
 */
#include "bench/programs/programs.h"
#include "bench/rows/row.h"
#include "bench/settings.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PARTS = 8, MOST_ARGUMENTS = 8 + PARTS, PATH_ROOM = BENCH_PATH_ROOM };

enum input { LINES, NUMBERS, TABLE, SORTED, SORTED_PARTS, INPUTS };

static struct {
    char ours[PATH_ROOM];
    char path[INPUTS][PATH_ROOM], part[PARTS][PATH_ROOM];
    char output[2][PATH_ROOM];
    bool is_made;
} files;

struct task {
    enum input input;
    const char *option[2];
    bool spills; /* gets memory for a quarter of the input */
};

/* -- Inputs -------------------------------------------------------------------------------------
 */

static void put_word(FILE *file, uint64_t *state, int letters)
{
    for (int i = 0; i < letters; i++)
        putc((int)('a' + bench_random(state) % 10), file);
}

/* Every fourth line is one of 4096. */
static void put_line(FILE *file, uint64_t *state)
{
    uint64_t own = bench_random(state), *from = state;
    if (own % 4 == 0) {
        own = own % 16384 + 1;
        from = &own;
    }
    for (int word = 0; word < 6; word++) {
        put_word(file, from, 2 + (int)(bench_random(from) % 8));
        putc(word < 5 ? ' ' : '\n', file);
    }
}

static void put_number(FILE *file, uint64_t *state)
{
    fprintf(file, "%u\n", (unsigned)(bench_random(state) % 100000000));
}

static void put_table(FILE *file, uint64_t *state)
{
    fprintf(file, "%u\t", (unsigned)(bench_random(state) % 1000000));
    put_word(file, state, 6);
    fprintf(file, "\t%.6ge%d\tpad\n", (double)(bench_random(state) % 1000000) / 1000,
            (int)(bench_random(state) % 11) - 5);
}

static bool make(enum input input, void (*put)(FILE *file, uint64_t *state), size_t bytes)
{
    FILE *file = fopen(files.path[input], "w");
    uint64_t state = 88172645463325252u;
    if (file == NULL)
        return false;
    while (!ferror(file) && (size_t)ftello(file) < bytes)
        for (int i = 0; i < 1000; i++)
            put(file, &state);
    return fclose(file) == 0;
}

static bool sort_to(char *from, char *to)
{
    char *argv[] = {"sort", from, "-o", to, NULL};
    return bench_run_program(argv).status == 0;
}

/* The lines, sorted, as one file and as eight. */
static bool make_sorted(void)
{
    char command[3 * PATH_ROOM];
    snprintf(command, sizeof command, "split -n l/%d '%s' '%s.'", (int)PARTS, files.path[LINES],
             files.path[SORTED]);
    if (!sort_to(files.path[LINES], files.path[SORTED]) || system(command) != 0)
        return false;
    for (int i = 0; i < PARTS; i++) {
        snprintf(files.part[i], PATH_ROOM, "%.4000s.a%c", files.path[SORTED], 'a' + i);
        if (!sort_to(files.part[i], files.part[i]))
            return false;
    }
    return true;
}

static void remove_files(void)
{
    for (int i = 0; i < INPUTS; i++)
        unlink(files.path[i]);
    for (int i = 0; i < PARTS; i++)
        unlink(files.part[i]);
    unlink(files.output[0]);
    unlink(files.output[1]);
}

static void *prepare(const struct task *task)
{
    static const char *const names[INPUTS] = {"lines", "numbers", "table", "sorted", "parts"};
    if (files.is_made)
        return (void *)task;
    if (!bench_find_program("cupro-sort", files.ours, sizeof files.ours))
        return NULL;
    setenv("LC_ALL", "C", 1);
    for (int i = 0; i < INPUTS; i++)
        bench_temporary_name(names[i], files.path[i], PATH_ROOM);
    bench_temporary_name("ours", files.output[0], PATH_ROOM);
    bench_temporary_name("theirs", files.output[1], PATH_ROOM);
    atexit(remove_files);
    files.is_made = make(LINES, put_line, bench_settings.text_bytes / 4) &&
                    make(NUMBERS, put_number, bench_settings.text_bytes / 10) &&
                    make(TABLE, put_table, bench_settings.text_bytes / 5) && make_sorted();
    return files.is_made ? (void *)task : NULL;
}

/* -- Runs ---------------------------------------------------------------------------------------
 */

static struct bench_run sort_with(char *program, const struct task *task, char *output)
{
    char threads[32], memory[32];
    char *argv[MOST_ARGUMENTS + 1] = {program, threads, memory, "-o", output};
    int count = 5;
    snprintf(threads, sizeof threads, "--parallel=%d", bench_settings.threads);
    snprintf(memory, sizeof memory, "-S%zuM",
             task->spills ? (bench_settings.text_bytes >> 24) + 1 : (size_t)8192);
    for (int i = 0; i < 2; i++)
        if (task->option[i] != NULL)
            argv[count++] = (char *)task->option[i];
    if (task->input != SORTED_PARTS)
        argv[count++] = files.path[task->input];
    for (int i = 0; i < PARTS && task->input == SORTED_PARTS; i++)
        argv[count++] = files.part[i];
    if (task->option[0] != NULL && strcmp(task->option[0], "-c") == 0)
        argv[3] = argv[4] = (char *)"-s"; /* there is no output */
    return bench_run_program(argv);
}

static bool same_output(void)
{
    return access(files.output[0], F_OK) != 0 || bench_same_files(files.output[0], files.output[1]);
}

struct both {
    struct bench_run ours, theirs;
    bool agree;
};

static struct both run_both(const struct task *task)
{
    struct both both;
    unlink(files.output[0]);
    unlink(files.output[1]);
    both.ours = sort_with(files.ours, task, files.output[0]);
    both.theirs = sort_with("sort", task, files.output[1]);
    both.agree = both.ours.status == 0 && both.theirs.status == 0 && same_output();
    return both;
}

static double time_of(void *data)
{
    const struct both both = run_both(data);
    return both.agree ? both.ours.seconds / both.theirs.seconds : BENCH_DIFFERENT;
}

static double memory_of(void *data)
{
    const struct both both = run_both(data);
    return both.agree ? both.ours.peak_bytes / both.theirs.peak_bytes : BENCH_DIFFERENT;
}

/* -- The rows -----------------------------------------------------------------------------------
 */

#define TASK(name, ...)                            \
    static const struct task name = {__VA_ARGS__}; \
    static void *prepare_##name(void)              \
    {                                              \
        return prepare(&name);                     \
    }

TASK(lines, .input = LINES)
TASK(numbers, .input = NUMBERS, .option = {"-n"})
TASK(two_keys, .input = TABLE, .option = {"-k2,2", "-k1,1n"})
TASK(general, .input = TABLE, .option = {"-k3,3g"})
TASK(spilled, .input = LINES, .spills = true)
TASK(unique, .input = LINES, .option = {"-u"})
TASK(reversed, .input = LINES, .option = {"-r"})
TASK(merged, .input = SORTED_PARTS, .option = {"-m"})
TASK(checked, .input = SORTED, .option = {"-c"})

#define FIGURE(row_name, row_what, task, measured, row_target)                                     \
    {                                                                                              \
        .name = row_name, .what = "cupro-sort " row_what, .figure = measured, .unit = "of sort's", \
        .target = row_target, .prepare = prepare_##task                                            \
    }

static const struct bench_figure_row rows[] = {
    FIGURE("file-lines", "of lines of text: time", lines, time_of, 0.2),
    FIGURE("file-numbers", "-n of integers: time", numbers, time_of, 0.12),
    FIGURE("file-keys", "-k2,2 -k1,1n of a table: time", two_keys, time_of, 0.25),
    FIGURE("file-general", "-k3,3g of a table: time", general, time_of, 0.06),
    FIGURE("file-spill", "of lines, -S a quarter of them: time", spilled, time_of, 0.5),
    FIGURE("file-unique", "-u of lines: time", unique, time_of, 0.3),
    FIGURE("file-reverse", "-r of lines: time", reversed, time_of, 0.3),
    FIGURE("file-merge", "-m of eight files: time", merged, time_of, 0.4),
    FIGURE("file-check", "-c of lines in order: time", checked, time_of, 0.5),
    FIGURE("file-memory", "of lines: peak resident memory", lines, memory_of, 1),
    FIGURE("file-key-memory", "-k2,2 -k1,1n of a table: the same", two_keys, memory_of, 1),
};

const struct bench_figure_rows bench_sort_rows = {rows, sizeof rows / sizeof rows[0]};
