/* SPDX-License-Identifier: MIT */
/* Merging the runs of a spool. */
#ifndef COUNT_SPOOL_MERGE_H
#define COUNT_SPOOL_MERGE_H

#include "count/bounded/entry_relay.h"
#include "count/bounded/spool.h"

/* Whether a is to come before b. */
typedef bool entry_order(const cupro_tally_entry *a, const cupro_tally_entry *b);

/*
 * Hand out the entries of all runs in the order that the runs are in. With `sum` those with the
 * same key, which then stand side by side in the order, are one, with the sum of their counts.
 * `memory` is what the windows take, about; so many runs that none would be left are merged to
 * fewer first. `take` is called by the caller, while a second thread merges, if there may be one.
 * 0, CUPRO_ENOMEM, an errno of the spool's file, or what `take` returned.
 */
int spool_merge(struct spool *spool, entry_order *before, bool sum, size_t memory,
                entry_taker *take, void *arg);

#endif
