/* SPDX-License-Identifier: MIT */
/*
 * Batches of keys: slots are made of them, and their places in a table prefetched. Kernels exist
 * for the instruction sets in which a short key is loaded in one instruction.
 */
#ifndef CUPRO__TALLY_BATCH_H
#define CUPRO__TALLY_BATCH_H

#include "group/tally/table/tally_table.h"

enum { CUPRO__BATCH = 64 }; /* keys at most */

/* Make slots of n keys, each with its count, or with 1 when `counts` is NULL; keys with a count of
 * 0 are left out. How many there are. No byte of a page is read in which there is none of the key.
 */
typedef size_t cupro__batch_kernel(struct cupro__tally_slot *batch,
                                   const struct cupro__tally_table *table, const cupro_slice *keys,
                                   const uint64_t *counts, size_t n);

cupro__batch_kernel cupro__batch_portable, cupro__batch_avx512;

/* The one for this processor. */
cupro__batch_kernel *cupro__batch(void);

/* Whether all keys that have bytes say where. */
static inline bool cupro__slices_begin(const cupro_slice *keys, size_t n)
{
    bool missing = false;
    for (size_t i = 0; i < n; i++)
        missing |= keys[i].begin == NULL && keys[i].length > 0;
    return !missing;
}

static inline void cupro__table_prefetch(const struct cupro__tally_table *table,
                                         const struct cupro__tally_slot *slot)
{
    __builtin_prefetch(table->index + cupro__home(slot->tag, table->size));
}

#endif
