/* SPDX-License-Identifier: MIT */
/*
 * Ties (see ties.h).
 *
 * Runs of equal codes are found and sorted in parallel; the borders between the threads' parts are
 * moved to where a run begins, beforehand. A few lines are inserted one by one, many are sorted as
 * strings, and those that take strcoll are merged.
 */
#include "sort/ties.h"

#include <cupro.h>

#include <stdlib.h>
#include <string.h>

#define PART_LINES ((size_t)1 << 14)
#define FEW        16 /* insertion is as fast as anything up to here */

struct tie {
    cupro_slice line;
    uint64_t place;
};

static bool same_code(const struct block *block, size_t i, size_t j)
{
    if (block->kind == BLOCK_RANKS)
        return block->ranks[i] == block->ranks[j];
    return block->coded[i].code.length == block->coded[j].code.length &&
           slice_compare(block->coded[i].code, block->coded[j].code) == 0;
}

static uint64_t *place_at(const struct block *block, size_t i)
{
    return block->kind == BLOCK_RANKS ? &block->places[i] : &block->coded[i].place;
}

/* Compare two lines of a run. */
static int compare(struct comparer *comparer, const struct tie *a, const struct tie *b, int *error)
{
    int order = 0;
    if (comparer->a.order->collates)
        order = order_compare_collated(comparer, a->line, b->line, error);
    return order != 0 ? order : order_resort(comparer->a.order, a->line, b->line);
}

static int insert_ties(struct comparer *comparer, struct tie *ties, size_t count)
{
    int error = 0;
    for (size_t i = 1; i < count && !error; i++) {
        const struct tie tie = ties[i];
        size_t at = i;
        for (; at > 0 && compare(comparer, &ties[at - 1], &tie, &error) > 0; at--)
            ties[at] = ties[at - 1];
        ties[at] = tie;
    }
    return error;
}

/* Sort by merging; `spare` has room for as many. */
static int merge_ties(struct comparer *comparer, struct tie *ties, struct tie *spare, size_t count)
{
    if (count <= FEW)
        return insert_ties(comparer, ties, count);
    const size_t half = count / 2;
    int error = merge_ties(comparer, ties, spare, half);
    if (!error)
        error = merge_ties(comparer, ties + half, spare, count - half);
    if (error || compare(comparer, &ties[half - 1], &ties[half], &error) <= 0)
        return error;
    memcpy(spare, ties, half * sizeof *ties);
    size_t left = 0, right = half, to = 0;
    while (left < half && right < count)
        ties[to++] = compare(comparer, &spare[left], &ties[right], &error) <= 0 ? spare[left++]
                                                                                : ties[right++];
    memcpy(ties + to, spare + left, (half - left) * sizeof *ties);
    return error;
}

static int sort_ties(struct comparer *comparer, struct tie *ties, struct tie *spare, size_t count)
{
    const struct order *order = comparer->a.order;
    if (count <= FEW || order->collates)
        return merge_ties(comparer, ties, spare, count);
    if (order->resort_down)
        return cupro_sort_by_string_descending(ties, count, line);
    return cupro_sort_by_string(ties, count, line);
}

static int sort_run(struct comparer *comparer, const struct block *block, size_t lo, size_t hi)
{
    const size_t count = hi - lo;
    struct tie few[2 * FEW], *ties = few;
    if (count > FEW)
        ties = reallocarray(NULL, count, 2 * sizeof *ties);
    if (!ties)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        const uint64_t place = *place_at(block, lo + i);
        ties[i] = (struct tie){place_line(block, place), place};
    }
    const int error = sort_ties(comparer, ties, ties + count, count);
    for (size_t i = 0; i < count && !error; i++)
        *place_at(block, lo + i) = ties[i].place;
    if (ties != few)
        free(ties);
    return error;
}

struct settling {
    const struct block *block;
    size_t *border; /* of each part, where a run begins */
};

static int settle_parts(size_t lo, size_t hi, void *ctx)
{
    const struct settling *settling = ctx;
    const struct block *block = settling->block;
    struct comparer comparer = comparer_of(block->order);
    const size_t end = settling->border[hi];
    int error = 0;
    for (size_t from = settling->border[lo], to; from < end && !error; from = to) {
        for (to = from + 1; to < end && same_code(block, from, to);)
            to++;
        if (to - from > 1)
            error = sort_run(&comparer, block, from, to);
    }
    comparer_free(&comparer);
    return error;
}

int settle_ties(struct block *block)
{
    if (!block->order->last_resort && !block->order->collates)
        return 0;
    const size_t parts = block->count / PART_LINES + 1;
    struct settling settling = {block, calloc(parts + 1, sizeof(size_t))};
    if (!settling.border)
        return CUPRO_ENOMEM;
    for (size_t part = 1; part <= parts; part++) {
        size_t at = part * PART_LINES;
        if (at < settling.border[part - 1])
            at = settling.border[part - 1];
        while (at < block->count && same_code(block, at - 1, at))
            at++;
        settling.border[part] = at < block->count ? at : block->count;
    }
    const int error = cupro_for(parts, settle_parts, &settling, .grain = 1);
    free(settling.border);
    return error;
}
