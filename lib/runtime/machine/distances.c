/* SPDX-License-Identifier: MIT */
/* Distances (see distances.h): the latencies that the firmware states, as hwloc has them. */
#include "runtime/machine/distances.h"

#include <stdlib.h>

static struct hwloc_distances_s *latencies(hwloc_topology_t topology)
{
    struct hwloc_distances_s *matrix = NULL;
    unsigned matrices = 1;
    int failed = hwloc_distances_get_by_type(topology, HWLOC_OBJ_NUMANODE, &matrices, &matrix,
                                             HWLOC_DISTANCES_KIND_MEANS_LATENCY, 0);
    return failed == 0 && matrices > 0 ? matrix : NULL;
}

uint64_t *cupro__distances_from(const struct cupro__machine *machine, int from)
{
    struct hwloc_distances_s *matrix = from < 0 ? NULL : latencies(machine->topology);
    if (matrix == NULL)
        return NULL;
    uint64_t *distances = calloc((size_t)machine->nodes, sizeof *distances);
    hwloc_obj_t origin =
        hwloc_get_obj_by_type(machine->topology, HWLOC_OBJ_NUMANODE, (unsigned)from);
    for (int i = 0; distances != NULL && i < machine->nodes; i++) {
        hwloc_obj_t node =
            hwloc_get_obj_by_type(machine->topology, HWLOC_OBJ_NUMANODE, (unsigned)i);
        hwloc_uint64_t there, back;
        int unknown = hwloc_distances_obj_pair_values(matrix, origin, node, &there, &back);
        distances[i] = unknown ? UINT64_MAX : there;
    }
    hwloc_distances_release(machine->topology, matrix);
    return distances;
}
