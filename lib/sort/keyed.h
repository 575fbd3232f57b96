/* SPDX-License-Identifier: MIT */
/* Records that are sorted by a key of 64 bits: what argsort, pairs, keys of one's own and strings
 * come down to. */
#ifndef CUPRO__KEYED_H
#define CUPRO__KEYED_H

#include "runtime/engine.h"

struct cupro__keyed {
    uint64_t key;
    uint64_t item; /* what the key belongs to: an index, a pointer, a value */
};

/* Sort n records by key; those with equal keys stay in their order. `spare` has room for n records,
 * and is overwritten. If it fails or is stopped, x holds a permutation of what it held. */
int cupro__sort_keyed(struct cupro__keyed *x, struct cupro__keyed *spare, size_t n,
                      const struct cupro__crew *crew, const cupro_call *call);

#endif
