/* SPDX-License-Identifier: MIT */
/* Maps, sums, filters, folds, scans and searches of arrays, and joins, against the peers. */
#include "row.h"

static const struct bench_work_row rows[] = {
    {.name = "map",
     .what = "3 x + 1 of int32",
     .work = BENCH_MAP,
     .is_plotted = true,
     .target = {[BENCH_OPENMP] = 1 / 0.95}},
    {.name = "map-copy",
     .what = "x of int32, against memcpy on all threads",
     .work = BENCH_COPY,
     .target = {[BENCH_OPENMP] = 1 / 0.95}},
    {.name = "sum",
     .what = "int32 to int64",
     .work = BENCH_SUM,
     .is_plotted = true,
     .target = {[BENCH_OPENMP] = 1 / 0.95}},
    {.name = "sum-f64", .what = "doubles", .work = BENCH_SUM_REAL},
    {.name = "sum-1000", .what = "1000 int32 to int64, a call", .work = BENCH_SUM, .n = 1000},
    {.name = "filter",
     .what = "the even half of int32, into an array that is there",
     .work = BENCH_FILTER,
     .is_plotted = true,
     .target = {[BENCH_STD_PAR] = 0.2}},
    {.name = "fold",
     .what = "squares of the even half, fused",
     .work = BENCH_FOLD,
     .target = {[BENCH_OPENMP] = 1.1}},
    {.name = "chain",
     .what = "the same as filter, map, plus",
     .work = BENCH_CHAIN,
     .target = {[BENCH_OPENMP] = 2.5}},
    {.name = "scan", .what = "inclusive sums of uint32", .work = BENCH_SCAN},
    {.name = "find", .what = "the first of a value that is not in int32", .work = BENCH_FIND},
    {.name = "any",
     .what = "whether int32 has a value, which is in its first 1 %",
     .work = BENCH_ANY},
    {.name = "join", .what = "fib(32) to the leaf", .work = BENCH_JOIN, .n = 1},
};

const struct bench_work_rows bench_array_rows = {rows, sizeof rows / sizeof rows[0]};
