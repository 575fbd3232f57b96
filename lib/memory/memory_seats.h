/* SPDX-License-Identifier: MIT */
/* Seats: for whom memory is to lie near. A seat is the processors that one thread may run on. */
#ifndef CUPRO__SEATS_H
#define CUPRO__SEATS_H

#include "runtime/machine/topology.h"

#include <cupro/pool.h>

struct cupro__seats {
    int count;
    hwloc_bitmap_t *cpus;
};

/*
 * Each gives seats to be freed; on an error there is nothing to free.
 *
 *   of_pool     of each thread of the pool, in the order of their numbers: as planned, or else what
 *               the kernel says of a thread that is not bound. NULL: of the pool that operations
 *               from here would use; the default pool's threads, as long as OpenMP does not bind
 *               them, have one seat together. CUPRO_EINVAL: not an open pool
 *   of_caller   the one where the calling thread runs at the moment
 *   of_machine  each PU
 *
 * CUPRO_ENOMEM. A thread of which the kernel does not tell has an empty seat.
 */
int cupro__seats_of_pool(struct cupro__seats *seats, cupro_pool *pool,
                         const struct cupro__machine *machine);
int cupro__seats_of_caller(struct cupro__seats *seats);
int cupro__seats_of_machine(struct cupro__seats *seats, const struct cupro__machine *machine);
void cupro__seats_free(struct cupro__seats *seats);

#endif
