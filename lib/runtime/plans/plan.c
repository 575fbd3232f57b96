/* SPDX-License-Identifier: MIT */
/*
 * Plans (see plan.h). Threads take the spots of a policy from the front, round and round; then what
 * was taken is sorted into pool order. So with T threads on S spots each spot is used floor(T/S) or
 * ceil(T/S) times, and threads that share one are neighbours.
 */
#include "runtime/plans/plan.h"

#include "runtime/plans/spots.h"

#include <cupro/error.h>
#include <stdlib.h>

static const struct cupro__place unbound = {NULL, -1, -1, -1, -1, -1, -1};

static int settle(struct cupro__place *place, hwloc_topology_t topology,
                  const struct cupro__spot *spot, hwloc_const_cpuset_t usable)
{
    *place = (struct cupro__place){
        .cpus = hwloc_bitmap_alloc(),
        .pu = -1,
        .core = spot->core,
        .l3 = spot->l3,
        .node = spot->node,
        .package = spot->package,
    };
    if (place->cpus == NULL || hwloc_bitmap_and(place->cpus, spot->object->cpuset, usable) != 0)
        return CUPRO_ENOMEM;
    if (hwloc_bitmap_weight(place->cpus) == 1)
        place->pu = hwloc_bitmap_first(place->cpus);
    place->kind = hwloc_cpukinds_get_by_cpuset(topology, place->cpus, 0);
    return 0;
}

/* Every thread may use all that there is. */
static int roam(struct cupro__plan *plan, const struct cupro__machine *machine,
                hwloc_const_cpuset_t usable)
{
    hwloc_topology_t topology = machine->topology;
    hwloc_obj_t around = hwloc_get_obj_covering_cpuset(topology, usable);
    const struct cupro__spot whole = {
        .object = around,
        .core = cupro__spots_above(topology, HWLOC_OBJ_CORE, around),
        .l3 = cupro__spots_above(topology, HWLOC_OBJ_L3CACHE, around),
        .node = cupro__spots_node(topology, usable),
        .package = cupro__spots_above(topology, HWLOC_OBJ_PACKAGE, around),
    };
    int error = 0;
    for (int i = 0; i < plan->threads && error == 0; i++)
        error = settle(&plan->place[i], topology, &whole, usable);
    return error;
}

static int settle_all(struct cupro__plan *plan, const struct cupro__machine *machine,
                      const struct cupro__spots *spots, hwloc_const_cpuset_t usable)
{
    struct cupro__spot *taken = calloc((size_t)plan->threads, sizeof *taken);
    if (taken == NULL)
        return CUPRO_ENOMEM;
    for (int i = 0; i < plan->threads; i++)
        taken[i] = spots->spot[spots->order[(size_t)i % spots->uses]];
    if (plan->bind != CUPRO_BIND_LIST)
        qsort(taken, (size_t)plan->threads, sizeof *taken, cupro__spots_compare);
    int error = 0;
    for (int i = 0; i < plan->threads && error == 0; i++)
        error = settle(&plan->place[i], machine->topology, &taken[i], usable);
    free(taken);
    return error;
}

static int bind_all(struct cupro__plan *plan, const struct cupro__machine *machine,
                    const cupro_pool_options *options, hwloc_const_cpuset_t usable)
{
    struct cupro__spots spots;
    int error = cupro__spots_find(&spots, machine, options, usable);
    if (error == 0)
        error = settle_all(plan, machine, &spots, usable);
    cupro__spots_free(&spots);
    return error;
}

static int place_all(struct cupro__plan *plan, const struct cupro__machine *machine,
                     const cupro_pool_options *options, hwloc_const_cpuset_t within)
{
    hwloc_bitmap_t usable = hwloc_bitmap_alloc();
    int error =
        usable == NULL ? CUPRO_ENOMEM : cupro__spots_usable(usable, machine, options, within);
    if (error == 0)
        error = options->bind == CUPRO_BIND_NONE ? roam(plan, machine, usable)
                                                 : bind_all(plan, machine, options, usable);
    hwloc_bitmap_free(usable);
    return error;
}

int cupro__plan_make(struct cupro__plan *plan, const struct cupro__machine *machine,
                     const cupro_pool_options *options, int threads, hwloc_const_cpuset_t within)
{
    cupro_bind bind = options->bind;
    bool confined = cupro__spots_confined(options, within);
    *plan = (struct cupro__plan){.bind = bind};
    if (threads < 1 || bind <= CUPRO_BIND_DEFAULT || bind > CUPRO_BIND_LIST ||
        (unsigned)options->cores > CUPRO_CORES_EFFICIENCY || (bind == CUPRO_BIND_LIST && confined))
        return CUPRO_EINVAL;
    plan->place = calloc((size_t)threads, sizeof *plan->place);
    if (plan->place == NULL)
        return CUPRO_ENOMEM;
    plan->threads = threads;
    for (int i = 0; i < threads; i++)
        plan->place[i] = unbound;
    int error = 0;
    if (bind != CUPRO_BIND_NONE || confined) {
        plan->topology = machine->topology;
        error = place_all(plan, machine, options, within);
    }
    if (error != 0)
        cupro__plan_free(plan);
    return error;
}

void cupro__plan_free(struct cupro__plan *plan)
{
    for (int i = 0; i < plan->threads; i++)
        hwloc_bitmap_free(plan->place[i].cpus);
    free(plan->place);
    *plan = (struct cupro__plan){.bind = CUPRO_BIND_NONE};
}
