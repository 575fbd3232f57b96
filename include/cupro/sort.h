/* SPDX-License-Identifier: MIT */
/*
 * Sorting arrays of numbers in place, for int8_t … uint64_t, float and double:
 *
 *     error = cupro_sort(x, n);
 *     error = cupro_sort_descending(x, n, .pool = near, .stop = &cancel);
 *
 * The type of x picks the function (cupro_sort_f64, cupro_sort_descending_i32, …), which takes the
 * same arguments and a `const cupro_call *`.
 *
 * Floats follow one total order, that of cupro_min and cupro_is_sorted (number.h):
 * -NaN < -inf < … < -0 < +0 < … < +inf < NaN, and NaNs of one sign by their bits. Elements that are
 * equal in it have the same bits, so there is no question of stability, and the result is the same
 * on any number of threads.
 *
 * Memory: a second array of n elements, and less than 4 MiB a thread; of 1-byte types, counters
 * only. Cost: two reads and a write of the array and a second one, and again as much in the caches;
 * an array that is sorted, either way, is read once, or turned around. No input takes more than
 * O(n log n).
 *
 * Errors: as for loops (loop.h). After CUPRO_ENOMEM, CUPRO_ESTOPPED and CUPRO_ETIMEDOUT the array
 * is as it was: a sort that has begun to write to it goes through. Arrays that are sorted already
 * report less progress than n elements take. `.grain` and `.max_grain` mean nothing here.
 */
#ifndef CUPRO_SORT_H
#define CUPRO_SORT_H

#include <cupro/call.h>
#include <cupro/types.h>

CUPRO_BEGIN_DECLS

#define cupro_sort(...)            CUPRO__SORT(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_sort_descending(...) CUPRO__SORT_DESCENDING(__VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__SORT(x, n, ...) CUPRO__TYPED(sort, x)((x), (n), &(const cupro_call){__VA_ARGS__})
#define CUPRO__SORT_DESCENDING(x, n, ...) \
    CUPRO__TYPED(sort_descending, x)((x), (n), &(const cupro_call){__VA_ARGS__})

#define CUPRO__DECLARE_SORT(tag, T, S)                                      \
    CUPRO_API int cupro_sort_##tag(T *x, size_t n, const cupro_call *call); \
    CUPRO_API int cupro_sort_descending_##tag(T *x, size_t n, const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_SORT)
#undef CUPRO__DECLARE_SORT

CUPRO_END_DECLS

#endif
