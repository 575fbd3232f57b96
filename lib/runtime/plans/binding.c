/* SPDX-License-Identifier: MIT */
/* Binding the calling thread, and what became of it (see plan.h). */
#include "runtime/machine/mask.h"
#include "runtime/plans/plan.h"

#include <cupro/error.h>
#include <stdio.h>

static int bind_caller(const struct cupro__machine *machine, hwloc_const_cpuset_t cpus)
{
    int failed = hwloc_set_cpubind(machine->topology, cpus, HWLOC_CPUBIND_THREAD);
    return failed ? CUPRO_EBIND : 0;
}

int cupro__plan_apply(const struct cupro__plan *plan, const struct cupro__machine *machine,
                      int index)
{
    hwloc_const_cpuset_t cpus = plan->place[index].cpus;
    return cpus != NULL ? bind_caller(machine, cpus) : 0;
}

int cupro__plan_release(const struct cupro__machine *machine)
{
    if (machine == NULL)
        return 0;
    return bind_caller(machine, hwloc_topology_get_allowed_cpuset(machine->topology));
}

int cupro__binding_of(pid_t thread, char *text, size_t size)
{
    struct cupro__mask mask;
    snprintf(text, size, "?");
    int error = cupro__mask_read(thread, &mask);
    if (error != 0)
        return error;
    hwloc_bitmap_t cpus = hwloc_bitmap_alloc();
    error = cpus != NULL ? 0 : CUPRO_ENOMEM;
    for (size_t cpu = 0; cpu < 8 * mask.size && error == 0; cpu++)
        if (CPU_ISSET_S(cpu, mask.size, mask.set) && hwloc_bitmap_set(cpus, (unsigned)cpu) != 0)
            error = CUPRO_ENOMEM;
    if (error == 0)
        hwloc_bitmap_list_snprintf(text, size, cpus);
    hwloc_bitmap_free(cpus);
    cupro__mask_free(&mask);
    return error;
}

void cupro__plan_text(const struct cupro__plan *plan, int index, char *text, size_t size)
{
    if (plan->place == NULL || plan->place[index].cpus == NULL) {
        snprintf(text, size, "anywhere");
        return;
    }
    const struct cupro__place *place = &plan->place[index];
    const struct {
        const char *name;
        int number;
    } level[] = {{"core", place->core},
                 {"L3", place->l3},
                 {"node", place->node},
                 {"package", place->package}};
    int length = hwloc_bitmap_list_snprintf(text, size, place->cpus);
    for (size_t i = 0; i < sizeof level / sizeof *level; i++)
        if (level[i].number >= 0 && length >= 0 && (size_t)length < size)
            length += snprintf(text + length, size - (size_t)length, ", %s %d", level[i].name,
                               level[i].number);
}
