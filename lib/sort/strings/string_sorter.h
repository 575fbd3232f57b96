/* SPDX-License-Identifier: MIT */
/*
 * Sorting many strings on a crew: what the passes have in common.
 *
 * A *part* is strings that are next to each other, with their first `depth` bytes in common; the
 * first is the array. It is dealt out in *blocks*, each to a stretch of a second array that is as
 * long, in which *buckets* follow each other. What is large is copied in *stripes* of blocks.
 */
#ifndef CUPRO__STRING_SORTER_H
#define CUPRO__STRING_SORTER_H

#include "sort/strings/string_desk.h"
#include "sort/strings/string_split.h"

#include <stdatomic.h>
#include <stdbool.h>

struct cupro__string_part {
    size_t begin, n, depth;
};

struct cupro__string_sorter {
    const struct cupro__strings *all;
    const struct cupro__crew *crew;
    const cupro_call *call;
    cupro_call silent;              /* the same, for what does not report */
    struct cupro__string_part part; /* that is being sorted               */
    struct cupro__strings strings;
    struct cupro__string_split *split;
    size_t desk_most, block, stripes;
    size_t blocks; /* of the part */

    /* Memory */
    struct cupro__string_desk *desks; /* of each runner                                         */
    uint64_t *keys;                   /* by blocks, and in them by buckets                      */
    char *elements;                   /* the same                                               */
    uint32_t *ends;                   /* of each bucket in each block: [block][bucket]          */
    size_t *before;                   /* in the stripes before this: [stripe][bucket]; and all  */
    size_t *begin;                    /* of each bucket, and the end of the last                */
    struct cupro__string_part *parts; /* a stack of those that are left                         */
    size_t parts_left;
    _Atomic size_t common, longest; /* bytes of all strings of the part, and of one          */
    atomic_int stopped;             /* why some buckets were left as they are                */
};

static inline size_t cupro__strings_of_block(const struct cupro__string_sorter *sorter,
                                             size_t block)
{
    size_t left = sorter->part.n - block * sorter->block;
    return left < sorter->block ? left : sorter->block;
}

static inline size_t cupro__stripe_begin(const struct cupro__string_sorter *sorter, size_t stripe)
{
    return sorter->blocks * stripe / sorter->stripes;
}

static inline uint32_t *cupro__bucket_ends(const struct cupro__string_sorter *sorter, size_t block)
{
    return sorter->ends + block * sorter->split->buckets;
}

static inline bool cupro__bucket_is_large(const struct cupro__string_sorter *sorter, size_t bucket)
{
    return sorter->begin[bucket + 1] - sorter->begin[bucket] > sorter->desk_most;
}

/* Deal blocks out; then say how many of each bucket lie before each stripe, and where the buckets
 * begin. */
cupro__run cupro__strings_deal;
void cupro__strings_add_up(struct cupro__string_sorter *sorter);

/* Copy stripes of the buckets that are large to their place; sort the other buckets into theirs,
 * or, after a stop, only bring them there. */
cupro__run cupro__strings_copy_stripes;
cupro__run cupro__strings_bring_buckets;

/* Go on to the depth from which on the strings of the part differ; *equal: they do not. */
int cupro__strings_skip_common(struct cupro__string_sorter *sorter, bool *equal);

#endif
