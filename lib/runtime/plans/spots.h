/* SPDX-License-Identifier: MIT */
/* Spots: what a binding policy chooses among, in the order in which it uses them up; and which PUs
 * the options leave to choose among. */
#ifndef CUPRO__SPOTS_H
#define CUPRO__SPOTS_H

#include "runtime/machine/topology.h"

#include <cupro/pool.h>
#include <stdbool.h>
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

/* Do the options, or being one of several pools, leave only a part of the machine? */
bool cupro__spots_confined(const cupro_pool_options *options, hwloc_const_cpuset_t within);

/* The PUs within `within` (NULL: of the whole machine) that `cores` and `one_pu_a_core` leave.
 * CUPRO_EBIND: none. CUPRO_ENOMEM. */
int cupro__spots_usable(hwloc_cpuset_t usable, const struct cupro__machine *machine,
                        const cupro_pool_options *options, hwloc_const_cpuset_t within);

/* How many these are; or an error. */
int cupro__spots_count(const struct cupro__machine *machine, const cupro_pool_options *options,
                       hwloc_const_cpuset_t within);

/* Among `usable`, for any policy that binds; of the options, `bind` and `cpus` count. Errors as in
 * cupro__plan_make; nothing is to be freed then. */
int cupro__spots_find(struct cupro__spots *spots, const struct cupro__machine *machine,
                      const cupro_pool_options *options, hwloc_const_cpuset_t usable);
void cupro__spots_free(struct cupro__spots *spots);

/* Pool order, for qsort: by node, then by hwloc's numbers, which run through one L3 after the other
 * and in it through one core after the other. */
int cupro__spots_compare(const void *left, const void *right);

/* The narrowest NUMA node around all of the PUs, the first of several as narrow; -1: none. */
int cupro__spots_node(hwloc_topology_t topology, hwloc_const_cpuset_t cpus);

/* The logical index of the object of that type that the given one is or lies in; -1: none. */
int cupro__spots_above(hwloc_topology_t topology, hwloc_obj_type_t type, hwloc_obj_t object);

#endif
