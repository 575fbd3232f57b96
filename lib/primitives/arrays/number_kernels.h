/* SPDX-License-Identifier: MIT */
/*
 * The kernels under sums, extremes and searches: each goes once over one block of an array.
 *
 * They are compiled once for each instruction set (number_kernels.inc), give the same bits on each,
 * and are chosen when the program runs.
 */
#ifndef CUPRO__NUMBER_KERNELS_H
#define CUPRO__NUMBER_KERNELS_H

#include "runtime/isa.h"

#include <cupro/types.h>

/*
 * sum_f64, product_f64(x, n).
 * min_f64(x, n, m): the least of m and all of x. minmax_f64: so too, from and to a pair.
 * count_f64, find_f64(x, n, value): by C's ==; how many, and the first one's index or n.
 * locate_f64: as find, by bits.
 * mismatch_f64(x, y, n): the first i with x[i] != y[i], or n. unlike_f64: so too, by bits.
 * descent_f64(x, n): the first i of n with x[i + 1] before x[i], or n; reads n + 1 elements.
 */
struct cupro__number_kernels {
#define CUPRO__KERNELS(tag, T, S)                               \
    S (*sum_##tag)(const T *x, size_t n);                       \
    S (*product_##tag)(const T *x, size_t n);                   \
    T (*min_##tag)(const T *x, size_t n, T m);                  \
    T (*max_##tag)(const T *x, size_t n, T m);                  \
    void (*minmax_##tag)(const T *x, size_t n, T both[2]);      \
    size_t (*count_##tag)(const T *x, size_t n, T value);       \
    size_t (*find_##tag)(const T *x, size_t n, T value);        \
    size_t (*locate_##tag)(const T *x, size_t n, T value);      \
    size_t (*mismatch_##tag)(const T *x, const T *y, size_t n); \
    size_t (*unlike_##tag)(const T *x, const T *y, size_t n);   \
    size_t (*descent_##tag)(const T *x, size_t n);
    CUPRO_NUMBERS(CUPRO__KERNELS)
#undef CUPRO__KERNELS
};

extern const struct cupro__number_kernels cupro__number_kernels_portable;
extern const struct cupro__number_kernels cupro__number_kernels_avx2;
extern const struct cupro__number_kernels cupro__number_kernels_avx512;

static inline const struct cupro__number_kernels *cupro__number_kernels(void)
{
#if defined(__x86_64__)
    static const struct cupro__number_kernels *const of[CUPRO__ISAS] = {
        &cupro__number_kernels_portable, &cupro__number_kernels_avx2,
        &cupro__number_kernels_avx512};
    return of[cupro__isa()];
#else
    return &cupro__number_kernels_portable;
#endif
}

#endif
