/* SPDX-License-Identifier: MIT */
/* Arrays to be sorted, by their shape. */
#ifndef CUPRO_TEST_SHAPES_H
#define CUPRO_TEST_SHAPES_H

#include "dice.h"

/* Bits of a number, by the shape of an array of them. */
enum shape {
    UNIFORM,
    RISING,
    FALLING,
    PIPE,
    FEW,
    EQUAL,
    SKEWED,
    OUTLIER,
    NEARLY_RISING,
    LOW_BITS,
    TWO_HEAPS,
    HEAVY,     /* every other number is the same              */
    MANY_TIES, /* few in their high bits, and in their low ones */
    SHAPES
};

static inline uint64_t shape_bits(struct dice *dice, enum shape shape, size_t i, size_t n,
                                  int width)
{
    uint64_t random = dice_bits(dice);
    switch (shape) {
    case RISING:
        return i;
    case FALLING:
        return n - i;
    case PIPE:
        return i < n / 2 ? i : n - i;
    case FEW:
        return random % 5 << (width - 4);
    case EQUAL:
        return 42;
    case SKEWED:
        return dice_bits(dice) >> (64 - width) >> random % (unsigned)width;
    case OUTLIER:
        return i == n / 3 ? UINT64_MAX >> (65 - width) : random % 100;
    case NEARLY_RISING:
        return i == n / 2 ? 0 : i;
    case LOW_BITS:
        return random & 0xff;
    case TWO_HEAPS:
        return (random & 1) << (width - 2) | (random >> 1) % 100000;
    case HEAVY:
        return random & 1 ? (uint64_t)7 << (width - 5) : random >> (64 - width);
    case MANY_TIES:
        return (random & 3) << (width - 3) | (random >> 2 & 15);
    default:
        return random >> (64 - width);
    }
}

#endif
