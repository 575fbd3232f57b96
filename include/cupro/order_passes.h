/* SPDX-License-Identifier: MIT */
/*
 * The other bodies that an order is made of, for order.h (see order_sort.h); nothing here is to be
 * called.
 */
#ifndef CUPRO_ORDER_PASSES_H
#define CUPRO_ORDER_PASSES_H

#include <cupro/order_sort.h>

/* A program's own names may be any. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"

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

/* -- Searches ----------------------------------------------------------------------------------
 */

/* Whether a key's bound lies behind x. */
CUPRO__BODY bool cupro__is_below(const char *x, const char *key, bool upper, cupro_before *before,
                                 void *ctx)
{
    return upper ? !before(key, x, ctx) : before(x, key, ctx);
}

/* Where the bounds of m keys are in n sorted records; eight at a time, as in cupro__classify. */
CUPRO__BODY void cupro__bounds(const char *x, size_t n, const char *keys, size_t m, bool upper,
                               size_t *at, size_t size, cupro_before *before, void *ctx)
{
    for (size_t i = 0; i < m; i += 8) {
        const size_t some = m - i < 8 ? m - i : 8;
        size_t low[8] = {0, 0, 0, 0, 0, 0, 0, 0}, left = n;
        for (; left > 1; left -= left / 2)
            for (size_t k = 0; k < some; k++)
                low[k] += cupro__if(cupro__is_below(x + (low[k] + left / 2 - 1) * size,
                                                    keys + (i + k) * size, upper, before, ctx),
                                    left / 2);
        for (size_t k = 0; k < some; k++)
            at[i + k] =
                low[k] + (left > 0 && cupro__is_below(x + low[k] * size, keys + (i + k) * size,
                                                      upper, before, ctx));
    }
}

/* -- In place ----------------------------------------------------------------------------------
 */

CUPRO__BODY void cupro__swap(char *a, char *b, size_t size)
{
    char hold[64];
    for (size_t at = 0; at < size; at += sizeof hold) {
        size_t bytes = size - at < sizeof hold ? size - at : sizeof hold;
        memcpy(hold, a + at, bytes);
        memmove(a + at, b + at, bytes);
        memcpy(b + at, hold, bytes);
    }
}

CUPRO__BODY bool cupro__is_low(const char *x, const char *pivot, bool or_equal,
                               cupro_before *before, void *ctx)
{
    return or_equal ? !before(pivot, x, ctx) : before(x, pivot, ctx);
}

#define CUPRO__STRETCH ((size_t)64)

/* The records that come before the pivot, or do not come after it, to the front; how many. What is
 * in the wrong half of a stretch is noted first, and then swapped, so that no branch depends on it
 * (Edelkamp and Weiss, "BlockQuicksort", 2016). */
CUPRO__BODY size_t cupro__partition(char *x, size_t n, const char *pivot, bool or_equal,
                                    size_t size, cupro_before *before, void *ctx)
{
    unsigned char high_at[CUPRO__STRETCH], low_at[CUPRO__STRETCH];
    size_t lo = 0, hi = n, highs = 0, lows = 0, high = 0, low = 0;
    while (hi - lo > 2 * CUPRO__STRETCH) {
        for (size_t i = highs > 0 ? CUPRO__STRETCH : (high = 0); i < CUPRO__STRETCH; i++) {
            high_at[highs] = (unsigned char)i;
            highs += !cupro__is_low(x + (lo + i) * size, pivot, or_equal, before, ctx);
        }
        for (size_t i = lows > 0 ? CUPRO__STRETCH : (low = 0); i < CUPRO__STRETCH; i++) {
            low_at[lows] = (unsigned char)i;
            lows += cupro__is_low(x + (hi - 1 - i) * size, pivot, or_equal, before, ctx);
        }
        size_t swaps = highs < lows ? highs : lows;
        for (size_t i = 0; i < swaps; i++)
            cupro__swap(x + (lo + high_at[high + i]) * size, x + (hi - 1 - low_at[low + i]) * size,
                        size);
        high += swaps, low += swaps, highs -= swaps, lows -= swaps;
        lo += cupro__if(highs == 0, CUPRO__STRETCH);
        hi -= cupro__if(lows == 0, CUPRO__STRETCH);
    }
    for (size_t i = lo; i < hi; i++) {
        bool is_low = cupro__is_low(x + i * size, pivot, or_equal, before, ctx);
        cupro__swap(x + i * size, x + lo * size, size);
        lo += is_low;
    }
    return lo;
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

#pragma GCC diagnostic pop

#endif
