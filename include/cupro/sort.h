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
 * Memory: a second array of n elements, and less than 4 MiB a thread. Of 1- and 2-byte types
 * counters only, at most 512 KiB a thread; but up to 16384 of 2 bytes are widened, which takes 8 n
 * bytes. Cost: two reads and a write of the array and a second one, and again as much in the
 * caches; an array that is sorted, either way, is read once, or turned around. No input takes more
 * than O(n log n).
 *
 * `.in_place = true` does without the second array: memory is then 512 KiB a thread, and n / 1300
 * bytes. It takes longer, and reads and writes the array once more for each halving until
 * parts fit a cache; no input takes more than O(n) for each bit of an element.
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
