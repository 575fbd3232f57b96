/* SPDX-License-Identifier: MIT */
/* Arrays of all number types in the shapes of shapes.h, and the same in order. */
#ifndef CUPRO_TEST_SHAPED_H
#define CUPRO_TEST_SHAPED_H

#include "numbers.h"
#include "shapes.h"

#include <stdlib.h>

/* One shape more: zeros and NaNs of both signs, infinities, extremes (numbers.h). */
#define ODD SHAPES
enum { ALL_SHAPES = SHAPES + 1 };

static inline int order_bits(const void *a, const void *b, size_t size)
{
    int sign = 0; /* little endian; of floats equal in value, NaNs of one sign */
    for (size_t i = 0; i < size; i++) {
        int left = ((const unsigned char *)a)[i], right = ((const unsigned char *)b)[i];
        sign = left != right ? (left < right ? -1 : 1) : sign;
    }
    return ((const signed char *)a)[size - 1] < 0 ? -sign : sign;
}

/* An array of this shape, a copy, and a copy that qsort has put in order. */
#define DEFINE_SHAPED(tag, T, S)                                                 \
    static inline T *shaped_##tag(struct dice *dice, enum shape shape, size_t n) \
    {                                                                            \
        if (shape == ODD)                                                        \
            return throw_##tag(dice, n);                                         \
        T *x = malloc((n + 1) * sizeof *x);                                      \
        for (size_t i = 0; i < n; i++) {                                         \
            uint64_t bits = shape_bits(dice, shape, i, n, 8 * (int)sizeof *x);   \
            memcpy(&x[i], &bits, sizeof *x);                                     \
        }                                                                        \
        return x;                                                                \
    }                                                                            \
    static inline int order_##tag(const void *a, const void *b)                  \
    {                                                                            \
        T left = *(const T *)a, right = *(const T *)b;                           \
        if (is_before_##tag(left, right))                                        \
            return -1;                                                           \
        return is_before_##tag(right, left) ? 1 : order_bits(a, b, sizeof(T));   \
    }                                                                            \
    static inline T *copied_##tag(const T *x, size_t n)                          \
    {                                                                            \
        T *copy = malloc((n + 1) * sizeof *x);                                   \
        memcpy(copy, x, n * sizeof *x);                                          \
        return copy;                                                             \
    }                                                                            \
    static inline T *sorted_##tag(const T *x, size_t n)                          \
    {                                                                            \
        T *copy = copied_##tag(x, n);                                            \
        qsort(copy, n, sizeof *x, order_##tag);                                  \
        return copy;                                                             \
    }
CUPRO_NUMBERS(DEFINE_SHAPED)
#undef DEFINE_SHAPED

#endif
