/* SPDX-License-Identifier: MIT */
/*
 * Totals, extremes, searches and comparisons of number arrays, for int8_t … uint64_t, float and
 * double:
 *
 *     error = cupro_sum(x, n, &total);
 *     error = cupro_max(x, n, &highest, .pool = near);
 *     error = cupro_find_equal(x, n, 7, &index);
 *
 * The type of x picks the function (cupro_sum_f64, cupro_max_of_i32, …), which takes the same
 * arguments and a `const cupro_call *`.
 *
 * Results are the same bits on any number of threads and any instruction set.
 *
 * Cost: one read of the array; up to 10 us of work run on the caller.
 * Errors: as for loops (loop.h); a result is written only if there is none.
 */
#ifndef CUPRO_NUMBER_H
#define CUPRO_NUMBER_H

#include <cupro/call.h>
#include <cupro/types.h>
#include <stdbool.h>

CUPRO_BEGIN_DECLS

/*
 * Totals: of signed integers in int64_t, of unsigned ones in uint64_t, modulo 2^64; of floats and
 * doubles in double, each block of 16384 elements (more above 6.7e7) in 32 interleaved partial
 * results, then pairwise. The error of a sum is at most
 * (518 + log2(n / 16384)) * 2^-53 * sum |x[i]| up to there. Without elements a sum is 0, a product
 * is 1.
 */
#define cupro_sum(...)     CUPRO__SUM(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_product(...) CUPRO__PRODUCT(__VA_ARGS__, .abi = CUPRO_ABI)

/*
 * Extremes of floats follow one total order, the one that sorting uses too:
 * -NaN < -inf < … < -0 < +0 < … < +inf < NaN, and NaNs of one sign by their bits. So the maximum of
 * an array with a (positive) NaN in it is that NaN. CUPRO_EEMPTY for n = 0.
 *
 *     cupro_min(x, n, &least)        cupro_minmax(x, n, &least, &greatest)
 *     cupro_argmin(x, n, &index)     the first index of the least (cupro_argmax: of the greatest)
 */
#define cupro_min(...)    CUPRO__MIN(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_max(...)    CUPRO__MAX(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_minmax(...) CUPRO__MINMAX(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_argmin(...) CUPRO__ARGMIN(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_argmax(...) CUPRO__ARGMAX(__VA_ARGS__, .abi = CUPRO_ABI)

/*
 * Elements equal to a value, by C's ==: -0 equals 0, and a NaN equals nothing.
 *
 *     cupro_count_equal(x, n, value, &count)
 *     cupro_find_equal(x, n, value, &index)     the lowest index, or CUPRO_NOWHERE
 *
 * Finding reads little beyond the element that it finds, on each thread.
 */
#define cupro_count_equal(...) CUPRO__COUNT_EQUAL(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_find_equal(...)  CUPRO__FIND_EQUAL(__VA_ARGS__, .abi = CUPRO_ABI)

/*
 * Two arrays of one type:
 *
 *     cupro_equal(a, b, n, &yes)              a bool
 *     cupro_mismatch(a, b, n, &index)         the lowest index where they differ, or CUPRO_NOWHERE
 *     cupro_compare(a, na, b, nb, &sign)      an int: -1 if a comes before b, 0, or 1
 *
 * The first two go by C's ==: -0 equals 0, and a NaN differs from everything, itself included.
 * Comparing is lexicographic, in the order of the extremes, where -0 comes before 0 and a NaN
 * equals those with the same bits; of two arrays one of which begins with the other, the shorter
 * one comes first. All end soon after the first difference. "invalid operands to binary -" here
 * says that the arrays are of different types. Structures without padding compare as arrays of
 * uint8_t.
 */
#define cupro_equal(...)    CUPRO__EQUAL(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_mismatch(...) CUPRO__MISMATCH(__VA_ARGS__, .abi = CUPRO_ABI)
#define cupro_compare(...)  CUPRO__COMPARE(__VA_ARGS__, .abi = CUPRO_ABI)

/* cupro_is_sorted(x, n, &sorted), a bool: whether no element comes before the one in front of it,
 * in the order of the extremes. Ends soon when one does. */
#define cupro_is_sorted(...) CUPRO__IS_SORTED(__VA_ARGS__, .abi = CUPRO_ABI)

#define CUPRO__SUM(x, n, out, ...) \
    CUPRO__TYPED(sum, x)((x), (n), (out), &(const cupro_call){__VA_ARGS__})
#define CUPRO__PRODUCT(x, n, out, ...) \
    CUPRO__TYPED(product, x)((x), (n), (out), &(const cupro_call){__VA_ARGS__})
#define CUPRO__MIN(x, n, out, ...) \
    CUPRO__TYPED(min_of, x)((x), (n), (out), &(const cupro_call){__VA_ARGS__})
#define CUPRO__MAX(x, n, out, ...) \
    CUPRO__TYPED(max_of, x)((x), (n), (out), &(const cupro_call){__VA_ARGS__})
#define CUPRO__MINMAX(x, n, least, greatest, ...) \
    CUPRO__TYPED(minmax, x)((x), (n), (least), (greatest), &(const cupro_call){__VA_ARGS__})
#define CUPRO__ARGMIN(x, n, index, ...) \
    CUPRO__TYPED(argmin, x)((x), (n), (index), &(const cupro_call){__VA_ARGS__})
#define CUPRO__ARGMAX(x, n, index, ...) \
    CUPRO__TYPED(argmax, x)((x), (n), (index), &(const cupro_call){__VA_ARGS__})
#define CUPRO__COUNT_EQUAL(x, n, value, count, ...) \
    CUPRO__TYPED(count_equal, x)((x), (n), (value), (count), &(const cupro_call){__VA_ARGS__})
#define CUPRO__FIND_EQUAL(x, n, value, index, ...) \
    CUPRO__TYPED(find_equal, x)((x), (n), (value), (index), &(const cupro_call){__VA_ARGS__})
#define CUPRO__EQUAL(a, b, n, yes, ...) \
    CUPRO__TYPED(equal, a)              \
    ((a), (b), (n) + CUPRO__FIT(a, b), (yes), &(const cupro_call){__VA_ARGS__})
#define CUPRO__MISMATCH(a, b, n, index, ...) \
    CUPRO__TYPED(mismatch, a)                \
    ((a), (b), (n) + CUPRO__FIT(a, b), (index), &(const cupro_call){__VA_ARGS__})
#define CUPRO__COMPARE(a, na, b, nb, sign, ...) \
    CUPRO__TYPED(compare, a)                    \
    ((a), (na) + CUPRO__FIT(a, b), (b), (nb), (sign), &(const cupro_call){__VA_ARGS__})
#define CUPRO__IS_SORTED(x, n, sorted, ...) \
    CUPRO__TYPED(is_sorted, x)((x), (n), (sorted), &(const cupro_call){__VA_ARGS__})

#define CUPRO__DECLARE_TOTALS(tag, T, S)                                                 \
    CUPRO_API int cupro_sum_##tag(const T *x, size_t n, S *sum, const cupro_call *call); \
    CUPRO_API int cupro_product_##tag(const T *x, size_t n, S *product, const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_TOTALS)
#undef CUPRO__DECLARE_TOTALS

#define CUPRO__DECLARE_EXTREMES(tag, T, S)                                                         \
    CUPRO_API int cupro_min_of_##tag(const T *x, size_t n, T *least, const cupro_call *call);      \
    CUPRO_API int cupro_max_of_##tag(const T *x, size_t n, T *greatest, const cupro_call *call);   \
    CUPRO_API int cupro_minmax_##tag(const T *x, size_t n, T *least, T *greatest,                  \
                                     const cupro_call *call);                                      \
    CUPRO_API int cupro_argmin_##tag(const T *x, size_t n, size_t *index, const cupro_call *call); \
    CUPRO_API int cupro_argmax_##tag(const T *x, size_t n, size_t *index, const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_EXTREMES)
#undef CUPRO__DECLARE_EXTREMES

#define CUPRO__DECLARE_SEARCHES(tag, T, S)                                              \
    CUPRO_API int cupro_count_equal_##tag(const T *x, size_t n, T value, size_t *count, \
                                          const cupro_call *call);                      \
    CUPRO_API int cupro_find_equal_##tag(const T *x, size_t n, T value, size_t *index,  \
                                         const cupro_call *call);                       \
    CUPRO_API int cupro_is_sorted_##tag(const T *x, size_t n, bool *sorted, const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_SEARCHES)
#undef CUPRO__DECLARE_SEARCHES

#define CUPRO__DECLARE_COMPARISONS(tag, T, S)                                                  \
    CUPRO_API int cupro_equal_##tag(const T *a, const T *b, size_t n, bool *yes,               \
                                    const cupro_call *call);                                   \
    CUPRO_API int cupro_mismatch_##tag(const T *a, const T *b, size_t n, size_t *index,        \
                                       const cupro_call *call);                                \
    CUPRO_API int cupro_compare_##tag(const T *a, size_t na, const T *b, size_t nb, int *sign, \
                                      const cupro_call *call);
CUPRO_NUMBERS(CUPRO__DECLARE_COMPARISONS)
#undef CUPRO__DECLARE_COMPARISONS

CUPRO_END_DECLS

#endif
