/* SPDX-License-Identifier: MIT */
/*
 * How an order's records are sorted within a cache, for order.h; nothing here is to be called.
 *
 * Bodies over bytes, a size and a comparison. Where a definer expands them the last two are
 * constants, so that comparisons are inlined and records move in registers; the library expands
 * them for sizes that are only known when it runs.
 *
 * A stable quicksort: a partition reads a segment and writes it to the other of two buffers, what
 * comes before the pivot from the front on, the others from the end backwards; so it has one store
 * for each record, no branch that depends on the order, and leaves behind a segment to be read
 * backwards. What is equal to a pivot that is the least is split off at once. Short segments are
 * merged in L1 from groups of four, from both ends at once (order_merges.h). Few long runs, rising
 * or strictly falling, are merged instead, and so is what has had too many uneven partitions.
 *
 * The ideas: BlockQuicksort (Edelkamp and Weiss, 2016) for partitions without branches, the stable
 * partition and the merging from both ends as in van den Hoven's fluxsort and quadsort and in
 * driftsort (Peters and Bergdoll, 2024).
 *
 * A comparison that contradicts itself: partitions and groups of four move each record once
 * whatever it says, merges count what they take from either side.
 */
#ifndef CUPRO_ORDER_SORT_H
#define CUPRO_ORDER_SORT_H

#include <cupro/order_merges.h>

/* A program's own names may be any. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"

/* -- Partitions ---------------------------------------------------------------------------------
 */

/* A part of the two buffers that is to be sorted to the second. */
struct cupro__segment {
    size_t begin, n;
    bool is_in_second, is_backwards;
    bool has_floor; /* no record comes before `floor` */
    int limit;      /* of partitions */
    CUPRO__HOLD char floor[CUPRO__RECORD];
};

/* Write the records, read from x on in steps, to `to`: the low ones, which come before the pivot,
 * or do not come after it, from its front on, the others from its end backwards. */
CUPRO__BODY size_t cupro__split(const char *x, ptrdiff_t step, size_t n, char *to,
                                const char *pivot, bool or_equal, size_t size, cupro_before *before,
                                void *ctx)
{
    size_t low = 0;
    for (size_t left = n; left-- > 0; x += step) {
        bool is_low = or_equal ? !before(pivot, x, ctx) : before(x, pivot, ctx);
        memcpy(to + (low + cupro__if(!is_low, left)) * size, x, size);
        low += is_low;
    }
    return low;
}

CUPRO__BODY const char *cupro__middle(const char *a, const char *b, const char *c,
                                      cupro_before *before, void *ctx)
{
    bool swap = before(b, a, ctx);
    const char *low = cupro__pick(swap, a, b), *high = cupro__pick(swap, b, a);
    bool is_above = before(high, c, ctx), is_below = before(c, low, ctx);
    return cupro__pick(is_above, cupro__pick(is_below, c, low), high);
}

/* Something like the median: the middle one of three; of nine or 27 by threes. */
CUPRO__BODY const char *cupro__pivot(const char *x, size_t n, size_t size, cupro_before *before,
                                     void *ctx)
{
    size_t count = n < 256 ? 3 : n < 4096 ? 9 : 27;
    const char *sample[27];
    size_t stretch = n / count * size;
    for (size_t i = 0; i < count; i++)
        sample[i] = x + i * stretch + stretch / size / 2 * size;
    for (; count > 1; count /= 3)
        for (size_t i = 0; i < count / 3; i++)
            sample[i] =
                cupro__middle(sample[3 * i], sample[3 * i + 1], sample[3 * i + 2], before, ctx);
    return sample[0];
}

CUPRO__BODY void cupro__sort_leaf_of(const struct cupro__segment *segment, char *first,
                                     char *second, size_t size, cupro_before *before, void *ctx)
{
    CUPRO__HOLD char hold[CUPRO__LEAF * CUPRO__RECORD];
    const char *x = segment->is_in_second ? second : first;
    size_t n = segment->n;
    for (size_t i = 0; i < n; i++)
        memcpy(hold + i * size, x + (segment->is_backwards ? n - 1 - i : i) * size, size);
    cupro__sort_leaf(hold, second, first, n, size, before, ctx);
}

/* For a segment that does not get smaller as it should. */
CUPRO__BODY void cupro__sort_by_merges(const struct cupro__segment *segment, char *first,
                                       char *second, size_t size, cupro_before *before, void *ctx)
{
    size_t n = segment->n;
    if (segment->is_backwards)
        cupro__turn(segment->is_in_second ? second : first, n, size);
    for (size_t at = 0; at < n; at += CUPRO__LEAF) {
        struct cupro__segment leaf = *segment;
        leaf.is_backwards = false;
        leaf.n = n - at < CUPRO__LEAF ? n - at : CUPRO__LEAF;
        cupro__sort_leaf_of(&leaf, first + at * size, second + at * size, size, before, ctx);
    }
    char *source = second, *target = first;
    for (size_t width = CUPRO__LEAF; width < n; width *= 2) {
        for (size_t at = 0; at < n; at += 2 * width) {
            size_t na = n - at < width ? n - at : width;
            size_t nb = n - at - na < width ? n - at - na : width;
            cupro__merge_runs(source + at * size, na, source + (at + na) * size, nb,
                              target + at * size, size, before, ctx);
        }
        char *swap = source;
        source = target;
        target = swap;
    }
    if (source != second)
        memcpy(second, source, n * size);
}

/* Split a segment in two; what is left of it, if anything, is the upper part, *low the lower. */
CUPRO__BODY void cupro__split_segment(struct cupro__segment *segment, struct cupro__segment *low,
                                      char *first, char *second, size_t size, cupro_before *before,
                                      void *ctx)
{
    char *x = segment->is_in_second ? second : first, *to = segment->is_in_second ? first : second;
    const char *from = segment->is_backwards ? x + (segment->n - 1) * size : x;
    ptrdiff_t step = segment->is_backwards ? -(ptrdiff_t)size : (ptrdiff_t)size;
    CUPRO__HOLD char pivot[CUPRO__RECORD];
    memcpy(pivot, cupro__pivot(x, segment->n, size, before, ctx), size);
    bool is_least = segment->has_floor && !before(segment->floor, pivot, ctx);
    size_t count = is_least
                       ? cupro__split(from, step, segment->n, to, pivot, true, size, before, ctx)
                       : cupro__split(from, step, segment->n, to, pivot, false, size, before, ctx);
    segment->is_in_second = !segment->is_in_second;
    segment->is_backwards = false;
    segment->limit--;
    *low = *segment;
    low->n = count;
    if (is_least) {
        if (to != second)
            memcpy(second, to, count * size);
        low->n = 0;
    }
    segment->begin += count;
    segment->n -= count;
    segment->is_backwards = true;
    segment->has_floor = true;
    memcpy(segment->floor, pivot, size);
}

/* The shorter part of each split waits while the other goes on, so that few wait. */
CUPRO__BODY void cupro__sort_segments(char *first, char *second, size_t n, size_t size,
                                      cupro_before *before, void *ctx)
{
    struct cupro__segment waiting[64], now;
    int count = 0;
    now.begin = 0;
    now.n = n;
    now.is_in_second = now.is_backwards = now.has_floor = false;
    now.limit = 2 * (64 - __builtin_clzll(n | 1));
    for (;;) {
        char *a = first + now.begin * size, *b = second + now.begin * size;
        if (now.n > CUPRO__LEAF && now.limit > 0) {
            struct cupro__segment *low = &waiting[count];
            cupro__split_segment(&now, low, a, b, size, before, ctx);
            if (low->n < now.n) {
                struct cupro__segment shorter = *low;
                *low = now;
                now = shorter;
            }
            count += low->n > 0;
            continue;
        }
        if (now.n > CUPRO__LEAF)
            cupro__sort_by_merges(&now, a, b, size, before, ctx);
        else if (now.n > 0)
            cupro__sort_leaf_of(&now, a, b, size, before, ctx);
        if (count == 0)
            return;
        now = waiting[--count];
    }
}

/* Sort n records that stand at `from` to `to`; what stands at `from` is then anything. */
CUPRO__BODY void cupro__sort_records(char *from, char *to, size_t n, size_t size,
                                     cupro_before *before, void *ctx)
{
    if (n > CUPRO__LEAF && cupro__sort_runs(from, to, n, size, before, ctx))
        return;
    cupro__sort_segments(from, to, n, size, before, ctx);
}

#pragma GCC diagnostic pop

#endif
