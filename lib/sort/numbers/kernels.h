/* SPDX-License-Identifier: MIT */
/*
 * Sorting kernels: what one thread does with a part of the array, for keys of 4 and of 8 bytes.
 * They exist for each instruction set (kernels_*.c) and give the same bytes.
 */
#ifndef CUPRO__SORT_KERNELS_H
#define CUPRO__SORT_KERNELS_H

#include "sort/numbers/keys.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum {
    CUPRO__SORT_DIGITS = 8192,
    CUPRO__SORT_MOST_BUCKETS = 2048,
    CUPRO__SORT_BATCH = 256,
    CUPRO__SORT_MOST_AT_ONCE = 65535 /* keys of a bucket that are divided in one step */
};

/* Which bucket a key falls into: that of its digit. A digit is the distance from `lowest` in steps
 * of 2^shift; or by magnitude, for keys most of which are near it: the bits of the distance as a
 * double, seven of its mantissa. Keys below `lowest` count as that, and those above the last digit
 * as that. */
struct cupro__sort_split {
    struct cupro__key_form form;
    uint64_t lowest;
    bool by_magnitude;
    int shift;
    size_t digits, buckets;                 /* as many of both: digits are buckets */
    uint16_t bucket_of[CUPRO__SORT_DIGITS]; /* does not fall */
    bool is_exact;                          /* every key of the sample is the value of its bucket */
    uint64_t value[CUPRO__SORT_MOST_BUCKETS];
};

/* The digit of a distance, by magnitude: 128 for each power of two. */
static inline uint64_t cupro__sort_magnitude(uint64_t distance)
{
    const uint64_t one = (uint64_t)1023 << 7;
    double as_double = (double)distance;
    uint64_t bits;
    memcpy(&bits, &as_double, sizeof bits);
    bits >>= 45;
    return bits > one ? bits - one : 0;
}

struct cupro__sort_kernels {
    /* How many of the numbers fall into each bucket; less than 2^32 numbers. */
    void (*count)(const void *x, size_t n, const struct cupro__sort_split *split, size_t *counts);
    /* The same added to counts; false, and counts are of no use, if a key is not its bucket's
     * value. */
    bool (*count_values)(const void *x, size_t n, const struct cupro__sort_split *split,
                         size_t *counts);
    /* Write each number's key to its bucket, to out[next[bucket]]; `next` moves on. */
    void (*scatter)(const void *x, size_t n, const struct cupro__sort_split *split, size_t *next,
                    void *out);
    /* Sort n keys, and leave them as numbers in `out`; `keys` is overwritten, and so is `middle`,
     * an array of `room` bytes which is in the cache. */
    void (*finish)(void *keys, void *out, size_t n, struct cupro__key_form form, void *middle,
                   size_t room);
    /* Write the numbers of n keys. */
    void (*rewrite)(const void *keys, void *out, size_t n, struct cupro__key_form form);
    /* Sort n <= CUPRO__SORT_MOST_AT_ONCE numbers; spare has room for n, too. */
    void (*sort)(void *x, void *spare, size_t n, struct cupro__key_form form);
    /* Whether no key is less than the one before, for n numbers. */
    bool (*rises)(const void *x, size_t n, struct cupro__key_form form);
    /* dst[i] = the key of the number at x[at[i]]. */
    void (*pick)(const void *x, const size_t *at, size_t n, struct cupro__key_form form,
                 uint64_t *keys);
    /* The bucket of each of n <= CUPRO__SORT_BATCH numbers. */
    void (*choose)(const void *x, size_t n, const struct cupro__sort_split *split,
                   uint16_t *buckets);
};

/* Keys of 4 bytes, and of 8. */
struct cupro__sort_widths {
    const struct cupro__sort_kernels *of4, *of8;
};

extern const struct cupro__sort_widths cupro__sort_kernels_portable;
extern const struct cupro__sort_widths cupro__sort_kernels_avx2;
extern const struct cupro__sort_widths cupro__sort_kernels_avx512;

const struct cupro__sort_kernels *cupro__sort_kernels(size_t size);

#endif
