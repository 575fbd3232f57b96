/* SPDX-License-Identifier: MIT */
/* Seats (see memory_seats.h). */
#include "memory/memory_seats.h"

#include "runtime/engine/here.h"
#include "runtime/pools/pool.h"

#include <hwloc/linux.h>
#include <sched.h>
#include <stdlib.h>

static int make(struct cupro__seats *seats, int count)
{
    *seats = (struct cupro__seats){.cpus = calloc((size_t)count, sizeof *seats->cpus)};
    if (seats->cpus == NULL)
        return CUPRO_ENOMEM;
    for (; seats->count < count; seats->count++) {
        seats->cpus[seats->count] = hwloc_bitmap_alloc();
        if (seats->cpus[seats->count] == NULL) {
            cupro__seats_free(seats);
            return CUPRO_ENOMEM;
        }
    }
    return 0;
}

void cupro__seats_free(struct cupro__seats *seats)
{
    for (int i = 0; i < seats->count; i++)
        hwloc_bitmap_free(seats->cpus[i]);
    free(seats->cpus);
    *seats = (struct cupro__seats){0};
}

static int ended(struct cupro__seats *seats, int failed)
{
    if (!failed)
        return 0;
    cupro__seats_free(seats);
    return CUPRO_ENOMEM;
}

int cupro__seats_of_caller(struct cupro__seats *seats)
{
    int cpu = sched_getcpu();
    int error = make(seats, 1), failed = 0;
    if (error == 0 && cpu >= 0)
        failed = hwloc_bitmap_only(seats->cpus[0], (unsigned)cpu);
    return error != 0 ? error : ended(seats, failed);
}

int cupro__seats_of_machine(struct cupro__seats *seats, const struct cupro__machine *machine)
{
    int error = make(seats, machine->pus), failed = 0;
    hwloc_obj_t pu = NULL;
    for (int i = 0; error == 0 && i < machine->pus; i++) {
        pu = hwloc_get_next_obj_by_type(machine->topology, HWLOC_OBJ_PU, pu);
        failed |= hwloc_bitmap_only(seats->cpus[i], pu->os_index);
    }
    return error != 0 ? error : ended(seats, failed);
}

/* -- Of pools ------------------------------------------------------------------------------------
 */

/* What the kernel says of a thread; 0: the caller. */
static void ask_kernel(hwloc_bitmap_t cpus, const struct cupro__machine *machine, pid_t thread)
{
    if (hwloc_linux_get_tid_cpubind(machine->topology, thread, cpus) != 0)
        hwloc_bitmap_zero(cpus);
}

static int of_open_pool(struct cupro__seats *seats, const cupro_pool *pool,
                        const struct cupro__machine *machine)
{
    int error = make(seats, pool->threads), failed = 0;
    for (int i = 0; error == 0 && i < pool->threads; i++) {
        const struct cupro__place *place = pool->plan.place != NULL ? &pool->plan.place[i] : NULL;
        if (place != NULL && place->cpus != NULL)
            failed |= hwloc_bitmap_copy(seats->cpus[i], place->cpus);
        else
            ask_kernel(seats->cpus[i], machine, pool->fellow[i].tid);
    }
    return error != 0 ? error : ended(seats, failed);
}

struct question {
    struct cupro__seats *seats;
    const struct cupro__machine *machine;
};

static int take_seat(int index, void *arg)
{
    const struct question *question = arg;
    if (index < question->seats->count)
        ask_kernel(question->seats->cpus[index], question->machine, 0);
    return 0;
}

/* Where OpenMP binds threads, only they can tell; inside a region or an operation they cannot be
 * asked, and have empty seats. */
static int of_default_pool(struct cupro__seats *seats, const struct cupro__machine *machine)
{
    bool bound = cupro__backend_bound_cpus(NULL, 0) > 0;
    int error = make(seats, bound ? cupro_threads(NULL) : 1);
    if (error != 0)
        return error;
    struct question question = {seats, machine};
    if (bound)
        cupro_broadcast(NULL, take_seat, &question);
    else
        ask_kernel(seats->cpus[0], machine, 0);
    return 0;
}

int cupro__seats_of_pool(struct cupro__seats *seats, cupro_pool *pool,
                         const struct cupro__machine *machine)
{
    if (pool == NULL)
        pool = cupro__here.used != NULL ? cupro__here.used : cupro__here.pool;
    if (pool == NULL)
        return of_default_pool(seats, machine);
    if (pool == cupro__here.pool)
        return of_open_pool(seats, pool, machine);
    int error = cupro__registry_enter(pool);
    if (error != 0)
        return error;
    error = of_open_pool(seats, pool, machine);
    cupro__registry_leave(pool);
    return error;
}
