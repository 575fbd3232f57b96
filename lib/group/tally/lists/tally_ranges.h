/* SPDX-License-Identifier: MIT */
/* Ranges: a tally's entries in order, cut into stretches that are about as long. */
#ifndef CUPRO__TALLY_RANGES_H
#define CUPRO__TALLY_RANGES_H

#include "group/tally/tally.h"

enum { CUPRO__RANGES = 256 }; /* at most: a byte says which one */

/* In the order of the keys, or with what is common first. */
struct cupro__tally_ranges {
    bool by_count;
    size_t n; /* a power of two */
    /* The least entries of all ranges but the first, n - 1 of them; and numbers that do not fall
     * from one to the next, of which an entry has the smaller one if it comes before another. */
    cupro_tally_entry first[CUPRO__RANGES];
    uint64_t digest[CUPRO__RANGES];
};

/* Choose n ranges from a sample. CUPRO_ENOMEM, or why it was stopped. */
int cupro__ranges_choose(struct cupro__tally_ranges *ranges, const cupro_tally *tally,
                         bool by_count, size_t n, const cupro_call *call);

/* Which one each of n slots belongs to, unless its count is 0. */
void cupro__ranges_of(const struct cupro__tally_ranges *ranges,
                      const struct cupro__tally_slot *slots, size_t n, uint8_t *of);

#endif
