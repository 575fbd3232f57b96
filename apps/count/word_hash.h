/* SPDX-License-Identifier: MIT */
/*
 * Hashing words: 64 x 64 -> 128 bit multiplications whose two halves are folded, the idea of
 * wyhash. Keyed with random numbers once a process, so that nobody can prepare a text whose words
 * all meet in one place of the table. A word of 16 bytes or less costs two multiplications.
 *
 * Only the upper 56 bits are used (word.h): the lower ones give way to the length.
 */
#ifndef COUNT_WORD_HASH_H
#define COUNT_WORD_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct hash_key {
    uint64_t a, b, c;
};

/* Draw a key: from the kernel, or if it has none to give from time and addresses. */
struct hash_key hash_key_draw(void);

struct wide {
    uint64_t low, high;
};

static inline struct wide multiply_wide(uint64_t x, uint64_t y)
{
#ifdef __SIZEOF_INT128__
    __extension__ typedef unsigned __int128 uint128;
    const uint128 product = (uint128)x * y;
    return (struct wide){(uint64_t)product, (uint64_t)(product >> 64)};
#else
    const uint64_t x0 = x & UINT32_MAX, x1 = x >> 32, y0 = y & UINT32_MAX, y1 = y >> 32;
    const uint64_t middle = x1 * y0 + (x0 * y0 >> 32);
    const uint64_t carry = x0 * y1 + (middle & UINT32_MAX);
    return (struct wide){x * y, x1 * y1 + (middle >> 32) + (carry >> 32)};
#endif
}

static inline uint64_t multiply_fold(uint64_t x, uint64_t y)
{
    const struct wide product = multiply_wide(x, y);
    return product.low ^ product.high;
}

/* The 16 bytes `half` and a length. */
static inline uint64_t hash_inline(const struct hash_key *key, const uint64_t half[2],
                                   size_t length)
{
    const struct wide product = multiply_wide(half[0] ^ key->a, half[1] ^ key->b);
    return multiply_fold(product.low ^ key->c, product.high ^ key->b ^ length);
}

/* Any number of bytes, 16 at least. */
static inline uint64_t hash_far(const struct hash_key *key, const unsigned char *bytes,
                                size_t length)
{
    uint64_t half[2];
    struct hash_key running = *key;
    for (size_t i = 0; i + 16 < length; i += 16) {
        memcpy(half, bytes + i, 16);
        running.a = hash_inline(&running, half, 16);
    }
    memcpy(half, bytes + length - 16, 16);
    return hash_inline(&running, half, length);
}

#endif
