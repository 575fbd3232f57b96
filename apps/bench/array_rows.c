/* SPDX-License-Identifier: MIT */
/* Works on arrays, and joins, against the peers. */
#include "row.h"
#include "settings.h"

static const struct bench_work_row rows[] = {
    /* -- Arrays -- */
    {.name = "map",
     .what = "3 x + 1 of int32",
     .work = BENCH_map,
     .is_plotted = true,
     .target = {[BENCH_OPENMP] = 1 / 0.95}},
    {.name = "map-copy",
     .what = "x of int32; OpenMP: memcpy on all threads",
     .work = BENCH_copy,
     .target = {[BENCH_OPENMP] = 1 / 0.95}},
    {.name = "fill", .what = "7 into int32", .work = BENCH_fill},
    {.name = "reverse", .what = "int32, in place", .work = BENCH_reverse, .in_place = true},
    {.name = "shuffle",
     .what = "int32, in place",
     .work = BENCH_shuffle,
     .part = 10,
     .in_place = true,
     .any_order = true},
    {.name = "scan",
     .what = "inclusive sums of int64",
     .work = BENCH_scan,
     .of = BENCH_I64,
     .part = 2,
     .is_plotted = true},
    {.name = "scan-exclusive",
     .what = "exclusive sums of int64",
     .work = BENCH_scan_exclusive,
     .of = BENCH_I64,
     .part = 2},

    /* -- Arrays of what is kept -- */
    {.name = "filter",
     .what = "the even half of int32, into an array that is there",
     .work = BENCH_filter,
     .is_plotted = true,
     .target = {[BENCH_STD_PAR] = 0.2}},
    {.name = "filter-new",
     .what = "the even half of int32, into a new array",
     .work = BENCH_filter_new},
    {.name = "partition",
     .what = "even and odd int32, into two new arrays",
     .work = BENCH_partition},

    /* -- Numbers -- */
    {.name = "sum",
     .what = "int32 to int64",
     .work = BENCH_sum,
     .is_plotted = true,
     .target = {[BENCH_OPENMP] = 1 / 0.95}},
    {.name = "sum-1000", .what = "1000 int32 to int64", .work = BENCH_sum, .n = 1000},
    {.name = "sum-f64",
     .what = "doubles; cupro: pairwise",
     .work = BENCH_sum_real,
     .of = BENCH_F64,
     .part = 2},
    {.name = "min", .what = "of int32", .work = BENCH_min},
    {.name = "argmin", .what = "the first index of the least int32", .work = BENCH_argmin},
    {.name = "count", .what = "the even ones of int32", .work = BENCH_count},
    {.name = "fold",
     .what = "squares of the even half, in one body",
     .work = BENCH_fold,
     .target = {[BENCH_OPENMP] = 1.1}},
    {.name = "chain",
     .what = "the same as filter, map, plus",
     .work = BENCH_chain,
     .is_plotted = true,
     .target = {[BENCH_OPENMP] = 2.5}},

    /* -- Searches -- */
    {.name = "find",
     .what = "the first of a value that is not in int32",
     .work = BENCH_find,
     .is_plotted = true},
    {.name = "find-first",
     .what = "the first int32 that a predicate holds for; there is none",
     .work = BENCH_find_first},
    {.name = "any", .what = "is a value in int32? in its first 1 %", .work = BENCH_any},
    {.name = "all", .what = "is a value not in int32? in its first 1 %", .work = BENCH_all},
    {.name = "is-sorted",
     .what = "whether int32 rises; it does",
     .work = BENCH_is_sorted,
     .of = BENCH_I32_RISING},

    /* -- Tasks -- */
    {.name = "join",
     .what = "fib(32) to the leaf",
     .work = BENCH_join,
     .of = BENCH_NO_ARRAY,
     .n = 1},

    /* -- The time per element over sizes -- */
    {.name = "sizes-sum",
     .what = "sum of uint8",
     .work = BENCH_sum_bytes,
     .of = BENCH_U8,
     .over_sizes = true},
    {.name = "sizes-map",
     .what = "3 x + 1 of uint8",
     .work = BENCH_map_bytes,
     .of = BENCH_U8,
     .over_sizes = true},
    {.name = "sizes-fold",
     .what = "sum of mixed indexes, no array",
     .work = BENCH_sum_indexes,
     .of = BENCH_NO_ARRAY,
     .over_sizes = true},
};

const struct bench_work_rows bench_array_rows = {rows, sizeof rows / sizeof rows[0]};

size_t bench_elements_of(const struct bench_work_row *row)
{
    return row->n != 0 ? row->n : bench_settings.elements / (row->part != 0 ? row->part : 1);
}
