/* SPDX-License-Identifier: MIT */
/* The stop token: one int that goes from 0 to 1. Relaxed, since it hands over no data: whoever
 * raises it orders nothing by it, and whoever sees it only begins less. */
#include "runtime/engine/stop.h"

#include "runtime/clock.h"

#include <cupro/error.h>

cupro_time cupro_after(double seconds)
{
    const double most = 4e9; /* seconds that fit twice: those since the boot come on top */
    if (!(seconds > 0))
        return 1;
    return seconds < most ? cupro__now() + (cupro_time)(seconds * 1e9) : INT64_MAX;
}

void cupro_stop_request(cupro_stop *stop)
{
    if (stop != NULL)
        __atomic_store_n(&stop->requested, 1, __ATOMIC_RELAXED);
}

int cupro__stop_code(const cupro_stop *stop)
{
    for (; stop != NULL; stop = stop->parent) {
        if (__atomic_load_n(&stop->requested, __ATOMIC_RELAXED))
            return CUPRO_ESTOPPED;
        if (stop->deadline != 0 && cupro__now() >= stop->deadline)
            return CUPRO_ETIMEDOUT;
    }
    return 0;
}

int cupro_stop_requested(const cupro_stop *stop)
{
    return cupro__stop_code(stop) != 0;
}
