/* SPDX-License-Identifier: MIT */
/*
 * The other bodies that an order is made of, for order.h (see order_sort.h); nothing here is to be
 * called.
 */
#ifndef CUPRO_ORDER_PASSES_H
#define CUPRO_ORDER_PASSES_H

#include <cupro/order_sort.h>

/* gcc unrolls no loop at -O2 unless it is told to. */
#if defined(__GNUC__) && !defined(__clang__)
#define CUPRO__EIGHT_TIMES _Pragma("GCC unroll 8")
#else
#define CUPRO__EIGHT_TIMES
#endif

/* Which of 2^levels buckets: those below the first splitter, below the second, and so on. */
typedef struct cupro_splitters {
    const void *tree;   /* splitters in the order of a search: the middle one, [1], has those below
                         * and above it at [2] and [3], and so on */
    const void *sorted; /* the same in order, from [1] on, and something at [0] */
    unsigned levels;
    /* Buckets are twice as many: those with even numbers get what is equal to a splitter, the
     * others what comes after it. */
    bool has_equals;
} cupro_splitters;

CUPRO__BODY size_t cupro__bucket(const char *x, const cupro_splitters *splitters, size_t leaf,
                                 size_t size, cupro_before *before, void *ctx)
{
    size_t bucket = leaf - ((size_t)1 << splitters->levels);
    if (!splitters->has_equals)
        return bucket;
    const char *splitter = (const char *)splitters->sorted + bucket * size;
    return 2 * bucket + (before(splitter, x, ctx) | (bucket == 0));
}

/* The bucket of each record, and how many there are in each; eight go down the tree at a time, so
 * that they do not wait for each other's comparisons. (Sanders and Winkel, "Super scalar sample
 * sort", 2004.) */
CUPRO__BODY void cupro__classify(const char *x, size_t n, const cupro_splitters *splitters,
                                 uint16_t *bucket, size_t *counts, size_t size,
                                 cupro_before *before, void *ctx)
{
    const char *tree = (const char *)splitters->tree;
    const unsigned levels = splitters->levels;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        size_t at[8] = {1, 1, 1, 1, 1, 1, 1, 1};
        for (unsigned level = 0; level < levels; level++)
            CUPRO__EIGHT_TIMES
        for (size_t k = 0; k < 8; k++)
            at[k] = 2 * at[k] + !before(x + (i + k) * size, tree + at[k] * size, ctx);
        for (size_t k = 0; k < 8; k++) {
            size_t number = cupro__bucket(x + (i + k) * size, splitters, at[k], size, before, ctx);
            bucket[i + k] = (uint16_t)number;
            counts[number]++;
        }
    }
    for (; i < n; i++) {
        size_t at = 1;
        for (unsigned level = 0; level < levels; level++)
            at = 2 * at + !before(x + i * size, tree + at * size, ctx);
        at = cupro__bucket(x + i * size, splitters, at, size, before, ctx);
        bucket[i] = (uint16_t)at;
        counts[at]++;
    }
}

/* Each record to the next place of its bucket. */
CUPRO__BODY void cupro__scatter(const char *x, size_t n, const uint16_t *bucket, size_t *next,
                                char *out, size_t size)
{
    for (size_t i = 0; i < n; i++)
        memcpy(out + next[bucket[i]]++ * size, x + i * size, size);
}

/* Sort records from one place to another by way of pointers, for which there is room for 2 n. */
CUPRO__BODY void cupro__sort_by_pointers(char *from, char *to, void *room, size_t n, size_t size,
                                         cupro_before *before_at, void *ctx)
{
    const char **at = (const char **)room;
    for (size_t i = 0; i < n; i++)
        at[i] = from + i * size;
    cupro__sort_records((char *)at, (char *)(at + n), n, sizeof *at, before_at, ctx);
    for (size_t i = 0; i < n; i++)
        memcpy(to + i * size, at[n + i], size);
}

#endif
