/* SPDX-License-Identifier: MIT */
/* Carvings: the machine in parts, no PU in two of them, for pools that share it out. */
#ifndef CUPRO__CARVING_H
#define CUPRO__CARVING_H

#include "runtime/machine/topology.h"

#include <cupro/pool.h>

struct cupro__carving {
    hwloc_bitmap_t *part;
    int parts;
};

/* What cupro_pools_per_node and cupro_pools_split promise, of the PUs that the options leave. A
 * part is never empty. CUPRO_EBIND: no PU is left, or more parts than PUs. CUPRO_ENOMEM. On an
 * error the carving is empty. */
int cupro__carve_nodes(struct cupro__carving *carving, const struct cupro__machine *machine,
                       const cupro_pool_options *options);
int cupro__carve_evenly(struct cupro__carving *carving, const struct cupro__machine *machine,
                        const cupro_pool_options *options, int parts);
void cupro__carving_free(struct cupro__carving *carving);

/* Share out so many threads by the sizes of the parts: at least one each, and where there are
 * enough, none more than its PUs. */
void cupro__carving_threads(const struct cupro__carving *carving, int threads, int *share);

#endif
