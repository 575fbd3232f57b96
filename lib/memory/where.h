/* SPDX-License-Identifier: MIT */
/* On which NUMA node pages lie. */
#ifndef CUPRO__WHERE_H
#define CUPRO__WHERE_H

#include <stddef.h>

enum {
    CUPRO__PAGE_ABSENT = -1, /* not in memory */
    CUPRO__PAGE_UNTOLD = -2  /* the kernel does not tell */
};

/* For each of n addresses, the node of the page that it is in, as the kernel numbers it (hwloc's
 * os_index), or one of the above. Touches nothing. Any thread. Cost: 0.1 to 0.3 us a page. */
void cupro__where_pages(const void *const *page, size_t n, int *node);

#endif
