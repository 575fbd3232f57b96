/* SPDX-License-Identifier: MIT */
/* Which bucket a string's key falls into: one of those between splitters, or that of a splitter. */
#ifndef CUPRO__STRING_SPLIT_H
#define CUPRO__STRING_SPLIT_H

#include "sort/strings/strings.h"

enum {
    CUPRO__SPLIT_MOST_LEVELS = 10,
    CUPRO__SPLIT_MOST = 1 << CUPRO__SPLIT_MOST_LEVELS,
    CUPRO__SPLIT_MOST_SAMPLES = 8192
};

struct cupro__string_split {
    int levels;
    size_t buckets; /* 2 k is before splitter k, 2 k + 1 are those equal to it */
    uint64_t splitter[CUPRO__SPLIT_MOST]; /* rising; all but the last */
    uint64_t tree[CUPRO__SPLIT_MOST];     /* the same as a search tree: 1 is the root, 2 i and
                                             2 i + 1 are below i                                    */
    uint64_t samples[CUPRO__SPLIT_MOST_SAMPLES], spare[CUPRO__SPLIT_MOST_SAMPLES];
};

/* Choose splitters for so many levels or fewer, 1 or more, from a sample of the strings' keys from
 * `depth` on. False: all of the sample have the same. */
bool cupro__string_split_choose(struct cupro__string_split *split,
                                const struct cupro__strings *strings, size_t depth, int levels);

/* Whether it is that of a splitter. */
static inline bool cupro__string_bucket_is_exact(size_t bucket)
{
    return bucket % 2 != 0;
}

/* The buckets of n keys. */
void cupro__string_split_find(const struct cupro__string_split *split, const uint64_t *keys,
                              size_t n, uint16_t *buckets);

#endif
