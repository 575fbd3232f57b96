/* SPDX-License-Identifier: MIT */
/* The arrays that the sides work on. */
#ifndef BENCH_ARRAYS_H
#define BENCH_ARRAYS_H

#include "bench/rows/row.h"

/* Arrays of n elements for the row, filled by all threads. Leaves by fail() where there is no
 * memory for them. */
void arrays_open(struct bench_arrays *arrays, const struct bench_work_row *row, size_t n);
void arrays_close(struct bench_arrays *arrays);

/* Wipe out the last result, so that a side that does nothing cannot pass for one that is right. */
void arrays_forget(struct bench_arrays *arrays, const struct bench_work_row *row);

/* For a row that works in place: out is in again. */
void arrays_restore(struct bench_arrays *arrays, const struct bench_work_row *row);

/* A number that stands for the result: of every stride-th element shown, and of the rest of it. */
uint64_t arrays_digest(const struct bench_arrays *arrays, const struct bench_work_row *row,
                       size_t stride);

#endif
