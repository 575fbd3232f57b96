/* SPDX-License-Identifier: MIT */
/* Counting and grouping by keys, against hash tables in Rust, and sorting. */
#include "bench/rows/row.h"

static const struct bench_work_row rows[] = {
    {.name = "histogram",
     .what = "256 bins of random bytes",
     .work = BENCH_histogram,
     .of = BENCH_U8},
};

const struct bench_work_rows bench_group_rows = {rows, sizeof rows / sizeof rows[0]};
