/* SPDX-License-Identifier: MIT */
/* Merging runs. */
#ifndef SORT_MERGE_H
#define SORT_MERGE_H

#include "sort/blocks/emit.h"
#include "sort/runs/run.h"

/* Merge the runs into one; of lines that are equal in the order those of the earlier run come
 * first. `room`: bytes of each run that are read at a time. 0, what emission->put returned, or a
 * code of cupro's. Fails with a message when a run cannot be read. */
int merge_runs(const struct order *order, char line_end, const struct run_source *sources,
               size_t count, size_t room, const struct emission *emission);

#endif
