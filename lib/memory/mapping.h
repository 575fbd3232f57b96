/* SPDX-License-Identifier: MIT */
/* Address space that begins where it should. */
#ifndef CUPRO__MAPPING_H
#define CUPRO__MAPPING_H

#include <stddef.h>

/* Map so many fresh bytes, a multiple of `alignment`, which is one of the page size, beginning with
 * a multiple of it; `protection` and `flags` as mmap's, private and anonymous beside. To be
 * unmapped. NULL: there is no memory. */
void *cupro__mapping_new(size_t bytes, size_t alignment, int protection, int flags);

#endif
