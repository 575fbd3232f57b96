/* SPDX-License-Identifier: MIT */
/* What of a tally is to be shown, in the order in which it is to be shown. */
#ifndef COUNT_LISTING_H
#define COUNT_LISTING_H

#include "count/results/result_wish.h"

#include <cupro/tally.h>

#include <string.h>

/* By the bytes of their keys, as memcmp; of two that begin alike the shorter one is first. */
static inline bool entry_is_before(const cupro_tally_entry *a, const cupro_tally_entry *b)
{
    const size_t shorter = a->key.length < b->key.length ? a->key.length : b->key.length;
    const int order = shorter > 0 ? memcmp(a->key.begin, b->key.begin, shorter) : 0;
    return order ? order < 0 : a->key.length < b->key.length;
}

/* Zero-initialise it. */
struct listing {
    cupro_tally_entry *all; /* what to free */
    cupro_tally_entry *shown;
    size_t count;
};

/* Choose and sort. Keys still point into the tally, which may have lost what is not shown. 0, or an
 * error of the library's and an empty listing. */
int listing_make(struct listing *listing, cupro_tally *tally, const struct result_wish *wish);

/* The place in `shown` of the i-th line. */
static inline size_t listing_at(const struct listing *listing, const struct result_wish *wish,
                                size_t i)
{
    return wish->reverse ? listing->count - 1 - i : i;
}

void listing_free(struct listing *listing);

/* One word more, which occurs so often. */
static inline void totals_add(struct totals *totals, uint64_t count)
{
    const uint64_t tokens = totals->tokens + count;
    totals->tokens = tokens >= count ? tokens : UINT64_MAX;
    totals->types++;
    totals->hapax += count == 1;
}

/* Add up a tally, as far as it is wished for. 0, or an error of the library's. */
int totals_of(struct totals *totals, cupro_tally *tally, const struct result_wish *wish);

#endif
