/* SPDX-License-Identifier: MIT */
/*
 * Plots. All sides take turns at each point, and a point is a median.
 *
 * The runtimes learn their number of threads once, as the process starts. So the points over
 * threads are measured by this program again, started once for each number (--points).
 */
#include "plot.h"

#include "arrays.h"
#include "measure.h"

#include "common/diagnostics.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Who takes part in a work: cupro first, then those peers that have it. */
struct entrants {
    const char *name[1 + BENCH_PEERS];
    bench_task *task[1 + BENCH_PEERS];
    size_t count;
};

static struct entrants entrants_of(enum bench_work work)
{
    struct entrants entrants = {{"cupro"}, {cupro_task_for(work)}, 1};
    for (size_t p = 0; p < BENCH_PEERS; p++) {
        bench_task *task = bench_peers[p].task != NULL ? bench_peers[p].task(work) : NULL;
        if (task == NULL)
            continue;
        entrants.name[entrants.count] = bench_peers[p].name;
        entrants.task[entrants.count++] = task;
    }
    return entrants;
}

static bool is_drawn(const struct bench_work_row *row)
{
    return row->is_plotted && bench_is_wanted(row->name);
}

/* -- Data files ---------------------------------------------------------------------------------
 */

static FILE *open_data(const char *folder, const char *axis, const char *row, const char *mode)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s-%s.dat", folder, axis, row);
    FILE *file = fopen(path, mode);
    if (file == NULL)
        fail("%s: %s", path, strerror(errno));
    return file;
}

static void close_data(FILE *file)
{
    if (fclose(file) != 0)
        fail("plot data: %s", strerror(errno));
}

static void write_heading(FILE *file, const char *axis, const struct entrants *entrants)
{
    fprintf(file, "\"%s\"", axis);
    for (size_t e = 0; e < entrants->count; e++)
        fprintf(file, " \"%s\"", entrants->name[e]);
    putc('\n', file);
}

/* Measure a point and write its line. */
static bool write_point(FILE *file, double at, const struct entrants *entrants,
                        struct bench_arrays *arrays)
{
    double seconds[1 + BENCH_PEERS][BENCH_MOST_RUNS];
    int runs = bench_settings.runs;
    bool agree = bench_rounds(entrants->task, entrants->count, arrays, runs, seconds);
    fprintf(file, "%g", at);
    for (size_t e = 0; e < entrants->count; e++)
        fprintf(file, " %.6g", bench_median(seconds[e], runs));
    putc('\n', file);
    return agree;
}

/* 100, 300, 1000, 3000 … */
static bool write_sizes(const struct bench_work_row *row, struct bench_arrays *arrays)
{
    const struct entrants entrants = entrants_of(row->work);
    const size_t whole = arrays->n;
    bool agree = true;
    FILE *file = open_data(bench_settings.plot, "size", row->name, "w");
    write_heading(file, "elements", &entrants);
    for (size_t decade = 100; decade <= whole; decade *= 10)
        for (size_t n = decade; n <= 3 * decade && n <= whole; n += 2 * decade) {
            arrays->n = n;
            agree = write_point(file, (double)n, &entrants, arrays) && agree;
        }
    arrays->n = whole;
    close_data(file);
    return agree;
}

static bool write_all_sizes(void)
{
    struct bench_arrays arrays;
    bool agree = true;
    arrays_open(&arrays, bench_settings.elements);
    for (size_t i = 0; i < bench_array_rows.count; i++)
        if (is_drawn(&bench_array_rows.row[i]))
            agree = write_sizes(&bench_array_rows.row[i], &arrays) && agree;
    arrays_close(&arrays);
    return agree;
}

/* -- Numbers of threads -------------------------------------------------------------------------
 */

/* Run the program with the arguments, and return its exit status; 127: it is not there. */
static int run(const char *program, char *const *argv)
{
    extern char **environ;
    pid_t child;
    int status;
    if (posix_spawnp(&child, program, NULL, NULL, argv, environ) != 0)
        return 127;
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return STATUS_TROUBLE;
    return WEXITSTATUS(status);
}

static bool write_threads(char **argv, int threads)
{
    int argc = 0;
    while (argv[argc] != NULL)
        argc++;
    char **with = malloc(((size_t)argc + 3) * sizeof *with);
    char threads_option[32], points_option[4096];
    if (with == NULL)
        fail("%s", strerror(ENOMEM));
    snprintf(threads_option, sizeof threads_option, "--threads=%d", threads);
    snprintf(points_option, sizeof points_option, "--points=%s", bench_settings.plot);
    memcpy(with, argv, (size_t)argc * sizeof *with);
    with[argc] = threads_option;
    with[argc + 1] = points_option;
    with[argc + 2] = NULL;
    int status = run("/proc/self/exe", with);
    free(with);
    if (status != 0 && status != 1)
        fail("the measurements with %d threads failed", threads);
    return status == 0;
}

/* 1 to 16, then eight steps to each doubling; all of them come last. */
static int more_threads(int threads)
{
    int step = 1;
    while (step * 16 <= threads)
        step *= 2;
    int next = threads + step;
    return threads < bench_settings.threads && next > bench_settings.threads
               ? bench_settings.threads
               : next;
}

static bool write_all_threads(char **argv)
{
    bool agree = true;
    for (size_t i = 0; i < bench_array_rows.count; i++) {
        const struct bench_work_row *row = &bench_array_rows.row[i];
        if (!is_drawn(row))
            continue;
        const struct entrants entrants = entrants_of(row->work);
        FILE *file = open_data(bench_settings.plot, "threads", row->name, "w");
        write_heading(file, "threads", &entrants);
        close_data(file);
    }
    for (int threads = 1; threads <= bench_settings.threads; threads = more_threads(threads))
        agree = write_threads(argv, threads) && agree;
    return agree;
}

bool plot_points(void)
{
    struct bench_arrays arrays;
    bool agree = true;
    arrays_open(&arrays, bench_settings.elements);
    for (size_t i = 0; i < bench_array_rows.count; i++) {
        const struct bench_work_row *row = &bench_array_rows.row[i];
        if (!is_drawn(row))
            continue;
        const struct entrants entrants = entrants_of(row->work);
        FILE *file = open_data(bench_settings.points, "threads", row->name, "a");
        agree = write_point(file, bench_settings.threads, &entrants, &arrays) && agree;
        close_data(file);
    }
    arrays_close(&arrays);
    return agree;
}

/* -- Drawing ------------------------------------------------------------------------------------
 */

static void write_figure(FILE *script, const char *axis, const char *row, size_t columns,
                         const char *y)
{
    static const char *const terminals[][2] = {{"png", "pngcairo size 1000,600"},
                                               {"svg", "svg size 1000,600"}};
    for (size_t t = 0; t < sizeof terminals / sizeof terminals[0]; t++)
        fprintf(script,
                "set terminal %s noenhanced\n"
                "set output '%s-%s.%s'\n"
                "plot for [i=2:%zu] '%s-%s.dat' using 1:(%s) with linespoints "
                "title columnheader(i)\n",
                terminals[t][1], axis, row, terminals[t][0], columns + 1, axis, row, y);
}

static void write_script(void)
{
    char path[4096], speed[64];
    snprintf(path, sizeof path, "%s/plots.gp", bench_settings.plot);
    snprintf(speed, sizeof speed, "%zu / column(i) / 1e9", bench_settings.elements);
    FILE *script = fopen(path, "w");
    if (script == NULL)
        fail("%s: %s", path, strerror(errno));
    fprintf(script, "# gnuplot plots.gp, in this folder, draws the figures again.\n"
                    "set key outside right top\n"
                    "set format '%%g'\n"
                    "set grid\n");
    for (size_t i = 0; i < bench_array_rows.count; i++) {
        const struct bench_work_row *row = &bench_array_rows.row[i];
        if (!is_drawn(row))
            continue;
        size_t columns = entrants_of(row->work).count;
        fprintf(script,
                "\nset title '%s: %s'\n"
                "set logscale xy\nset xlabel 'elements'\nset ylabel 'seconds'\n"
                "set autoscale y\n",
                row->name, row->what);
        write_figure(script, "size", row->name, columns, "column(i)");
        fprintf(script, "unset logscale\nset xlabel 'threads'\nset ylabel '1e9 elements a second'\n"
                        "set yrange [0:*]\n");
        write_figure(script, "threads", row->name, columns, speed);
    }
    close_data(script);
}

static void draw(void)
{
    char *const argv[] = {"gnuplot", "plots.gp", NULL};
    char *here = getcwd(NULL, 0);
    if (here == NULL || chdir(bench_settings.plot) != 0)
        fail("%s: %s", bench_settings.plot, strerror(errno));
    int status = run("gnuplot", argv);
    if (chdir(here) != 0)
        fail("%s: %s", here, strerror(errno));
    free(here);
    if (status == 127)
        printf("The plots are not drawn: install gnuplot-nox and run gnuplot plots.gp in %s.\n",
               bench_settings.plot);
    else if (status != 0)
        fail("gnuplot failed on %s/plots.gp", bench_settings.plot);
}

bool plot_all(char **argv)
{
    if (mkdir(bench_settings.plot, 0777) != 0 && errno != EEXIST)
        fail("%s: %s", bench_settings.plot, strerror(errno));
    bool agree = write_all_sizes();
    agree = write_all_threads(argv) && agree;
    write_script();
    draw();
    return agree;
}
