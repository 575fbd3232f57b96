/* SPDX-License-Identifier: MIT */
/*
 * Elements of some bytes in an order of one or two of them, arrays of them in shapes that sorts
 * treat differently, and a merge sort that says how they should come out.
 */
#ifndef CUPRO_TEST_ORDERED_ITEMS_H
#define CUPRO_TEST_ORDERED_ITEMS_H

#include "dice.h"

#include <cupro/order.h>
#include <stdlib.h>
#include <string.h>

/* Elements of some bytes, in an order of one or two of them; where they stood is in the others, so
 * far as there are any. */
#define DEFINE_ITEM(size)         \
    struct item##size {           \
        unsigned char byte[size]; \
    };                            \
    CUPRO_ORDER(order##size, struct item##size, a, b, key_of(a.byte, size) < key_of(b.byte, size));

static inline int key_of(const unsigned char *byte, size_t size)
{
    return size < 4 ? byte[0] : byte[0] + 256 * byte[1];
}

enum shape {
    RANDOM,
    RISING,
    FALLING,
    RUNS,
    FALLING_RUNS,
    PIPE,
    FEW,
    HEAPS, /* half of them have one of two keys */
    EQUAL,
    NEARLY,
    SHAPES
};

static inline int key_at(struct dice *dice, enum shape shape, size_t i, size_t n)
{
    size_t random = dice_below(dice, 65536);
    switch (shape) {
    case RISING:
        return (int)(i * 65535 / (n + 1));
    case FALLING:
        return (int)((n - i) % 65536);
    case RUNS:
        return (int)(i % (n / 5 + 1) % 65536);
    case FALLING_RUNS:
        return (int)((n - i) % (n / 20 + 1) % 65536);
    case PIPE:
        return (int)((i < n / 2 ? i : n - i) % 65536);
    case FEW:
        return (int)(random % 3);
    case HEAPS:
        return random % 4 == 0 ? 30000 : random % 4 == 1 ? 40077 : (int)random;
    case EQUAL:
        return 77;
    case NEARLY:
        return (int)(i % 1000 == 999 ? random : i * 65535 / (n + 1));
    default:
        return (int)random;
    }
}

static inline unsigned char *throw_items(struct dice *dice, enum shape shape, size_t n, size_t size)
{
    unsigned char *x = calloc(n + 1, size);
    for (size_t i = 0; i < n; i++) {
        int key = key_at(dice, shape, i, n);
        int key_bits = size < 4 ? 8 : 16;
        uint64_t item = (uint64_t)i << key_bits | ((uint64_t)key & ((1u << key_bits) - 1));
        unsigned char bytes[8];
        for (int k = 0; k < 8; k++)
            bytes[k] = (unsigned char)(item >> 8 * k);
        memcpy(x + i * size, bytes, size < 8 ? size : 8);
        if (size > 8)
            x[(i + 1) * size - 1] ^= (unsigned char)i;
    }
    return x;
}

/* -- The reference: a merge sort ----------------------------------------------------------------
 */

static inline void reference(unsigned char *x, unsigned char *spare, size_t n, size_t size)
{
    if (n < 2)
        return;
    size_t half = n / 2, a = 0, b = half;
    reference(x, spare, half, size);
    reference(x + half * size, spare, n - half, size);
    for (size_t i = 0; i < n; i++) {
        bool second =
            a == half || (b < n && key_of(x + b * size, size) < key_of(x + a * size, size));
        memcpy(spare + i * size, x + (second ? b++ : a++) * size, size);
    }
    memcpy(x, spare, n * size);
}

static inline unsigned char *sorted_copy(const unsigned char *x, size_t n, size_t size)
{
    unsigned char *copy = malloc((n + 1) * size), *spare = malloc((n + 1) * size);
    memcpy(copy, x, n * size);
    reference(copy, spare, n, size);
    free(spare);
    return copy;
}

static inline int compare_items(const void *a, const void *b, void *ctx)
{
    size_t size = *(const size_t *)ctx;
    int left = key_of(a, size), right = key_of(b, size);
    return (left > right) - (left < right);
}

/* A number for an element, whatever its place. */
static inline uint64_t digest_of(const unsigned char *item, size_t size)
{
    uint64_t digest = 0;
    for (size_t i = 0; i < size; i++)
        digest = scramble(digest + item[i] + 1);
    return digest;
}

/* The same elements; where it may be unstable, only keys in the same places. */
static inline bool is_as_expected(const unsigned char *x, const unsigned char *expected, size_t n,
                                  size_t size, bool is_unstable)
{
    if (!is_unstable)
        return memcmp(x, expected, n * size) == 0;
    uint64_t sum = 0;
    bool in_order = true;
    for (size_t i = 0; i < n; i++) {
        const unsigned char *a = x + i * size, *b = expected + i * size;
        in_order = in_order && key_of(a, size) == key_of(b, size);
        sum += digest_of(a, size) - digest_of(b, size);
    }
    return in_order && sum == 0;
}

#endif
