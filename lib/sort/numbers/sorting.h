/* SPDX-License-Identifier: MIT */
/* What the ways of sorting have in common: an array of numbers, and their order. */
#ifndef CUPRO__SORTING_H
#define CUPRO__SORTING_H

#include "runtime/engine/engine.h"
#include "sort/numbers/kernels.h"

struct cupro__sorting {
    char *x;
    size_t n, size; /* elements, and bytes of one */
    struct cupro__key_form form;
};

/* All that cupro_sort does. */
int cupro__sort(const struct cupro__sorting *sorting, const cupro_call *call);

/* Say that this pass over n elements is done, the last one, and with it the operation. */
int cupro__sort_report(size_t n, int pass, const struct cupro__crew *crew, const cupro_call *call);

/* Run what is to be finished because it has begun to write: what a large crew has no memory for,
 * the caller does. The units of `work` fail for nothing of that kind. */
int cupro__sort_surely(const struct cupro__crew *crew, const struct cupro__work *work,
                       const cupro_call *call);

/* Write the number of this key to all places [begin, end). */
void cupro__sort_fill(const struct cupro__sorting *sorting, size_t begin, size_t end, uint64_t key);

/* On the caller: CUPRO__SORT_SMALL numbers at most, of any type. */
enum { CUPRO__SORT_SMALL = 1024 };
void cupro__sort_small(const struct cupro__sorting *sorting);

/* Those of 1 and 2 bytes, by counting. */
int cupro__sort_by_counts(const struct cupro__sorting *sorting, const struct cupro__crew *crew,
                          const cupro_call *call);

/* Those of 4 and 8 bytes: many, on a crew. */
int cupro__sort_by_buckets(const struct cupro__sorting *sorting, const struct cupro__crew *crew,
                           const cupro_call *call);

/* The same without a second array. */
int cupro__sort_in_place(const struct cupro__sorting *sorting, const struct cupro__crew *crew,
                         const cupro_call *call);

/* Whether the array is sorted already, or the other way round. */
int cupro__sort_presorted(const struct cupro__sorting *sorting, const struct cupro__crew *crew,
                          const cupro_call *call, bool *rises, bool *falls);

/* Draw keys, one from each of so many stretches of the array, and put them in order. `samples` is a
 * multiple of 64, and n at most; `keys` has room for twice as many. */
void cupro__sort_draw(const struct cupro__sorting *sorting, size_t samples, uint64_t *keys);

/* Choose a bucket for each value if there seem to be few, and split->is_exact is set before; else
 * unset it, and choose digits and buckets so that each of some `buckets` gets about as many keys.
 * Fails if there is no memory. */
int cupro__sort_choose_split(const struct cupro__sorting *sorting, size_t buckets,
                             struct cupro__sort_split *split);

/* The two halves of it. How many keys to draw of n >= 1024, and where the i-th is to be drawn; and
 * the split for so many keys, in any order, which are sorted; behind them is room for as many. */
size_t cupro__sort_samples(size_t n);
size_t cupro__sort_sample_place(size_t n, size_t samples, size_t i);
void cupro__sort_split_sample(uint64_t *keys, size_t samples, size_t buckets,
                              struct cupro__sort_split *split);

/* Sort numbers that are few values, as an exact split has them; they are as they were if not all
 * are, and `done` stays false. */
int cupro__sort_few_values(const struct cupro__sorting *sorting,
                           const struct cupro__sort_split *split, const struct cupro__crew *crew,
                           const cupro_call *call, bool *done);

#endif
