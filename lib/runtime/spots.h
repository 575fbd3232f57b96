/* SPDX-License-Identifier: MIT */
/* Spots: what a binding policy chooses among, in the order in which it uses them up. */
#ifndef CUPRO__SPOTS_H
#define CUPRO__SPOTS_H

#include "runtime/topology.h"

#include <cupro/pool.h>
#include <stddef.h>

/* A PU or a NUMA node, and where it is: logical indexes, -1 for none. */
struct cupro__spot {
    hwloc_obj_t object;
    int core, l3, node, package;
};

struct cupro__spots {
    struct cupro__spot *spot;
    size_t count;
    int *order;  /* indexes of spots, first used first; in a LIST they may repeat */
    size_t uses; /* length of `order`, at least 1 */
};

/* For any policy that binds. Errors as in cupro__plan_make; nothing is to be freed then. */
int cupro__spots_find(struct cupro__spots *spots, const struct cupro__machine *machine,
                      cupro_bind bind, const char *cpus);
void cupro__spots_free(struct cupro__spots *spots);

/* Pool order, for qsort: by node, then by hwloc's numbers, which run through one L3 after the other
 * and in it through one core after the other. */
int cupro__spots_compare(const void *left, const void *right);

#endif
