/* SPDX-License-Identifier: MIT */
/* Affinity masks (see mask.h). The kernel refuses a buffer that is shorter than its own mask, so it
 * is doubled until it fits. */
#include "runtime/machine/mask.h"

#include "runtime/engine/backend.h"

#include <cupro/error.h>
#include <errno.h>
#include <stdlib.h>

enum { MOST_CPUS = 1 << 20 };

int cupro__mask_read(pid_t thread, struct cupro__mask *mask)
{
    for (size_t cpus = CPU_SETSIZE; cpus <= MOST_CPUS; cpus *= 2) {
        mask->size = CPU_ALLOC_SIZE(cpus);
        mask->set = CPU_ALLOC(cpus);
        if (mask->set == NULL)
            return CUPRO_ENOMEM;
        if (sched_getaffinity(thread, mask->size, mask->set) == 0)
            return 0;
        CPU_FREE(mask->set);
        if (errno != EINVAL)
            break;
    }
    return CUPRO_EBIND;
}

void cupro__mask_free(struct cupro__mask *mask)
{
    CPU_FREE(mask->set);
}

int cupro__mask_copy(pid_t from)
{
    struct cupro__mask mask;
    int error = cupro__mask_read(from, &mask);
    if (error != 0)
        return error;
    if (sched_setaffinity(0, mask.size, mask.set) != 0)
        error = CUPRO_EBIND;
    cupro__mask_free(&mask);
    return error;
}

static void bind_to_all(const int *cpu, int count)
{
    int most = 0;
    for (int i = 0; i < count; i++)
        most = cpu[i] > most ? cpu[i] : most;
    struct cupro__mask mask = {CPU_ALLOC((size_t)most + 1), CPU_ALLOC_SIZE((size_t)most + 1)};
    if (mask.set == NULL)
        return;
    CPU_ZERO_S(mask.size, mask.set);
    for (int i = 0; i < count; i++)
        CPU_SET_S((size_t)cpu[i], mask.size, mask.set);
    sched_setaffinity(0, mask.size, mask.set);
    cupro__mask_free(&mask);
}

void cupro__mask_leave_place(void)
{
    int count = cupro__backend_bound_cpus(NULL, 0);
    int *cpu = count > 0 ? malloc((size_t)count * sizeof *cpu) : NULL;
    if (cpu == NULL)
        return;
    cupro__backend_bound_cpus(cpu, count);
    bind_to_all(cpu, count);
    free(cpu);
}
