/* SPDX-License-Identifier: MIT */
/* Memory for large results and scratch. */
#ifndef CUPRO__PAGES_H
#define CUPRO__PAGES_H

#include <stddef.h>

/* As malloc, to be released with free(): large blocks are aligned to huge pages and ask for them.
 * NULL: there is no memory. */
void *cupro__pages_new(size_t bytes);

/* The same, aligned to cache lines of 64 bytes also if it is small. */
void *cupro__pages_aligned(size_t bytes);

/* The same as the first, and all zeros, as calloc: for tables. A large block is zeroed by the
 * kernel, page by page as it is first written, and not a second time; it begins somewhere in a
 * page. */
void *cupro__pages_zeroed(size_t bytes);

#endif
