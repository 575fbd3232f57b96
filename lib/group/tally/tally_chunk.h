/* SPDX-License-Identifier: MIT */
/* Memory that merged parts stand in, one behind the other: a thread fills a chunk, and takes
 * another. What is behind the last part is all zeros. */
#ifndef CUPRO__TALLY_CHUNK_H
#define CUPRO__TALLY_CHUNK_H

#include "group/tally/tally_slot.h"

struct cupro__tally_chunk {
    struct cupro__tally_chunk *older;
    void *memory;
    struct cupro__tally_slot *slots;
    size_t size, used; /* slots */
};

/* Have `chunk` be one in which so many slots are free; what was is the older one. A chunk has
 * `usual` slots, or what is needed. 0 or CUPRO_ENOMEM. */
int cupro__chunk_reserve(struct cupro__tally_chunk **chunk, size_t slots, size_t usual);

#endif
