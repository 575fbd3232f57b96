/* SPDX-License-Identifier: MIT */
/* Measuring. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "row.h"

enum { BENCH_MOST_RUNS = 101 };

enum bench_state { BENCH_MEASURED, BENCH_NOT_HERE, BENCH_WRONG };

struct bench_result {
    enum bench_state state;
    double median, least, most; /* of the ratios, or of the figures     */
    double ours, peer;          /* medians in seconds a call; work rows */
};

double bench_seconds(void);     /* of a clock that only goes forward   */
double bench_cpu_seconds(void); /* that all threads have used together */

/* Sorts the numbers. */
double bench_median(double *number, int n);

/* Time the tasks in turn, round after round: seconds[t][r] is what a call of task t took in round
 * r. False: in some round a result was not that of task 0. */
bool bench_rounds(bench_task *const *task, size_t count, struct bench_arrays *arrays, int runs,
                  double (*seconds)[BENCH_MOST_RUNS]);

struct bench_result bench_measure_pair(bench_task *ours, bench_task *peer,
                                       struct bench_arrays *arrays, int runs);
struct bench_result bench_measure_figure(const struct bench_figure_row *row, int runs);

#endif
