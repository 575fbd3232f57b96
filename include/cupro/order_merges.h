/* SPDX-License-Identifier: MIT */
/*
 * How an order's runs are merged, and its shortest segments sorted, for order.h (see order_sort.h);
 * nothing here is to be called.
 *
 * Two runs are merged from both ends at once, so that two comparisons are under way; in groups of
 * four a record's place follows from comparisons alone, without a branch.
 */
#ifndef CUPRO_ORDER_MERGES_H
#define CUPRO_ORDER_MERGES_H

#include <cupro/base.h>
#include <stdbool.h>
#include <string.h>

/* A program's own names may be any. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"

#define CUPRO__BODY static inline __attribute__((always_inline))

#define CUPRO__RECORD ((size_t)32) /* bytes of a record that is moved; of larger ones, pointers */
#define CUPRO__LEAF   ((size_t)32) /* records that are merged in L1                            */
#define CUPRO__RUNS   ((size_t)32) /* natural runs, at most, for them to be merged             */
#define CUPRO__HOLD   __attribute__((aligned(64))) /* so that any record may be held there     */

/* Whether a comes before b. */
typedef bool cupro_before(const void *a, const void *b, void *ctx);

/* a, or b if so; never a branch, which the compiler would make of a conditional expression. */
CUPRO__BODY const char *cupro__pick(bool second, const char *a, const char *b)
{
    uintptr_t distance = (uintptr_t)b - (uintptr_t)a;
    return (const char *)((uintptr_t)a + (distance & (0 - (uintptr_t)second)));
}

CUPRO__BODY size_t cupro__if(bool yes, size_t number)
{
    return number & (0 - (size_t)yes);
}

/* -- Merging ------------------------------------------------------------------------------------
 */

/* Two runs on their way into one: what is left of them, and of the room for it. */
struct cupro__merge {
    const char *a, *a_end, *b, *b_end;
    char *out, *out_end;
};

/* Take k records from the front and k from the end. Neither run may be shorter than k. */
CUPRO__BODY void cupro__merge_ends(struct cupro__merge *merge, size_t k, size_t size,
                                   cupro_before *before, void *ctx)
{
    const char *a = merge->a, *a_end = merge->a_end, *b = merge->b, *b_end = merge->b_end;
    char *out = merge->out, *out_end = merge->out_end;
    for (; k > 0; k--) {
        bool second = before(b, a, ctx);
        memcpy(out, cupro__pick(second, a, b), size);
        b += cupro__if(second, size);
        a += cupro__if(!second, size);
        out += size;
        bool first = before(b_end - size, a_end - size, ctx);
        out_end -= size;
        memcpy(out_end, cupro__pick(first, b_end - size, a_end - size), size);
        a_end -= cupro__if(first, size);
        b_end -= cupro__if(!first, size);
    }
    merge->a = a, merge->a_end = a_end, merge->b = b, merge->b_end = b_end;
    merge->out = out, merge->out_end = out_end;
}

/* From the front only, until one of them is empty, and the rest. */
CUPRO__BODY void cupro__merge_rest(struct cupro__merge *merge, size_t size, cupro_before *before,
                                   void *ctx)
{
    const char *a = merge->a, *b = merge->b;
    char *out = merge->out;
    for (; a != merge->a_end && b != merge->b_end; out += size) {
        bool second = before(b, a, ctx);
        memcpy(out, cupro__pick(second, a, b), size);
        b += cupro__if(second, size);
        a += cupro__if(!second, size);
    }
    memcpy(out, a, (size_t)(merge->a_end - a));
    memcpy(out + (merge->a_end - a), b, (size_t)(merge->b_end - b));
}

/* Merge a and b, whose records come first where they are equal, to `out`, which is elsewhere. In
 * each round the two ends cannot meet, whatever the comparison says. */
CUPRO__BODY void cupro__merge_runs(const char *a, size_t na, const char *b, size_t nb, char *out,
                                   size_t size, cupro_before *before, void *ctx)
{
    struct cupro__merge merge = {a, a + na * size, b, b + nb * size, out, out + (na + nb) * size};
    bool is_apart = na == 0 || nb == 0 || !before(b, merge.a_end - size, ctx);
    size_t k = is_apart ? 0 : (na < nb ? na : nb) / 2;
    for (; k >= 8; k = (na < nb ? na : nb) / 2) {
        cupro__merge_ends(&merge, k, size, before, ctx);
        na = (size_t)(merge.a_end - merge.a) / size;
        nb = (size_t)(merge.b_end - merge.b) / size;
    }
    if (is_apart) {
        memcpy(out, a, na * size);
        memcpy(out + na * size, b, nb * size);
    } else {
        cupro__merge_rest(&merge, size, before, ctx);
    }
}

/* The same for runs whose lengths differ by one at most, from both ends to the middle, where one
 * may be left. If the ends missed each other, it begins again. */
CUPRO__BODY void cupro__merge_alike(const char *a, size_t na, const char *b, size_t nb, char *out,
                                    size_t size, cupro_before *before, void *ctx)
{
    struct cupro__merge merge = {a, a + na * size, b, b + nb * size, out, out + (na + nb) * size};
    const struct cupro__merge all = merge;
    cupro__merge_ends(&merge, na < nb ? na : nb, size, before, ctx);
    if (merge.a > merge.a_end || merge.b > merge.b_end) {
        merge = all;
        cupro__merge_rest(&merge, size, before, ctx);
    } else if (na != nb) {
        memcpy(merge.out, cupro__pick(merge.a == merge.a_end, merge.a, merge.b), size);
    }
}

/* -- Short segments -----------------------------------------------------------------------------
 */

CUPRO__BODY void cupro__sort_three(const char *x, char *out, size_t size, cupro_before *before,
                                   void *ctx)
{
    bool swap = before(x + size, x, ctx);
    const char *low = cupro__pick(swap, x, x + size), *high = cupro__pick(swap, x + size, x);
    const char *third = x + 2 * size;
    bool is_less = before(third, high, ctx);
    const char *middle = cupro__pick(is_less, high, third);
    memcpy(out + 2 * size, cupro__pick(is_less, third, high), size);
    bool is_least = before(middle, low, ctx);
    memcpy(out, cupro__pick(is_least, low, middle), size);
    memcpy(out + size, cupro__pick(is_least, middle, low), size);
}

/* Two pairs are merged: the least and the greatest come from either, and leave two. */
CUPRO__BODY void cupro__sort_four(const char *x, char *out, size_t size, cupro_before *before,
                                  void *ctx)
{
    const char *y = x + 2 * size;
    bool swap_x = before(x + size, x, ctx), swap_y = before(y + size, y, ctx);
    const char *a = cupro__pick(swap_x, x, x + size), *b = cupro__pick(swap_x, x + size, x);
    const char *c = cupro__pick(swap_y, y, y + size), *d = cupro__pick(swap_y, y + size, y);
    bool first = before(c, a, ctx), last = before(d, b, ctx);
    memcpy(out, cupro__pick(first, a, c), size);
    memcpy(out + 3 * size, cupro__pick(last, d, b), size);
    const char *left = cupro__pick(first, cupro__pick(last, b, c), a);
    const char *right = cupro__pick(last, cupro__pick(first, c, b), d);
    bool swap = before(right, left, ctx);
    memcpy(out + size, cupro__pick(swap, left, right), size);
    memcpy(out + 2 * size, cupro__pick(swap, right, left), size);
}

CUPRO__BODY void cupro__sort_group(const char *x, char *out, size_t n, size_t size,
                                   cupro_before *before, void *ctx)
{
    if (n == 4) {
        cupro__sort_four(x, out, size, before, ctx);
    } else if (n == 3) {
        cupro__sort_three(x, out, size, before, ctx);
    } else if (n == 2) {
        bool swap = before(x + size, x, ctx);
        memcpy(out, cupro__pick(swap, x, x + size), size);
        memcpy(out + size, cupro__pick(swap, x + size, x), size);
    } else if (n == 1) {
        memcpy(out, x, size);
    }
}

/* Sort n <= CUPRO__LEAF records to `out`. `x`, `out` and `spare`, which is overwritten, lie apart.
 * Groups of 4 or fewer become one by merges of two that are about as long. */
CUPRO__BODY void cupro__sort_leaf(const char *x, char *out, char *spare, size_t n, size_t size,
                                  cupro_before *before, void *ctx)
{
    size_t bits = n <= 4 ? 0 : n <= 8 ? 1 : n <= 16 ? 2 : 3, groups = (size_t)1 << bits;
    char *to = bits % 2 == 0 ? out : spare, *other = bits % 2 == 0 ? spare : out;
    for (size_t g = 0; g < groups; g++) {
        size_t begin = (n * g) >> bits, end = (n * (g + 1)) >> bits;
        cupro__sort_group(x + begin * size, to + begin * size, end - begin, size, before, ctx);
    }
    for (; bits > 0; bits--) {
        for (size_t g = 0; g < (size_t)1 << bits; g += 2) {
            size_t begin = (n * g) >> bits, middle = (n * (g + 1)) >> bits;
            size_t end = (n * (g + 2)) >> bits;
            cupro__merge_alike(to + begin * size, middle - begin, to + middle * size, end - middle,
                               other + begin * size, size, before, ctx);
        }
        char *merged = other;
        other = to;
        to = merged;
    }
}

/* -- Runs ---------------------------------------------------------------------------------------
 */

/* How many records from the first on rise, or fall strictly. */
CUPRO__BODY size_t cupro__run_length(const char *x, size_t n, bool falls, size_t size,
                                     cupro_before *before, void *ctx)
{
    size_t i = n > 0;
    while (i < n && before(x + i * size, x + (i - 1) * size, ctx) == falls)
        i++;
    return i;
}

CUPRO__BODY void cupro__turn(char *x, size_t n, size_t size)
{
    char hold[CUPRO__RECORD];
    for (size_t i = 0, j = n; i + 1 < j; i++) {
        j--;
        memcpy(hold, x + i * size, size);
        memcpy(x + i * size, x + j * size, size);
        memcpy(x + j * size, hold, size);
    }
}

/* Merge `runs` runs, run k of which ends at end[k], and which stand in `from`, two at a time; the
 * last merge is to be into `to`, or is copied there. */
CUPRO__BODY void cupro__merge_all(char *from, char *to, size_t *end, size_t runs, size_t size,
                                  cupro_before *before, void *ctx)
{
    char *source = from, *target = to;
    while (runs > 1) {
        size_t begin = 0, merged = 0;
        for (size_t k = 0; k < runs; k += 2) {
            size_t middle = end[k], last = k + 1 < runs ? end[k + 1] : middle;
            cupro__merge_runs(source + begin * size, middle - begin, source + middle * size,
                              last - middle, target + begin * size, size, before, ctx);
            end[merged++] = begin = last;
        }
        runs = merged;
        char *swap = source;
        source = target;
        target = swap;
    }
    if (source != to)
        memcpy(to, source, end[0] * size);
}

/* Sort to `to` if there are few runs, which are then turned to rise; else nothing has moved but
 * what fell and now rises, of which no two were equal. */
CUPRO__BODY bool cupro__sort_runs(char *from, char *to, size_t n, size_t size, cupro_before *before,
                                  void *ctx)
{
    size_t end[CUPRO__RUNS], runs = 0, least = n / CUPRO__RUNS < 16 ? 16 : n / CUPRO__RUNS;
    for (size_t begin = 0; begin < n; runs++) {
        char *x = from + begin * size;
        size_t length = cupro__run_length(x, n - begin, false, size, before, ctx);
        if (length < least && length < n - begin) {
            length = cupro__run_length(x, n - begin, true, size, before, ctx);
            if ((length < least && length < n - begin) || runs == CUPRO__RUNS)
                return false;
            cupro__turn(x, length, size);
        }
        if (runs == CUPRO__RUNS)
            return false;
        begin += length;
        end[runs] = begin;
    }
    cupro__merge_all(from, to, end, runs, size, before, ctx);
    return true;
}

#pragma GCC diagnostic pop

#endif
