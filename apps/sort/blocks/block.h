/* SPDX-License-Identifier: MIT */
/*
 * Lines in memory, and their order.
 *
 * What is sorted is one of three things, and as little as will do. Lines that are their own codes:
 * slices. Others: ranks, which are eight bytes of each code, behind those that all codes begin
 * with; the few lines whose ranks are equal are coded once more (ties.h), so that codes take no
 * memory. And codes that are dear to make, those of a locale: each, with its line. A line is
 * remembered as its place in the text and its length, in 64 bits.
 */
#ifndef SORT_BLOCK_H
#define SORT_BLOCK_H

#include "sort/keys/order.h"

#include "common/diagnostics.h"

struct coded {
    cupro_slice code; /* first, for presorted_look */
    uint64_t place;
};

enum block_kind { BLOCK_SLICES, BLOCK_RANKS, BLOCK_CODES };

struct block {
    const struct order *order;
    const char *text;
    char line_end;
    enum block_kind kind;
    size_t count;
    cupro_slice *slices;
    uint64_t *ranks;  /* most significant byte first; bytes that are missing are 0 */
    uint64_t *places; /* of the lines of these ranks */
    size_t common;    /* bytes that all codes begin with, and that ranks leave out */
    bool exact;       /* equal ranks are equal codes */
    struct coded *coded;
    struct buffer *arenas; /* where the codes lie */
    size_t arena_count;
};

/* Sort the lines of the text, of which each has an end. 0, or a code of cupro's. */
int block_sort(struct block *block, const struct order *order, const char *text, size_t length,
               char line_end);
void block_free(struct block *block);

/* Bytes that a block takes for each line, about. */
size_t block_cost(const struct order *order);

/* A place: 40 bits of offset, 24 of length; a line that is longer is looked at for its end. */
#define PLACE_LENGTH_BITS 24
#define PLACE_LENGTH_MOST ((UINT64_C(1) << PLACE_LENGTH_BITS) - 1)

static inline uint64_t place_of(const char *text, cupro_slice line)
{
    const uint64_t length = line.length < PLACE_LENGTH_MOST ? line.length : PLACE_LENGTH_MOST;
    return (uint64_t)(line.begin - text) << PLACE_LENGTH_BITS | length;
}

cupro_slice place_long_line(const struct block *block, const char *begin);

static inline cupro_slice place_line(const struct block *block, uint64_t place)
{
    const char *begin = block->text + (place >> PLACE_LENGTH_BITS);
    const size_t length = place & PLACE_LENGTH_MOST;
    return length < PLACE_LENGTH_MOST ? (cupro_slice){begin, length}
                                      : place_long_line(block, begin);
}

/* Where `at` in the output is in the arrays. */
static inline size_t block_index(const struct block *block, size_t at)
{
    return block->order->backward ? block->count - 1 - at : at;
}

static inline cupro_slice block_line(const struct block *block, size_t at)
{
    const size_t i = block_index(block, at);
    if (block->kind == BLOCK_SLICES)
        return block->slices[i];
    return place_line(block, block->kind == BLOCK_RANKS ? block->places[i] : block->coded[i].place);
}

/* Have the text of the line, here, come to the caches: both its ends, if they are not far apart.
 * Always inlined: gcc 12 takes a function that does nothing else for one without effect, and leaves
 * out its calls. */
static inline __attribute__((always_inline)) void block_fetch(const struct block *block, size_t i)
{
    if (block->kind == BLOCK_SLICES) {
        const cupro_slice line = block->slices[i];
        __builtin_prefetch(line.begin);
        __builtin_prefetch(line.begin + (line.length < 64 ? line.length : 64));
        return;
    }
    const uint64_t place = block->kind == BLOCK_RANKS ? block->places[i] : block->coded[i].place;
    const size_t length = place & PLACE_LENGTH_MOST;
    const char *begin = block->text + (place >> PLACE_LENGTH_BITS);
    __builtin_prefetch(begin);
    __builtin_prefetch(begin + (length < 64 ? length : 64));
}

/* Are these two lines, here, of one rank or code? */
bool block_tied(const struct block *block, size_t i, size_t j);

/* Have these two lines of the output the same keys? */
bool block_same(const struct block *block, size_t at, size_t other, struct comparer *comparer);

#endif
