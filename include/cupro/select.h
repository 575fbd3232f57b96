/* SPDX-License-Identifier: MIT */
/*
 * Selecting from arrays of numbers, without sorting them all, for int8_t … uint64_t, float and
 * double:
 *
 *     error = cupro_nth(x, n, n / 2);               x[n / 2] is the (upper) median
 *     error = cupro_top(x, n, 10, best);            the ten greatest, the greatest first
 *     error = cupro_bottom(x, n, 10, worst);        the ten least, the least first
 *
 * The type of x picks the function (cupro_nth_f64, cupro_top_i32, …), which takes the same
 * arguments and a `const cupro_call *`.
 *
 * Floats follow one total order, as in sort.h: -NaN < -inf < … < -0 < +0 < … < +inf < NaN. So a
 * positive NaN is among the greatest.
 *
 * Errors: as for loops (loop.h). `.grain` and `.max_grain` mean nothing here.
 */
#ifndef CUPRO_SELECT_H
#define CUPRO_SELECT_H

#include <cupro/call.h>
#include <cupro/types.h>

CUPRO_BEGIN_DECLS

/*
 * cupro_nth(x, n, k): rearrange x so that x[k] is what sorting would put there, nothing before it
 * is greater and nothing behind it is less. The order on both sides depends on the array only.
 * CUPRO_EINVAL for k >= n.
 *
 * Cost: one read of the array; each element that stands on the wrong side is read and written once
 * more. n / 3 bytes of memory. No input takes more than O(n) for each bit of an element. After
 * other errors than CUPRO_EINVAL the array has the same elements in some order.
 */
#define cupro_nth(...) CUPRO__SELECT_NTH(__VA_ARGS__, .abi = CUPRO_ABI)

/*
 * cupro_top(x, n, k, out) and cupro_bottom(x, n, k, out): the k greatest elements, the greatest one
 * first; the k least, the least one first. x stays as it is; out, of the same type, has room for k,
 * and does not overlap x (CUPRO_EINVAL). CUPRO_EINVAL for k > n.
 *
 * Cost: one read of the array, as long as k is much less than n; else two; and a sort of k
 * elements. n / 3 bytes of memory, and some of an array of n / 20 elements, of more where many are
 * alike. After other errors than CUPRO_EINVAL `out` holds anything. "invalid operands to binary -"
 * here says that the arrays are of different types.
 */
#define cupro_top(...)    CUPRO__TOP(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_bottom(...) CUPRO__BOTTOM(__VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__SELECT_NTH(x, n, k, ...) \
    CUPRO__TYPED(nth, x)((x), (n), (k), &(const cupro_call){__VA_ARGS__})
#define CUPRO__TOP(x, n, k, out, ...) \
    CUPRO__TYPED(top, x)              \
    ((x), (n), (k) + CUPRO__FIT(x, out), (out), &(const cupro_call){__VA_ARGS__})
#define CUPRO__BOTTOM(x, n, k, out, ...) \
    CUPRO__TYPED(bottom, x)              \
    ((x), (n), (k) + CUPRO__FIT(x, out), (out), &(const cupro_call){__VA_ARGS__})

#define CUPRO__DECLARE_SELECT(tag, T, S)                                                           \
    CUPRO_API int cupro_nth_##tag(T *x, size_t n, size_t k, const cupro_call *call);               \
    CUPRO_API int cupro_top_##tag(const T *x, size_t n, size_t k, T *out, const cupro_call *call); \
    CUPRO_API int cupro_bottom_##tag(const T *x, size_t n, size_t k, T *out,                       \
                                     const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_SELECT)
#undef CUPRO__DECLARE_SELECT

CUPRO_END_DECLS

#endif
