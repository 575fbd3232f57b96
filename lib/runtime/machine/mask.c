/* SPDX-License-Identifier: MIT */
/* Affinity masks (see mask.h). The kernel refuses a buffer that is shorter than its own mask, so it
 * is doubled until it fits. */
#include "runtime/machine/mask.h"

#include <cupro/error.h>
#include <errno.h>

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
