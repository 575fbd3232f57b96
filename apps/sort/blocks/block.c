/* SPDX-License-Identifier: MIT */
/* Blocks of lines (see block.h): cut, coded, sorted, and lines of equal codes put in order. */
#include "sort/blocks/block.h"
#include "sort/blocks/coding.h"
#include "sort/blocks/presorted.h"
#include "sort/blocks/ties.h"

#include <cupro.h>

#include <stdlib.h>
#include <string.h>

cupro_slice place_long_line(const struct block *block, const char *begin)
{
    const char *end = rawmemchr(begin, block->line_end);
    return (cupro_slice){begin, (size_t)(end - begin)};
}

size_t block_cost(const struct order *order)
{
    if (order->plain)
        return 2 * sizeof(cupro_slice);
    return order->collates ? 2 * sizeof(struct coded) + 40 : 4 * sizeof(uint64_t);
}

static int sort_slices(struct block *block)
{
    enum presorted found;
    int error = presorted_look(block->slices, sizeof *block->slices, block->count, &found);
    if (!error && found == PRESORTED_NOT)
        error = cupro_sort_strings(block->slices, block->count, .unstable = true);
    else if (!error && found == PRESORTED_FALLING)
        error = cupro_reverse(block->slices, block->count);
    return error;
}

static int sort_coded(struct block *block)
{
    enum presorted found;
    int error = presorted_look(block->coded, sizeof *block->coded, block->count, &found);
    if (!error && found == PRESORTED_NOT)
        error = cupro_sort_by_string(block->coded, block->count, code);
    else if (!error && found == PRESORTED_FALLING)
        error = cupro_reverse(block->coded, block->count);
    return error;
}

int block_sort(struct block *block, const struct order *order, const char *text, size_t length,
               char line_end)
{
    *block = (struct block){.order = order, .text = text, .line_end = line_end};
    struct cut_text cut;
    int error = cupro_split_new(text, length, (unsigned char)line_end, &cut.lines, &cut.count);
    if (error)
        return error;
    cut.count--; /* the last piece is what stands behind the last line end: nothing */
    block->count = cut.count;
    if (order->plain) {
        block->slices = cut.lines;
        return sort_slices(block);
    }
    error = code_block(block, &cut);
    free(cut.lines);
    if (error)
        return error;
    if (block->kind == BLOCK_RANKS)
        error = cupro_sort_pairs(block->ranks, block->places, block->count);
    else
        error = sort_coded(block);
    return error ? error : settle_ties(block);
}

bool block_tied(const struct block *block, size_t i, size_t j)
{
    if (block->kind == BLOCK_RANKS)
        return block->ranks[i] == block->ranks[j];
    const cupro_slice a = block->kind == BLOCK_CODES ? block->coded[i].code : block->slices[i];
    const cupro_slice b = block->kind == BLOCK_CODES ? block->coded[j].code : block->slices[j];
    return a.length == b.length && slice_compare(a, b) == 0;
}

bool block_same(const struct block *block, size_t at, size_t other, struct comparer *comparer)
{
    int error = 0, order = 0;
    if (!block_tied(block, block_index(block, at), block_index(block, other)))
        return false;
    const cupro_slice a = block_line(block, at), b = block_line(block, other);
    if (block->kind == BLOCK_RANKS && !block->exact)
        order = order_compare_codes(comparer, a, b, &error);
    else if (block->order->collates)
        order = order_compare_collated(comparer, a, b, &error);
    return order == 0 && !error;
}

void block_free(struct block *block)
{
    for (size_t i = 0; i < block->arena_count; i++)
        buffer_free(&block->arenas[i]);
    free(block->arenas);
    free(block->slices);
    free(block->ranks);
    free(block->places);
    free(block->coded);
    *block = (struct block){0};
}
