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

/* The orders of all types: that of integers, and for floats number.h's, from its words. */
#define DEFINE_ORDER(tag, T, S)                  \
    static inline bool is_before_##tag(T a, T b) \
    {                                            \
        return a < b;                            \
    }
CUPRO_INTEGERS(DEFINE_ORDER)
#undef DEFINE_ORDER

#define DEFINE_ORDER(tag, T, S)                                \
    static inline bool is_before_##tag(T a, T b)               \
    {                                                          \
        int nan_a = isnan(a) ? (signbit(a) ? -1 : 1) : 0;      \
        int nan_b = isnan(b) ? (signbit(b) ? -1 : 1) : 0;      \
        if (nan_a != 0 || nan_b != 0)                          \
            return nan_a < nan_b;                              \
        return a < b || (a == b && signbit(a) && !signbit(b)); \
    }
CUPRO_FLOATS(DEFINE_ORDER)
#undef DEFINE_ORDER

/* An array of n numbers, with ties and extremes, and for floats with odd ones. */
#define DEFINE_THROW(tag, T, how)                             \
    static inline T *throw_##tag(struct dice *dice, size_t n) \
    {                                                         \
        T *x = malloc((n + 1) * sizeof *x);                   \
        fill_##tag(dice, x, n, how);                          \
        return x;                                             \
    }
#define THROW_INTEGER(tag, T, S) DEFINE_THROW(tag, T, (enum pattern)dice_below(dice, PATTERNS))
#define THROW_FLOAT(tag, T, S)   DEFINE_THROW(tag, T, (unsigned)dice_bits(dice))
CUPRO_INTEGERS(THROW_INTEGER)
CUPRO_FLOATS(THROW_FLOAT)
#undef THROW_INTEGER
#undef THROW_FLOAT
#undef DEFINE_THROW

/* In a test of PLACES: check(&place, &dice, n) of each type, for each of `lengths`. */
#define FOR_EACH_LENGTH(NUMBERS, check)              \
    struct place place = place_open(_i);             \
    struct dice dice = dice_for(_i);                 \
    for (size_t l = 0; l < COUNT_OF(lengths); l++) { \
        size_t n = lengths[l];                       \
        NUMBERS(check)                               \
    }                                                \
    place_close(&place)

#endif
