/* SPDX-License-Identifier: MIT */
/* Layouts: which part of a block of memory is to lie on which NUMA nodes. */
#ifndef CUPRO__LAYOUT_H
#define CUPRO__LAYOUT_H

#include "memory/near.h"

#include <stdint.h>

enum { CUPRO__HUGE_PAGE = 2 << 20 };

/* Pages from one address to another; interleaved if there are several nodes, by the kernel's
 * numbers.
 */
struct cupro__stretch {
    uintptr_t begin, end;
    hwloc_bitmap_t nodes;
};

struct cupro__layout {
    size_t count;                   /* 0: nothing is wished            */
    struct cupro__stretch *stretch; /* in order, one next to the other */
};

/* What is to be laid out: `bytes` of the demand from an address on, as far as they are in whole
 * pages that may be placed. */
struct cupro__block {
    uintptr_t address;
    uintptr_t first, end; /* multiples of a page */
    size_t page;
};

/* The policies are those of cupro/memory.h, without DEFAULT. CUPRO_EINVAL: no such node.
 * CUPRO_ENOMEM. On an error there is nothing to free. Cost: PUs of the seats * nodes. */
int cupro__layout_make(struct cupro__layout *layout, const struct cupro__block *block,
                       const struct cupro__demand *demand, cupro_placement place, int node);
void cupro__layout_free(struct cupro__layout *layout);

#endif
