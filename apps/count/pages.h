/* SPDX-License-Identifier: MIT */
/* Large memory for tables: zeroed, aligned to cache lines, and on 2 MB pages where the kernel
 * grants them: a lookup in a table of 64 MB then misses the cache, but not the TLB as well. */
#ifndef COUNT_PAGES_H
#define COUNT_PAGES_H

#include <stddef.h>

/* NULL when there is no memory. */
void *pages_new(size_t bytes);

/* Release what pages_new(bytes) returned; NULL is allowed. */
void pages_free(void *pages, size_t bytes);

#endif
