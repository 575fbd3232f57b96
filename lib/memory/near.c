/* SPDX-License-Identifier: MIT */
/*
 * Choosing a node (see near.h).
 *
 * On most machines a thread has one node with memory around it, and all is said. Where there are
 * several, each is given its merits in the order in which they count, and the least wins; the first
 * of equal ones, which is where hwloc puts the usual memory.
 */
#include "memory/near.h"

#include "runtime/machine/distances.h"

#include <stdlib.h>

/* Some virtual machines do not say how much memory nodes have: then all have some. */
static bool has_memory(const struct cupro__machine *machine, hwloc_obj_t node)
{
    return node->attr->numanode.local_memory > 0 ||
           hwloc_get_root_obj(machine->topology)->total_memory == 0;
}

static hwloc_obj_t next_node(const struct cupro__machine *machine, hwloc_obj_t before)
{
    return hwloc_get_next_obj_by_type(machine->topology, HWLOC_OBJ_NUMANODE, before);
}

/* The narrowest node around the CPUs, with memory or without; -1: there is none. */
static int home(const struct cupro__machine *machine, hwloc_const_cpuset_t cpus)
{
    hwloc_obj_t node = NULL, narrowest = NULL;
    while ((node = next_node(machine, node)))
        if (hwloc_bitmap_isincluded(cpus, node->cpuset) &&
            (narrowest == NULL ||
             hwloc_bitmap_weight(node->cpuset) < hwloc_bitmap_weight(narrowest->cpuset)))
            narrowest = node;
    return narrowest != NULL ? (int)narrowest->logical_index : -1;
}

/* -- Merits --------------------------------------------------------------------------------------
 */

/* Least first. */
struct merits {
    uint64_t by[6];
};

/* For the seats within the node. */
static uint64_t share(const struct cupro__demand *demand, hwloc_obj_t node)
{
    int within = 0;
    for (int i = 0; i < demand->seats->count; i++)
        within += hwloc_bitmap_isincluded(demand->seats->cpus[i], node->cpuset);
    return (uint64_t)((double)demand->bytes * within / demand->seats->count);
}

static uint64_t attribute(const struct cupro__demand *demand, hwloc_memattr_id_t which,
                          hwloc_obj_t node, hwloc_cpuset_t cpus, uint64_t unknown)
{
    hwloc_uint64_t value;
    struct hwloc_location from = {.type = HWLOC_LOCATION_TYPE_CPUSET, .location.cpuset = cpus};
    int failed = hwloc_memattr_get_value(demand->machine->topology, which, node, &from, 0, &value);
    return failed ? unknown : value;
}

static struct merits merits_of(const struct cupro__demand *demand, hwloc_obj_t node,
                               hwloc_cpuset_t cpus, const uint64_t *distances)
{
    uint64_t memory = node->attr->numanode.local_memory;
    uint64_t bandwidth = attribute(demand, HWLOC_MEMATTR_ID_BANDWIDTH, node, cpus, 0);
    uint64_t latency = attribute(demand, HWLOC_MEMATTR_ID_LATENCY, node, cpus, UINT64_MAX);
    return (struct merits){{
        memory < share(demand, node),
        demand->prefer == CUPRO_PREFER_CAPACITY ? ~memory : 0,
        demand->prefer != CUPRO_PREFER_LATENCY ? ~bandwidth : 0,
        latency,
        distances != NULL ? distances[node->logical_index] : 0,
        (uint64_t)hwloc_bitmap_weight(node->cpuset),
    }};
}

static bool is_better(const struct merits *a, const struct merits *b)
{
    size_t i = 0, last = sizeof a->by / sizeof *a->by - 1;
    while (i < last && a->by[i] == b->by[i])
        i++;
    return a->by[i] < b->by[i];
}

/* -- Nodes ---------------------------------------------------------------------------------------
 */

/* Whether memory there may serve these CPUs; `around`: only if they are the node's. */
static bool serves(const struct cupro__machine *machine, hwloc_obj_t node,
                   hwloc_const_cpuset_t cpus, bool around)
{
    return has_memory(machine, node) && (!around || hwloc_bitmap_isincluded(cpus, node->cpuset));
}

static hwloc_obj_t best(const struct cupro__demand *demand, hwloc_cpuset_t cpus, bool around)
{
    const struct cupro__machine *machine = demand->machine;
    uint64_t *distances = cupro__distances_from(machine, home(machine, cpus));
    hwloc_obj_t node = NULL, best = NULL;
    struct merits most = {{0}};
    while ((node = next_node(machine, node))) {
        if (!serves(machine, node, cpus, around))
            continue;
        struct merits merits = merits_of(demand, node, cpus, distances);
        if (best == NULL || is_better(&merits, &most)) {
            best = node;
            most = merits;
        }
    }
    free(distances);
    return best;
}

/* For one PU; NULL: it is not of this machine. */
static hwloc_obj_t near(const struct cupro__demand *demand, int cpu)
{
    hwloc_obj_t pu = hwloc_get_pu_obj_by_os_index(demand->machine->topology, (unsigned)cpu);
    hwloc_obj_t node = NULL, only = NULL;
    int around = 0;
    if (pu == NULL)
        return NULL;
    while ((node = next_node(demand->machine, node)))
        if (serves(demand->machine, node, pu->cpuset, true)) {
            only = node;
            around++;
        }
    if (around == 1)
        return only;
    if (around > 1)
        return best(demand, pu->cpuset, true);
    struct cupro__demand far = *demand;
    far.prefer = CUPRO_PREFER_LATENCY; /* of a far node's bandwidth, only what the way has counts */
    return best(&far, pu->cpuset, false);
}

hwloc_obj_t cupro__near_seat(const struct cupro__demand *demand, int seat)
{
    hwloc_const_cpuset_t cpus = demand->seats->cpus[seat];
    int cpu = hwloc_bitmap_first(cpus);
    hwloc_obj_t node = cpu >= 0 ? near(demand, cpu) : NULL;
    while (node != NULL && (cpu = hwloc_bitmap_next(cpus, cpu)) >= 0)
        if (near(demand, cpu) != node)
            node = NULL;
    return node;
}

bool cupro__near_is_shared(const struct cupro__demand *demand, int seat)
{
    hwloc_bitmap_t *cpus = demand->seats->cpus;
    return seat > 0 && hwloc_bitmap_isequal(cpus[seat], cpus[seat - 1]);
}

int cupro__near_all(const struct cupro__demand *demand, hwloc_bitmap_t nodes)
{
    int failed = 0;
    hwloc_bitmap_zero(nodes);
    for (int i = 0; i < demand->seats->count; i++) {
        hwloc_const_cpuset_t cpus = demand->seats->cpus[i];
        if (cupro__near_is_shared(demand, i))
            continue;
        for (int cpu = hwloc_bitmap_first(cpus); cpu >= 0; cpu = hwloc_bitmap_next(cpus, cpu)) {
            hwloc_obj_t node = near(demand, cpu);
            if (node != NULL)
                failed |= hwloc_bitmap_set(nodes, node->os_index);
        }
    }
    return failed;
}
