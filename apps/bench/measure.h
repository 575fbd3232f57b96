/* SPDX-License-Identifier: MIT */
/* Measuring one row. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "row.h"

#include <stdbool.h>

enum bench_state { BENCH_MEASURED, BENCH_NOT_HERE, BENCH_WRONG };

struct bench_result {
    enum bench_state state;
    double median, least, most; /* of the ratios, or of the figures    */
    double ours, peer;          /* medians in seconds, of a pair row   */
    bool on_target;
};

struct bench_result bench_measure(const struct bench_row *row, int runs);

#endif
