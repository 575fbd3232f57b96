/* SPDX-License-Identifier: MIT */
/* Counting and grouping by keys, against hash tables in Rust, and sorting. */
#include "bench/rows/row.h"

static const struct bench_work_row rows[] = {
    {.name = "count-by-100",
     .what = "counts of uint64 of 100 values; Rayon: fold and reduce, hashbrown and ahash",
     .work = BENCH_count_by,
     .of = BENCH_U64_OF_100,
     .part = 2,
     .is_slow = true,
     .target = {[BENCH_RAYON] = 0.35, [BENCH_DASHMAP] = 0.25}},
    {.name = "count-by-1e5",
     .what = "the same of 100000 values",
     .work = BENCH_count_by,
     .of = BENCH_U64_OF_1E5,
     .part = 2,
     .is_slow = true,
     .target = {[BENCH_RAYON] = 0.25, [BENCH_DASHMAP] = 0.3}},
    {.name = "count-by-fifth",
     .what = "the same of a fifth as many values as there are keys",
     .work = BENCH_count_by,
     .of = BENCH_U64_OF_FIFTH,
     .part = 2,
     .is_slow = true,
     .target = {[BENCH_RAYON] = 0.04, [BENCH_DASHMAP] = 0.1}},
    {.name = "histogram",
     .what = "256 bins of random bytes",
     .work = BENCH_histogram,
     .of = BENCH_U8},
    {.name = "group-by",
     .what = "indexes of uint64 of 100000 values; Rayon: pairs sorted, then cut",
     .work = BENCH_group_by,
     .of = BENCH_U64_OF_1E5,
     .part = 10,
     .target = {[BENCH_RAYON] = 0.3}},
};

const struct bench_work_rows bench_group_rows = {rows, sizeof rows / sizeof rows[0]};
