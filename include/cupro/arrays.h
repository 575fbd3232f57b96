/* SPDX-License-Identifier: MIT */
/*
 * Whole arrays at once: filled, numbered, turned around.
 *
 *     error = cupro_fill(x, n, 1.5);             every x[i] = 1.5
 *     error = cupro_iota(x, n, 10, 2);           10, 12, 14, …
 *     error = cupro_reverse(x, n);
 *     error = cupro_rotate(x, n, first);         x[first] comes to x[0]; first <= n
 *
 * fill and iota are for int8_t … uint64_t, float and double; the type of x picks the function
 * (cupro_fill_f64, …). reverse and rotate are for elements of any type, which they move by copying
 * bytes, and need no second array.
 *
 * Each thread begins with the same slice of the array as in a loop over it (loop.h), so that pages
 * that are touched here first are near the thread that will work on them.
 *
 * Errors: as for loops (loop.h). After CUPRO_ESTOPPED an array that was to be filled is so in part,
 * and one that was to be turned around has its elements in some order, each one once.
 */
#ifndef CUPRO_ARRAYS_H
#define CUPRO_ARRAYS_H

#include <cupro/call.h>
#include <cupro/types.h>

CUPRO_BEGIN_DECLS

/* Cost: one write of the array. */
#define cupro_fill(...) CUPRO__FILL(__VA_ARGS__, .abi = CUPRO_ABI)

/* x[i] = start + i * step: of integers modulo 2^bits, of floats in double, each rounded once more
 * if x is float. The numbers depend on i only. Cost: one write of the array. */
#define cupro_iota(...) CUPRO__IOTA(__VA_ARGS__, .abi = CUPRO_ABI)

/* `.grain` counts swaps. Cost: one read and one write of the array. */
#define cupro_reverse(...) CUPRO__REVERSE(__VA_ARGS__, .abi = CUPRO_ABI)
CUPRO_API int cupro_reverse_with(void *base, size_t n, size_t size, const cupro_call *call);

/* CUPRO_EINVAL for first > n. `.grain` counts swaps. Cost: two reads and writes of the array. */
#define cupro_rotate(...) CUPRO__ROTATE(__VA_ARGS__, .abi = CUPRO_ABI)
CUPRO_API int cupro_rotate_with(void *base, size_t n, size_t first, size_t size,
                                const cupro_call *call);

#define CUPRO__FILL(x, n, value, ...) \
    CUPRO__TYPED(fill, x)((x), (n), (value), &(const cupro_call){__VA_ARGS__})
#define CUPRO__IOTA(x, n, start, step, ...) \
    CUPRO__TYPED(iota, x)((x), (n), (start), (step), &(const cupro_call){__VA_ARGS__})
#define CUPRO__REVERSE(base, n, ...) \
    cupro_reverse_with((base), (n), sizeof *(base), &(const cupro_call){__VA_ARGS__})
#define CUPRO__ROTATE(base, n, first, ...) \
    cupro_rotate_with((base), (n), (first), sizeof *(base), &(const cupro_call){__VA_ARGS__})

#define CUPRO__DECLARE_ARRAY(tag, T, S)                                              \
    CUPRO_API int cupro_fill_##tag(T *x, size_t n, T value, const cupro_call *call); \
    CUPRO_API int cupro_iota_##tag(T *x, size_t n, T start, T step, const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_ARRAY)
#undef CUPRO__DECLARE_ARRAY

CUPRO_END_DECLS

#endif
