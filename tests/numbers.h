/* SPDX-License-Identifier: MIT */
/* Arrays of numbers to be summed and searched: plain ones, extreme ones, and odd floats. */
#ifndef CUPRO_TEST_NUMBERS_H
#define CUPRO_TEST_NUMBERS_H

#include "dice.h"

#include <cupro/types.h>
#include <float.h>
#include <math.h>
#include <string.h>

enum pattern { RANDOM_BITS, ALL_LEAST, ALL_GREATEST, SMALL, PATTERNS };

/* The two ends of an integer type. */
#define LEAST(T)    ((T)(((T)-1 < (T)1) ? (uint64_t)1 << (8 * sizeof(T) - 1) : 0))
#define GREATEST(T) ((T)~LEAST(T))

#define DEFINE_FILL(tag, T, S)                                                             \
    static inline void fill_##tag(struct dice *dice, T *x, size_t n, enum pattern pattern) \
    {                                                                                      \
        for (size_t i = 0; i < n; i++) {                                                   \
            uint64_t bits = dice_bits(dice);                                               \
            x[i] = pattern == ALL_LEAST      ? LEAST(T)                                    \
                   : pattern == ALL_GREATEST ? GREATEST(T)                                 \
                   : pattern == SMALL        ? (T)(bits % 3)                               \
                                             : (T)bits;                                           \
        }                                                                                  \
    }
CUPRO_INTEGERS(DEFINE_FILL)
#undef DEFINE_FILL

/* A float of any magnitude, and once in a while one of those that `odd` has a bit for. */
static inline double throw_float(struct dice *dice, unsigned odd)
{
    static const double odds[] = {0.0,          -0.0,          INFINITY,
                                  -INFINITY,    NAN,           -NAN,
                                  DBL_TRUE_MIN, -DBL_TRUE_MIN, (double)FLT_TRUE_MIN,
                                  DBL_MAX,      -DBL_MAX};
    size_t which = dice_below(dice, sizeof odds / sizeof *odds);
    if (dice_once_in(dice, 8) && (odd >> which & 1) != 0)
        return odds[which];
    double mantissa = (double)(int64_t)dice_bits(dice);
    return ldexp(mantissa, (int)dice_below(dice, 60) - 90);
}

#define DEFINE_FILL(tag, T, S)                                                     \
    static inline void fill_##tag(struct dice *dice, T *x, size_t n, unsigned odd) \
    {                                                                              \
        for (size_t i = 0; i < n; i++)                                             \
            x[i] = (T)throw_float(dice, odd);                                      \
    }
CUPRO_FLOATS(DEFINE_FILL)
#undef DEFINE_FILL

#endif
