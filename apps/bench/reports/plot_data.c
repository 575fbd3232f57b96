/* SPDX-License-Identifier: MIT */
/*
 * Points of plots. All sides take turns at each, and what is kept are medians.
 *
 * The runtimes learn their number of threads once, as the process starts. So the points over
 * threads are measured by this program again, started once for each number (--points).
 */
#include "bench/reports/plot_data.h"

#include "bench/measure.h"
#include "bench/settings.h"

#include "common/diagnostics.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static const struct {
    const char *name, *label;
} axes[PLOT_AXES] = {[PLOT_SIZE] = {"size", "elements"}, [PLOT_THREADS] = {"threads", "threads"}};

const char *plot_axis_name(enum plot_axis axis)
{
    return axes[axis].name;
}

const char *plot_axis_label(enum plot_axis axis)
{
    return axes[axis].label;
}

bool plot_is_drawn(const struct bench_work_row *row)
{
    if (bench_settings.only != NULL)
        return row->n == 0 && bench_is_wanted(row->name);
    return row->is_plotted;
}

/* -- Files ------------------------------------------------------------------------------------- */

static FILE *open_data(const char *folder, enum plot_axis axis, const struct bench_work_row *row,
                       const char *mode)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s-%s.dat", folder, axes[axis].name, row->name);
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

static FILE *create_data(enum plot_axis axis, const struct bench_work_row *row)
{
    const struct bench_entrants entrants = bench_entrants_of(row->work);
    FILE *file = open_data(bench_settings.plot, axis, row, "w");
    fprintf(file, "\"%s\"", axes[axis].label);
    for (size_t e = 0; e < entrants.count; e++)
        fprintf(file, " \"%s\"", bench_side_name(entrants.side[e]));
    putc('\n', file);
    return file;
}

/* Measure a point and write its line. */
static bool write_point(FILE *file, size_t at, const struct bench_work_row *row,
                        struct bench_arrays *arrays, size_t n)
{
    const struct bench_work_result result = bench_measure_work(row, arrays, n, bench_settings.runs);
    fprintf(file, "%zu", at);
    for (size_t e = 0; e < result.entrants.count; e++) {
        fprintf(file, " %.6g", result.seconds[e]);
        if (!result.agrees[e])
            complain("%s, n = %zu: the result of %s differs from cupro's", row->name, n,
                     bench_side_name(result.entrants.side[e]));
    }
    putc('\n', file);
    return bench_all_agree(&result);
}

void plot_data_write_json(FILE *json, enum plot_axis axis, const struct bench_work_row *row)
{
    FILE *file = open_data(bench_settings.plot, axis, row, "r");
    char line[1024];
    const char *separator = "";
    for (bool is_heading = true; fgets(line, sizeof line, file) != NULL; is_heading = false) {
        if (is_heading)
            continue;
        fprintf(json, "%s[", separator);
        line[strcspn(line, "\n")] = '\0';
        for (const char *at = line; *at != '\0'; at++) {
            if (*at == ' ')
                putc(',', json);
            putc(*at, json);
        }
        fprintf(json, "]");
        separator = ", ";
    }
    close_data(file);
}

/* -- Sizes ------------------------------------------------------------------------------------- */

/* 100, 300, 1000, 3000 … */
static bool write_sizes(const struct bench_work_row *row)
{
    const size_t most = bench_elements_of(row);
    struct bench_arrays arrays;
    bool agree = true;
    FILE *file = create_data(PLOT_SIZE, row);
    arrays_open(&arrays, row, most);
    for (size_t decade = 100; decade <= most; decade *= 10)
        for (size_t n = decade; n <= 3 * decade && n <= most; n += 2 * decade)
            agree = write_point(file, n, row, &arrays, n) && agree;
    arrays_close(&arrays);
    close_data(file);
    return agree;
}

/* -- Numbers of threads ------------------------------------------------------------------------ */

int plot_run(const char *program, char *const *argv)
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

/* This program once more, with its own arguments, --threads and --points. */
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
    int status = plot_run("/proc/self/exe", with);
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

bool plot_data_add_point(void)
{
    bool agree = true;
    for (size_t i = 0; i < bench_array_rows.count; i++) {
        const struct bench_work_row *row = &bench_array_rows.row[i];
        struct bench_arrays arrays;
        if (!plot_is_drawn(row))
            continue;
        size_t n = bench_elements_of(row);
        FILE *file = open_data(bench_settings.points, PLOT_THREADS, row, "a");
        arrays_open(&arrays, row, n);
        agree = write_point(file, (size_t)bench_settings.threads, row, &arrays, n) && agree;
        arrays_close(&arrays);
        close_data(file);
    }
    return agree;
}

bool plot_data_measure(char **argv)
{
    bool agree = true;
    for (size_t i = 0; i < bench_array_rows.count; i++) {
        const struct bench_work_row *row = &bench_array_rows.row[i];
        if (!plot_is_drawn(row))
            continue;
        agree = write_sizes(row) && agree;
        close_data(create_data(PLOT_THREADS, row));
    }
    for (int threads = 1; threads <= bench_settings.threads; threads = more_threads(threads))
        agree = write_threads(argv, threads) && agree;
    return agree;
}
