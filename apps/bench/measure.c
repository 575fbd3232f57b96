/* SPDX-License-Identifier: MIT */
/* Measuring one row: a warm-up of each side, then the runs in turn, then medians. */
#include "measure.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { MOST_RUNS = 101 };

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

/* Sorts the numbers. */
static double median(double *number, int n)
{
    qsort(number, (size_t)n, sizeof *number, compare);
    return n % 2 == 1 ? number[n / 2] : (number[n / 2 - 1] + number[n / 2]) / 2;
}

static double time_side(bench_side *side, void *data, uint64_t *digest)
{
    double begin = bench_seconds();
    *digest = side(data);
    return bench_seconds() - begin;
}

static struct bench_result measure_pair(const struct bench_row *row, void *data, int runs)
{
    struct bench_result result = {BENCH_MEASURED, 0, 0, 0, 0, 0, false};
    double ours[MOST_RUNS], peer[MOST_RUNS], ratio[MOST_RUNS];
    for (int i = -1; i < runs; i++) { /* run -1 warms up */
        uint64_t our_digest, peer_digest;
        double a = time_side(row->ours, data, &our_digest);
        double b = time_side(row->peer, data, &peer_digest);
        if (our_digest != peer_digest)
            result.state = BENCH_WRONG;
        if (i < 0)
            continue;
        ours[i] = a;
        peer[i] = b;
        ratio[i] = a / b;
    }
    result.median = median(ratio, runs);
    result.least = ratio[0];
    result.most = ratio[runs - 1];
    result.ours = median(ours, runs);
    result.peer = median(peer, runs);
    return result;
}

static struct bench_result measure_figure(const struct bench_row *row, void *data, int runs)
{
    struct bench_result result = {BENCH_MEASURED, 0, 0, 0, 0, 0, false};
    double figure[MOST_RUNS];
    for (int i = -1; i < runs; i++) {
        double measured = row->figure(data);
        if (measured < 0)
            result.state = BENCH_NOT_HERE;
        if (i >= 0)
            figure[i] = measured;
    }
    result.median = median(figure, runs);
    result.least = figure[0];
    result.most = figure[runs - 1];
    return result;
}

struct bench_result bench_measure(const struct bench_row *row, int runs)
{
    struct bench_result result = {BENCH_NOT_HERE, 0, 0, 0, 0, 0, false};
    void *data = row->prepare != NULL ? row->prepare() : NULL;
    if (row->prepare != NULL && data == NULL)
        return result;
    runs = runs > MOST_RUNS ? MOST_RUNS : runs;
    result = row->figure != NULL ? measure_figure(row, data, runs) : measure_pair(row, data, runs);
    result.on_target =
        result.state == BENCH_MEASURED &&
        (row->at_least ? result.median >= row->target : result.median <= row->target);
    if (row->finish != NULL)
        row->finish(data);
    return result;
}
