/* SPDX-License-Identifier: MIT */
/*
 * Sorting an array of numbers, and another one along with it:
 *
 *     error = cupro_sort_pairs(keys, values, n);
 *     error = cupro_sort_pairs_descending(keys, values, n, .pool = near);
 *
 * `keys` are n numbers, int8_t … uint64_t, float or double, whose type picks the function
 * (cupro_sort_pairs_f64, …); `values` are n elements of any type, which are moved by copying bytes,
 * and must not overlap the keys: values[i] goes where keys[i] goes.
 *
 * Keys are in the order of sort.h, floats in its total order. Stable: values with equal keys stay
 * in the order in which they were, descending too. The result is the same on any number of threads.
 *
 * Memory: rows of a key, 8 bytes, and the value, or, of values above 32 bytes, of 16 bytes at
 * most, and a second array of values; less than 4 MiB a thread. `.in_place` and `.unstable` change
 * nothing yet.
 *
 * Cost: keys are read twice, values once, and both are moved twice; keys that rise already are read
 * once. No keys take more than O(n log n).
 *
 * Errors: as for loops (loop.h). After CUPRO_ENOMEM, CUPRO_ESTOPPED and CUPRO_ETIMEDOUT both arrays
 * are as they were: a sort that has begun to write to them goes through. Keys that are sorted
 * already report less progress than n elements take. `.grain` and `.max_grain` mean nothing here.
 */
#ifndef CUPRO_SORT_PAIRS_H
#define CUPRO_SORT_PAIRS_H

#include <cupro/call.h>
#include <cupro/types.h>

CUPRO_BEGIN_DECLS

#define cupro_sort_pairs(...) CUPRO__SORT_PAIRS(sort_pairs, __VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_sort_pairs_descending(...) \
    CUPRO__SORT_PAIRS(sort_pairs_descending, __VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__SORT_PAIRS(verb, keys, values, n, ...) \
    CUPRO__TYPED(verb, keys)                          \
    ((keys), (values), (n), sizeof *(values), &(const cupro_call){__VA_ARGS__})

/* `size` is the bytes of a value. */
#define CUPRO__DECLARE_SORT_PAIRS(tag, T, S)                                                      \
    CUPRO_API int cupro_sort_pairs_##tag(T *keys, void *values, size_t n, size_t size,            \
                                         const cupro_call *call);                                 \
    CUPRO_API int cupro_sort_pairs_descending_##tag(T *keys, void *values, size_t n, size_t size, \
                                                    const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_SORT_PAIRS)
#undef CUPRO__DECLARE_SORT_PAIRS

CUPRO_END_DECLS

#endif
