/* SPDX-License-Identifier: MIT */
/*
 * Ties (see ties.h).
 *
 * Runs of equal ranks or codes are found and sorted in parallel; the borders between the threads'
 * parts are moved to where a run begins, beforehand. What a rank does not tell is coded again, as
 * long as the run is being sorted. A few lines are inserted one by one, many are sorted as strings,
 * and those that take strcoll are merged.
 */
#include "sort/blocks/ties.h"

#include <cupro.h>

#include <stdlib.h>
#include <string.h>

#define PART_LINES ((size_t)1 << 14)
#define FEW        16 /* insertion is as fast as anything up to here */
#define AHEAD      32
#define RANK_BYTES sizeof(uint64_t)

struct tie {
    cupro_slice code; /* behind what is known to be equal; nothing if all of it is */
    cupro_slice line;
    uint64_t place;
};

/* What a thread settles ties with. */
struct settler {
    const struct block *block;
    struct comparer comparer;
    struct buffer codes;
    size_t used; /* bytes of them */
};

static uint64_t *place_at(const struct block *block, size_t i)
{
    return block->kind == BLOCK_RANKS ? &block->places[i] : &block->coded[i].place;
}

/* Append the line's code, behind the bytes that the ranks have said. */
static int add_code(struct settler *settler, struct tie *tie)
{
    const size_t known = settler->block->common + RANK_BYTES;
    cupro_slice code;
    int error = order_code(&settler->comparer.a, tie->line, &code);
    if (error)
        return error;
    const size_t cut = known < code.length ? known : code.length;
    tie->code.length = code.length - cut;
    error = buffer_reserve(&settler->codes, settler->used + tie->code.length + 1);
    if (!error && tie->code.length > 0)
        memcpy(settler->codes.bytes + settler->used, code.begin + cut, tie->code.length);
    settler->used += tie->code.length;
    return error;
}

/* The lines' codes, as far as they are not known to be equal. */
static int code_ties(struct settler *settler, struct tie *ties, size_t count)
{
    const struct order *order = settler->block->order;
    int error = 0;
    settler->used = 0;
    for (size_t i = 0; i < count && !error; i++) {
        /* A part of a line may end within its rank, and begin another part that has zero bytes
         * there. So it is compared from its beginning. */
        if (order->direct)
            ties[i].code = order_slice(order, ties[i].line);
        else
            error = add_code(settler, &ties[i]);
    }
    const char *at = (const char *)settler->codes.bytes;
    for (size_t i = 0; i < count && !error && !order->direct; i++) {
        ties[i].code.begin = at;
        at += ties[i].code.length;
    }
    return error;
}

/* -- Orders among ties --------------------------------------------------------------------------
 */

static int compare(struct comparer *comparer, const struct tie *a, const struct tie *b, int *error)
{
    int order = slice_compare(a->code, b->code);
    if (order == 0 && comparer->a.order->collates)
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

/* Lines of one code, by all their bytes. */
static int sort_lines(struct comparer *comparer, struct tie *ties, size_t count)
{
    if (count <= FEW)
        return insert_ties(comparer, ties, count);
    if (comparer->a.order->resort_down)
        return cupro_sort_by_string_descending(ties, count, line);
    return cupro_sort_by_string(ties, count, line);
}

static int sort_codes(struct comparer *comparer, struct tie *ties, size_t count)
{
    int error = cupro_sort_by_string(ties, count, code);
    for (size_t from = 0, to; from < count && comparer->a.order->last_resort && !error; from = to) {
        for (to = from + 1; to < count && slice_compare(ties[from].code, ties[to].code) == 0;)
            to++;
        if (to - from > 1)
            error = sort_lines(comparer, ties + from, to - from);
    }
    return error;
}

static int sort_collated(struct comparer *comparer, struct tie *ties, size_t count)
{
    struct tie *spare = reallocarray(NULL, count, sizeof *spare);
    const int error = spare ? merge_ties(comparer, ties, spare, count) : CUPRO_ENOMEM;
    free(spare);
    return error;
}

/* -- Runs ---------------------------------------------------------------------------------------
 */

/* The same line over and over is common, and already in order. */
static bool all_one(const struct tie *ties, size_t count)
{
    const cupro_slice first = ties[0].line;
    size_t i = 1;
    while (i < count && ties[i].line.length == first.length &&
           memcmp(ties[i].line.begin, first.begin, first.length) == 0)
        i++;
    return i == count;
}

static int sort_ties(struct settler *settler, struct tie *ties, size_t count)
{
    const struct block *block = settler->block;
    const bool coded = block->kind == BLOCK_RANKS && !block->exact;
    const int error = coded ? code_ties(settler, ties, count) : 0;
    if (error || count <= FEW)
        return error ? error : insert_ties(&settler->comparer, ties, count);
    if (block->order->collates)
        return sort_collated(&settler->comparer, ties, count);
    return coded ? sort_codes(&settler->comparer, ties, count)
                 : sort_lines(&settler->comparer, ties, count);
}

static int sort_run(struct settler *settler, size_t lo, size_t hi)
{
    const struct block *block = settler->block;
    const size_t count = hi - lo;
    struct tie few[FEW], *ties = few;
    if (count > FEW)
        ties = reallocarray(NULL, count, sizeof *ties);
    if (!ties)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        const uint64_t place = *place_at(block, lo + i);
        ties[i] = (struct tie){{"", 0}, place_line(block, place), place};
    }
    const int error = all_one(ties, count) ? 0 : sort_ties(settler, ties, count);
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

/* The end of the run that begins here. Lines of the runs ahead are asked for: each is somewhere in
 * the text, where nobody has been for long. */
static size_t run_end(const struct block *block, size_t from, size_t end)
{
    size_t to = from;
    do {
        const size_t ahead = to + AHEAD;
        if (ahead < block->count && (block_tied(block, ahead - 1, ahead) ||
                                     (ahead + 1 < end && block_tied(block, ahead, ahead + 1))))
            block_fetch(block, ahead);
        to++;
    } while (to < end && block_tied(block, from, to));
    return to;
}

static int settle_parts(size_t lo, size_t hi, void *ctx)
{
    const struct settling *settling = ctx;
    const struct block *block = settling->block;
    struct settler settler = {.block = block, .comparer = comparer_of(block->order)};
    const size_t end = settling->border[hi];
    int error = 0;
    for (size_t from = settling->border[lo], to; from < end && !error; from = to) {
        to = run_end(block, from, end);
        if (to - from > 1)
            error = sort_run(&settler, from, to);
    }
    comparer_free(&settler.comparer);
    buffer_free(&settler.codes);
    return error;
}

int settle_ties(struct block *block)
{
    const bool cut = block->kind == BLOCK_RANKS && !block->exact;
    if (!cut && !block->order->last_resort && !block->order->collates)
        return 0;
    const size_t parts = block->count / PART_LINES + 1;
    struct settling settling = {block, calloc(parts + 1, sizeof(size_t))};
    if (!settling.border)
        return CUPRO_ENOMEM;
    for (size_t part = 1; part <= parts; part++) {
        size_t at = part * PART_LINES;
        if (at < settling.border[part - 1])
            at = settling.border[part - 1];
        while (at < block->count && block_tied(block, at - 1, at))
            at++;
        settling.border[part] = at < block->count ? at : block->count;
    }
    const int error = cupro_for(parts, settle_parts, &settling, .grain = 1);
    free(settling.border);
    return error;
}
