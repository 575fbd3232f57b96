/* SPDX-License-Identifier: MIT */
/* Which parts of a machine look the same, so that one of them can stand for all. */
#ifndef APPS_TOPO_SHAPES_H
#define APPS_TOPO_SHAPES_H

#include "topo/plan/seats.h"

#include <cupro/machine.h>

#include <stdbool.h>
#include <stdint.h>

/* Of each object. */
struct shape {
    uint64_t form; /* the same for objects that differ in nothing but their numbers           */
    uint64_t load; /* and have as many threads on each of their parts                         */
    bool low;      /* only cores, PUs, and what stands between them and L3 and memory         */
    bool even;     /* all parts of each part have the same form                               */
};

/* To be freed. Fails with a message when there is no memory. */
struct shape *shapes_find(const cupro_machine *machine, const struct seats *seats);

/* Children are memory, nodes or caches of theirs, or not. The first of either kind, and the one
 * after `child`; CUPRO_NOWHERE: there are no more. */
size_t first_child(const cupro_machine *machine, size_t parent, bool memory);
size_t next_child(const cupro_machine *machine, size_t child, bool memory);

#endif
