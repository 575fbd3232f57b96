/* SPDX-License-Identifier: MIT */
/* Placing: asking the kernel to have pages on nodes. */
#ifndef CUPRO__PLACING_H
#define CUPRO__PLACING_H

#include "memory/layout.h"

/* Whether the options make sense by themselves, and the pool is open: CUPRO_EINVAL if not. */
int cupro__placing_check(const cupro_memory_options *options);

/* Place the pages of a block of so many bytes, as checked options say. Success where the kernel
 * refuses. CUPRO_EINVAL: no such node, or a part is not mapped. CUPRO_ENOMEM. */
int cupro__placing_do(const struct cupro__block *block, size_t bytes,
                      const cupro_memory_options *options);

/* Whether memory can be placed, in words: "placed on 2 NUMA nodes", "not placed: there is one NUMA
 * node". */
void cupro__placing_text(char *text, size_t size);

#endif
