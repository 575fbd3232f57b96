/* SPDX-License-Identifier: MIT */
/*
 * Policies (see spots.h; their promises are in cupro/pool.h).
 *
 * The orders come from one step, `deal`: from each domain (core, L3, node, …) its first PU, then
 * from each its second, and so on. Dealt by cores, that is the policy "core". Dealt by each level
 * of the machine from the narrowest to the widest, it is "scatter": the last deal visits every
 * package before any a second time, and within a package keeps what the deals before it made. Where
 * siblings are alike, the result spreads threads as hwloc_distrib does; where they are not, they
 * get equal shares and not shares by size, until the smaller ones are full.
 *
 * Work: levels * PUs * log PUs, and PUs * nodes to find the node of each PU.
 */
#include "runtime/plans/spots.h"

#include "runtime/machine/cpulist.h"
#include "runtime/machine/kinds.h"

#include <cupro/error.h>
#include <stdlib.h>

/* -- Which PUs ----------------------------------------------------------------------------------
 */

bool cupro__spots_confined(const cupro_pool_options *options, hwloc_const_cpuset_t within)
{
    return within != NULL || options->cores != CUPRO_CORES_ALL || options->one_pu_a_core;
}

/* PUs that are in no core stay. */
static int keep_one_a_core(hwloc_cpuset_t usable, hwloc_topology_t topology)
{
    hwloc_obj_t core = NULL;
    hwloc_bitmap_t own = hwloc_bitmap_alloc();
    int failed = own == NULL ? -1 : 0;
    while (!failed && (core = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_CORE, core))) {
        failed |= hwloc_bitmap_and(own, usable, core->cpuset);
        int first = hwloc_bitmap_first(own);
        failed |= hwloc_bitmap_andnot(usable, usable, own);
        if (first >= 0)
            failed |= hwloc_bitmap_set(usable, (unsigned)first);
    }
    hwloc_bitmap_free(own);
    return failed ? CUPRO_ENOMEM : 0;
}

int cupro__spots_usable(hwloc_cpuset_t usable, const struct cupro__machine *machine,
                        const cupro_pool_options *options, hwloc_const_cpuset_t within)
{
    int error = cupro__kinds_cpus(usable, machine, options->cores);
    if (error == 0 && within != NULL && hwloc_bitmap_and(usable, usable, within) != 0)
        error = CUPRO_ENOMEM;
    if (error == 0 && options->one_pu_a_core)
        error = keep_one_a_core(usable, machine->topology);
    return error != 0 || !hwloc_bitmap_iszero(usable) ? error : CUPRO_EBIND;
}

int cupro__spots_count(const struct cupro__machine *machine, const cupro_pool_options *options,
                       hwloc_const_cpuset_t within)
{
    hwloc_bitmap_t usable = hwloc_bitmap_alloc();
    int error =
        usable == NULL ? CUPRO_ENOMEM : cupro__spots_usable(usable, machine, options, within);
    int count = error != 0 ? error : hwloc_bitmap_weight(usable);
    hwloc_bitmap_free(usable);
    return count;
}

/* -- Which spots --------------------------------------------------------------------------------
 */

int cupro__spots_above(hwloc_topology_t topology, hwloc_obj_type_t type, hwloc_obj_t object)
{
    hwloc_obj_t found =
        object->type == type ? object : hwloc_get_ancestor_obj_by_type(topology, type, object);
    return found != NULL ? (int)found->logical_index : -1;
}

static struct cupro__spot spot_of(hwloc_topology_t topology, hwloc_obj_t object, int node)
{
    return (struct cupro__spot){
        .object = object,
        .core = cupro__spots_above(topology, HWLOC_OBJ_CORE, object),
        .l3 = cupro__spots_above(topology, HWLOC_OBJ_L3CACHE, object),
        .node = node,
        .package = cupro__spots_above(topology, HWLOC_OBJ_PACKAGE, object),
    };
}

int cupro__spots_node(hwloc_topology_t topology, hwloc_const_cpuset_t cpus)
{
    int home = -1, narrowest = 0;
    hwloc_obj_t node = NULL;
    while ((node = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_NUMANODE, node))) {
        if (!hwloc_bitmap_isincluded(cpus, node->cpuset))
            continue;
        int width = hwloc_bitmap_weight(node->cpuset);
        if (home < 0 || width < narrowest) {
            home = (int)node->logical_index;
            narrowest = width;
        }
    }
    return home;
}

static int list_pus(struct cupro__spots *spots, const struct cupro__machine *machine,
                    hwloc_const_cpuset_t usable)
{
    if (machine->pus < 1)
        return CUPRO_EBIND;
    spots->spot = calloc((size_t)machine->pus, sizeof *spots->spot);
    if (spots->spot == NULL)
        return CUPRO_ENOMEM;
    hwloc_obj_t pu = NULL;
    while ((pu = hwloc_get_next_obj_by_type(machine->topology, HWLOC_OBJ_PU, pu)))
        if (hwloc_bitmap_isset(usable, pu->os_index))
            spots->spot[spots->count++] =
                spot_of(machine->topology, pu, cupro__spots_node(machine->topology, pu->cpuset));
    return spots->count > 0 ? 0 : CUPRO_EBIND;
}

static int compare(int a, int b)
{
    return (a > b) - (a < b);
}

int cupro__spots_compare(const void *left, const void *right)
{
    const struct cupro__spot *a = left, *b = right;
    if (a->node != b->node)
        return compare(a->node, b->node);
    return compare((int)a->object->logical_index, (int)b->object->logical_index);
}

/* Put nodes in the place of the PUs that are at home there. Nodes without PUs drop out, and all but
 * the first of those that share their PUs. If no PU has a node, the PUs stay. */
static void pus_to_nodes(struct cupro__spots *spots, hwloc_topology_t topology)
{
    size_t nodes = 0;
    qsort(spots->spot, spots->count, sizeof *spots->spot, cupro__spots_compare);
    for (size_t i = 0; i < spots->count; i++) {
        int node = spots->spot[i].node;
        if (node < 0 || (nodes > 0 && spots->spot[nodes - 1].node == node))
            continue;
        hwloc_obj_t object = hwloc_get_obj_by_type(topology, HWLOC_OBJ_NUMANODE, (unsigned)node);
        spots->spot[nodes++] = spot_of(topology, object, node);
    }
    if (nodes > 0)
        spots->count = nodes;
}

/* -- In which order ---------------------------------------------------------------------------- */

struct turn {
    int spot, round, before;
};

static int compare_turns(const void *left, const void *right)
{
    const struct turn *a = left, *b = right;
    int order = compare(a->round, b->round);
    return order != 0 ? order : compare(a->before, b->before);
}

/* The spots of domain -1 are a domain each. */
static int deal(struct cupro__spots *spots, const int *domain, int domains)
{
    struct turn *turn = calloc(spots->uses, sizeof *turn);
    int *dealt = calloc((size_t)domains + 1, sizeof *dealt);
    int error = turn == NULL || dealt == NULL ? CUPRO_ENOMEM : 0;
    if (error == 0) {
        for (size_t i = 0; i < spots->uses; i++) {
            int spot = spots->order[i];
            int round = domain[spot] < 0 ? 0 : dealt[domain[spot]]++;
            turn[i] = (struct turn){.spot = spot, .round = round, .before = (int)i};
        }
        qsort(turn, spots->uses, sizeof *turn, compare_turns);
        for (size_t i = 0; i < spots->uses; i++)
            spots->order[i] = turn[i].spot;
    }
    free(dealt);
    free(turn);
    return error;
}

static int deal_by_core(struct cupro__spots *spots, const struct cupro__machine *machine,
                        int *domain)
{
    for (size_t i = 0; i < spots->count; i++)
        domain[i] = spots->spot[i].core;
    return deal(spots, domain, machine->cores);
}

/* Spots that have nothing at that depth make up one domain together. */
static int deal_by_depth(struct cupro__spots *spots, const struct cupro__machine *machine,
                         int depth, int *domain)
{
    int domains = (int)hwloc_get_nbobjs_by_depth(machine->topology, depth);
    for (size_t i = 0; i < spots->count; i++) {
        hwloc_obj_t above = spots->spot[i].object;
        while (above->depth > depth)
            above = above->parent;
        domain[i] = above->depth == depth ? (int)above->logical_index : domains;
    }
    return deal(spots, domain, domains + 1);
}

static int deal_by_node(struct cupro__spots *spots, const struct cupro__machine *machine,
                        int *domain)
{
    for (size_t i = 0; i < spots->count; i++)
        domain[i] = spots->spot[i].node;
    return deal(spots, domain, machine->nodes);
}

/* NUMA nodes have no level of their own. Each hangs on an object with the same PUs, but on a
 * lopsided machine these are on several levels, so nodes are dealt by after all. Cores have the
 * last word: equal shares for all packages must not fill both PUs of a core while another core is
 * idle. */
static int scatter(struct cupro__spots *spots, const struct cupro__machine *machine, int *domain)
{
    int error = 0;
    for (int depth = hwloc_topology_get_depth(machine->topology) - 2; depth > 0; depth--)
        if (error == 0)
            error = deal_by_depth(spots, machine, depth, domain);
    if (error == 0)
        error = deal_by_node(spots, machine, domain);
    return error != 0 ? error : deal_by_core(spots, machine, domain);
}

static int order_by_policy(struct cupro__spots *spots, const struct cupro__machine *machine,
                           cupro_bind bind)
{
    int *domain = calloc(spots->count, sizeof *domain);
    spots->order = calloc(spots->count, sizeof *spots->order);
    int error = spots->order == NULL || domain == NULL ? CUPRO_ENOMEM : 0;
    if (error == 0) {
        for (size_t i = 0; i < spots->count; i++)
            spots->order[i] = (int)i;
        spots->uses = spots->count;
        if (bind == CUPRO_BIND_CORE)
            error = deal_by_core(spots, machine, domain);
        else if (bind == CUPRO_BIND_SCATTER)
            error = scatter(spots, machine, domain);
    }
    free(domain);
    return error;
}

/* Turns the kernel's numbers into indexes of spots, in place. */
static int order_by_list(struct cupro__spots *spots, const char *cpus)
{
    int error = cupro__cpulist_parse(cpus, &spots->order, &spots->uses);
    if (error != 0)
        return error;
    int *spot_at = calloc(CUPRO__LAST_CPU + 1, sizeof *spot_at); /* one more; 0: not ours */
    if (spot_at == NULL)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < spots->count; i++)
        if (spots->spot[i].object->os_index <= CUPRO__LAST_CPU)
            spot_at[spots->spot[i].object->os_index] = (int)i + 1;
    for (size_t i = 0; i < spots->uses && error == 0; i++) {
        spots->order[i] = spot_at[spots->order[i]] - 1;
        if (spots->order[i] < 0)
            error = CUPRO_EBIND;
    }
    free(spot_at);
    return error;
}

int cupro__spots_find(struct cupro__spots *spots, const struct cupro__machine *machine,
                      const cupro_pool_options *options, hwloc_const_cpuset_t usable)
{
    *spots = (struct cupro__spots){0};
    int error = list_pus(spots, machine, usable);
    if (error == 0 && options->bind == CUPRO_BIND_NUMA)
        pus_to_nodes(spots, machine->topology);
    if (error == 0)
        error = options->bind == CUPRO_BIND_LIST ? order_by_list(spots, options->cpus)
                                                 : order_by_policy(spots, machine, options->bind);
    if (error != 0)
        cupro__spots_free(spots);
    return error;
}

void cupro__spots_free(struct cupro__spots *spots)
{
    free(spots->order);
    free(spots->spot);
    *spots = (struct cupro__spots){0};
}
