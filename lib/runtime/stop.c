/* SPDX-License-Identifier: MIT */
/* The stop token: one int that goes from 0 to 1. Relaxed, since it hands over no data: whoever
 * raises it orders nothing by it, and whoever sees it only begins less. */
#include <cupro/stop.h>

void cupro_stop_request(cupro_stop *stop)
{
    if (stop != NULL)
        __atomic_store_n(&stop->requested, 1, __ATOMIC_RELAXED);
}

int cupro_stop_requested(const cupro_stop *stop)
{
    return stop != NULL && __atomic_load_n(&stop->requested, __ATOMIC_RELAXED);
}
