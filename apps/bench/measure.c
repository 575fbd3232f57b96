/* SPDX-License-Identifier: MIT */
/*
 * Measuring: a warm-up of each side, then the runs in turn, then medians.
 *
 * The warm-up finds how many calls take long enough to be timed, and compares every element of the
 * results; the runs compare samples. Before each run the process rests, because the threads of the
 * side that ran last go on looking for work for some milliseconds, at the expense of the next: an
 * OpenMP team's would slow down every peer that has threads of its own.
 */
#include "measure.h"

#include "arrays.h"

#include <stdlib.h>
#include <time.h>

enum { SAMPLE_STRIDE = 997 };

static const double least_seconds = 5e-3; /* of a run */

double bench_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double bench_cpu_seconds(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double bench_median(double *number, int n)
{
    qsort(number, (size_t)n, sizeof *number, compare);
    return n % 2 == 1 ? number[n / 2] : (number[n / 2 - 1] + number[n / 2]) / 2;
}

/* -- Work rows ----------------------------------------------------------------------------------
 */

static void rest(void)
{
    const struct timespec pause = {0, 10000000};
    nanosleep(&pause, NULL);
}

static double time_calls(bench_task *task, struct bench_arrays *arrays, size_t calls)
{
    double begin = bench_seconds();
    for (size_t i = 0; i < calls; i++)
        task(arrays);
    return bench_seconds() - begin;
}

static size_t calls_of_a_run(bench_task *task, struct bench_arrays *arrays)
{
    size_t calls = 1;
    while (time_calls(task, arrays, calls) < least_seconds)
        calls *= 2;
    return calls;
}

bool bench_rounds(bench_task *const *task, size_t count, struct bench_arrays *arrays, int runs,
                  double (*seconds)[BENCH_MOST_RUNS])
{
    size_t calls[1 + BENCH_PEERS];
    uint64_t whole = 0, sample = 0; /* digests of task 0's result */
    bool agree = true;
    for (size_t t = 0; t < count; t++) {
        arrays_forget(arrays);
        calls[t] = calls_of_a_run(task[t], arrays);
        if (t == 0) {
            whole = arrays_digest(arrays, 1);
            sample = arrays_digest(arrays, SAMPLE_STRIDE);
        }
        agree = agree && arrays_digest(arrays, 1) == whole;
    }
    for (int run = 0; run < runs; run++)
        for (size_t t = 0; t < count; t++) {
            arrays_forget(arrays);
            rest();
            seconds[t][run] = time_calls(task[t], arrays, calls[t]) / (double)calls[t];
            agree = agree && arrays_digest(arrays, SAMPLE_STRIDE) == sample;
        }
    return agree;
}

struct bench_result bench_measure_pair(bench_task *ours, bench_task *peer,
                                       struct bench_arrays *arrays, int runs)
{
    struct bench_result result = {BENCH_MEASURED, 0, 0, 0, 0, 0};
    bench_task *const tasks[] = {ours, peer};
    double seconds[2][BENCH_MOST_RUNS], ratio[BENCH_MOST_RUNS];
    if (!bench_rounds(tasks, 2, arrays, runs, seconds))
        result.state = BENCH_WRONG;
    for (int i = 0; i < runs; i++)
        ratio[i] = seconds[0][i] / seconds[1][i];
    result.median = bench_median(ratio, runs);
    result.least = ratio[0];
    result.most = ratio[runs - 1];
    result.ours = bench_median(seconds[0], runs);
    result.peer = bench_median(seconds[1], runs);
    return result;
}

/* -- Figure rows --------------------------------------------------------------------------------
 */

struct bench_result bench_measure_figure(const struct bench_figure_row *row, int runs)
{
    struct bench_result result = {BENCH_NOT_HERE, 0, 0, 0, 0, 0};
    double figure[BENCH_MOST_RUNS];
    void *data = row->prepare != NULL ? row->prepare() : NULL;
    if (row->prepare != NULL && data == NULL)
        return result;
    result.state = BENCH_MEASURED;
    for (int i = -1; i < runs; i++) { /* run -1 warms up */
        double measured = row->figure(data);
        if (measured < 0)
            result.state = BENCH_NOT_HERE;
        if (i >= 0)
            figure[i] = measured;
    }
    result.median = bench_median(figure, runs);
    result.least = figure[0];
    result.most = figure[runs - 1];
    if (row->finish != NULL)
        row->finish(data);
    return result;
}
