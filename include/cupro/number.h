/* SPDX-License-Identifier: MIT */
/*
 * Sums and extremes of number arrays, for int8_t … uint64_t, float and double:
 *
 *     error = cupro_sum(x, n, &total);
 *     error = cupro_max(x, n, &highest, .pool = near);
 *
 * The type of x picks the function (cupro_sum_f64, cupro_max_of_i32, …), which takes the same
 * arguments and a `const cupro_call *`.
 *
 * Results are the same bits on any number of threads and any instruction set.
 *
 * Sums: of signed integers in int64_t, of unsigned ones in uint64_t, modulo 2^64; of floats and
 * doubles in double, each block of 16384 elements (more above 6.7e7) in 32 interleaved partial
 * sums, then pairwise; the error is at most (518 + log2(n / 16384)) * 2^-53 * sum |x[i]| up to
 * there.
 *
 * Extremes of floats follow one total order, the one that sorting uses too:
 * -NaN < -inf < … < -0 < +0 < … < +inf < NaN. So the maximum of an array with a (positive) NaN in
 * it is that NaN. CUPRO_EEMPTY for n = 0.
 *
 * Cost: one read of the array; up to 10 us of work run on the caller.
 * Errors: as for loops (loop.h).
 */
#ifndef CUPRO_NUMBER_H
#define CUPRO_NUMBER_H

#include <cupro/call.h>
#include <cupro/types.h>

CUPRO_BEGIN_DECLS

#define cupro_sum(...) CUPRO__SUM(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_min(...) CUPRO__MIN(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_max(...) CUPRO__MAX(__VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__SUM(x, n, out, ...) \
    CUPRO__TYPED(sum, x)((x), (n), (out), &(const cupro_call){__VA_ARGS__})
#define CUPRO__MIN(x, n, out, ...) \
    CUPRO__TYPED(min_of, x)((x), (n), (out), &(const cupro_call){__VA_ARGS__})
#define CUPRO__MAX(x, n, out, ...) \
    CUPRO__TYPED(max_of, x)((x), (n), (out), &(const cupro_call){__VA_ARGS__})

#define CUPRO__DECLARE_NUMBER(tag, T, S)                                                      \
    CUPRO_API int cupro_sum_##tag(const T *x, size_t n, S *sum, const cupro_call *call);      \
    CUPRO_API int cupro_min_of_##tag(const T *x, size_t n, T *least, const cupro_call *call); \
    CUPRO_API int cupro_max_of_##tag(const T *x, size_t n, T *greatest, const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_NUMBER)
#undef CUPRO__DECLARE_NUMBER

CUPRO_END_DECLS

#endif
