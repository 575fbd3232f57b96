/* SPDX-License-Identifier: MIT */
/*
 * Plans (see plan.h). Threads take the spots of a policy from the front, round and round; then what
 * was taken is sorted into pool order. So with T threads on S spots each spot is used floor(T/S) or
 * ceil(T/S) times, and threads that share one are neighbours.
 */
#include "runtime/plan.h"

#include "runtime/spots.h"

#include <cupro/error.h>
#include <stdlib.h>

static const struct cupro__place unbound = {NULL, -1, -1, -1, -1, -1, -1};

static int settle(struct cupro__place *place, hwloc_topology_t topology,
                  const struct cupro__spot *spot)
{
    hwloc_const_cpuset_t cpus = spot->object->cpuset;
    *place = (struct cupro__place){
        .cpus = hwloc_bitmap_dup(cpus),
        .pu = hwloc_bitmap_weight(cpus) == 1 ? hwloc_bitmap_first(cpus) : -1,
        .core = spot->core,
        .l3 = spot->l3,
        .node = spot->node,
        .package = spot->package,
        .kind = hwloc_cpukinds_get_by_cpuset(topology, cpus, 0),
    };
    return place->cpus != NULL ? 0 : CUPRO_ENOMEM;
}

static int settle_all(struct cupro__plan *plan, const struct cupro__machine *machine,
                      const struct cupro__spots *spots)
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
        error = settle(&plan->place[i], machine->topology, &taken[i]);
    free(taken);
    return error;
}

static int bind_all(struct cupro__plan *plan, const struct cupro__machine *machine,
                    const char *cpus)
{
    struct cupro__spots spots;
    int error = cupro__spots_find(&spots, machine, plan->bind, cpus);
    if (error == 0)
        error = settle_all(plan, machine, &spots);
    cupro__spots_free(&spots);
    return error;
}

int cupro__plan_make(struct cupro__plan *plan, const struct cupro__machine *machine,
                     cupro_bind bind, int threads, const char *cpus)
{
    *plan = (struct cupro__plan){.bind = bind};
    if (threads < 1 || bind <= CUPRO_BIND_DEFAULT || bind > CUPRO_BIND_LIST)
        return CUPRO_EINVAL;
    plan->place = calloc((size_t)threads, sizeof *plan->place);
    if (plan->place == NULL)
        return CUPRO_ENOMEM;
    plan->threads = threads;
    for (int i = 0; i < threads; i++)
        plan->place[i] = unbound;
    int error = bind == CUPRO_BIND_NONE ? 0 : bind_all(plan, machine, cpus);
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
