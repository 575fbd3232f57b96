/* SPDX-License-Identifier: MIT */
/* Merging lines that are in memory. */
#ifndef SORT_MERGE_PART_H
#define SORT_MERGE_PART_H

#include "sort/blocks/emit.h"
#include "sort/blocks/line_buffer.h"

/* Of unique lines, the one whose equals are being passed over; it is written when they are through,
 * as only then their number is known. Zero-initialise it. */
struct held_line {
    uint64_t count; /* 0: there is none */
    bool outlived;  /* it is of a part before */
    cupro_slice line;
};

struct cursor;
struct contest;

/* Merges parts, one after the other. Zero-initialise it, but for order, emission, line_end and
 * comparer. */
struct part_merger {
    const struct order *order;
    const struct emission *emission;
    char line_end;
    struct line_buffer out; /* what has been merged */
    struct cursor *cursors;
    struct contest *contests;
    size_t room, count; /* cursors: there is room for, and in use */
    struct comparer comparer;
    struct held_line held;
    bool disordered;
    int error;
    struct part_merger *next; /* for lists of them */
};

/*
 * Merge `count` texts, of which each is [from, to): whole lines that are in order. Some bytes
 * behind them may be read. Of equal lines those of the earlier text come first. Sets merger->out. 0
 * or CUPRO_ENOMEM.
 *
 * Of unique lines the last one stays in merger->held, and the one that is there before may be equal
 * to the first ones.
 */
int merge_part(struct part_merger *merger, const char *const *from, const char *const *to,
               size_t count);

/* Put the held line behind what has been merged. 0 or CUPRO_ENOMEM. */
int merge_put_held(struct part_merger *merger);

void part_merger_free(struct part_merger *merger);

#endif
