/* SPDX-License-Identifier: MIT */
/* Which NUMA nodes are near (the rules are in cupro/memory.h). */
#ifndef CUPRO__NEAR_H
#define CUPRO__NEAR_H

#include "memory/memory_seats.h"

#include <cupro/memory.h>

/* So many bytes for seats that share them equally. */
struct cupro__demand {
    const struct cupro__machine *machine;
    const struct cupro__seats *seats;
    size_t bytes;
    cupro_prefer prefer;
};

/* The node near all of a seat's PUs; NULL: there is none, because these have several, or are not of
 * this machine. */
hwloc_obj_t cupro__near_seat(const struct cupro__demand *demand, int seat);

/* Whether the seat before it is the same one: most are, where seats are wide. */
bool cupro__near_is_shared(const struct cupro__demand *demand, int seat);

/* Set `nodes`, by the kernel's numbers, to those near any PU of any seat. Non-zero: there is no
 * memory. */
int cupro__near_all(const struct cupro__demand *demand, hwloc_bitmap_t nodes);

#endif
