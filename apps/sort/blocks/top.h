/* SPDX-License-Identifier: MIT */
/* --top=N without sorting everything. */
#ifndef SORT_TOP_H
#define SORT_TOP_H

#include "sort/blocks/intake.h"
#include "sort/sort_job.h"

/* Whether it may be done: few enough lines are wanted, and no others count. */
bool top_is_possible(const struct sort_job *job);

/* How much of the input is to be read at a time, to begin with too. */
uint64_t top_block_bytes(const struct sort_job *job);

/*
 * Read the input, whose first lines are in `intake` and begin at `header`, until its end or until
 * too much has to be kept, and keep what can be among the first lines of what has been read, in the
 * order of the input as far as that matters. The text becomes the caller's. 0, or a code of
 * cupro's.
 */
int top_keep(const struct sort_job *job, struct intake *intake, size_t header, struct area *kept);

#endif
