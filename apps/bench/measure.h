/* SPDX-License-Identifier: MIT */
/* Measuring. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "bench/sides/arrays.h"
#include "bench/rows/row.h"
#include "bench/sides/sides.h"

#include "common/spread.h"

enum { BENCH_MOST_RUNS = 101 };

struct bench_figure_result {
    bool is_here; /* false: it was not to be had     */
    bool agrees;  /* false: there were other results */
    struct spread figure;
};

struct bench_work_result {
    size_t n; /* elements */
    struct bench_entrants entrants;
    double seconds[BENCH_SIDE_COUNT];      /* medians of the entrants', a call           */
    struct spread ratio[BENCH_SIDE_COUNT]; /* entrant 0's seconds to each entrant's      */
    bool agrees[BENCH_SIDE_COUNT];         /* the result was always as the first of cupro */
};

double bench_cpu_seconds(void); /* that all threads have used together */

struct bench_figure_result bench_measure_figure(const struct bench_figure_row *row, int runs);

/* On arrays that were opened for the row, of which the first n elements are used. */
struct bench_work_result bench_measure_work(const struct bench_work_row *row,
                                            struct bench_arrays *arrays, size_t n, int runs);

/* False: results differ. */
bool bench_all_agree(const struct bench_work_result *result);

#endif
