/* SPDX-License-Identifier: MIT */
/*
 * The groups of divided elements, part by part: a list of each. Those of heavy keys, which come
 * first, have one group.
 */
#ifndef CUPRO__PARTED_H
#define CUPRO__PARTED_H

#include "group/parts/divided.h"
#include "group/lists/group_lists.h"
#include "group/grouping.h"

struct cupro__parted {
    struct cupro__divided divided;
    struct cupro__group_lists lists;
    /* Blocks are put together in stretches, at most CUPRO__STRETCHES of them. before[s * heavy + h]
     * is how many elements heavy key h has before stretch s; for s = stretches, in all. */
    size_t stretch, stretches; /* blocks of one, and how many */
    size_t *before;
};

enum { CUPRO__STRETCHES = 64 };

/* A numbered row's group in its list, and where in its block its element stands: they take the
 * place of its key, which is not needed any more. */
static inline uint64_t cupro__numbered_row(const struct cupro__divided *divided, size_t row)
{
    return divided->keys[row * divided->keyed->words];
}

static inline size_t cupro__row_group(uint64_t numbered)
{
    return (size_t)(numbered >> 16);
}

static inline size_t cupro__row_within(uint64_t numbered)
{
    return (size_t)(numbered & UINT16_MAX);
}

/* Divide all, and find the groups; with `numbered` also which rows are in which. Lists have no
 * places yet. CUPRO_ENOMEM, a stop, or what a key or value fails with. Close it in any case. */
int cupro__parted_open(struct cupro__parted *parted, const struct cupro__grouping *grouping,
                       const cupro_stage *value, bool numbered);
void cupro__parted_close(struct cupro__parted *parted);

/* Blocks of a stretch: [.., ..). */
static inline size_t cupro__stretch_begin(const struct cupro__parted *parted, size_t stretch)
{
    const size_t begin = stretch * parted->stretch;
    return begin < parted->divided.blocks ? begin : parted->divided.blocks;
}

#endif
