/* SPDX-License-Identifier: MIT */
/*
 * The OpenMP backend (see backend.h). Works on libgomp and libomp, and when compiled for the one
 * and linked to the other.
 *
 * Regions and tasks carry runners and nothing else: libgomp keeps all tasks of a team in one
 * queue under one lock (80 to 1000 ns a task), and runs a taskloop of more than 64 tasks a thread
 * serially. A nested region would cost over a millisecond, so inside a team there are only tasks.
 */
#include "runtime/engine/backend.h"

#include <omp.h>
#include <stddef.h>

void cupro__backend_begin(void)
{
    omp_get_level();
}

void cupro__backend_call(cupro__member *member, void *arg)
{
    member(omp_get_thread_num(), omp_get_num_threads(), arg);
}

void cupro__backend_region(int n, cupro__member *member, void *arg)
{
#pragma omp parallel num_threads(n) default(none) shared(member, arg)
    cupro__backend_call(member, arg);
}

/* As children of a task that ends at once, and so not of the caller's: a taskwait in a body would
 * wait for members that sleep until that body has done something for them. */
void cupro__backend_offer(int k, cupro__member *member, void *arg)
{
#pragma omp task if (0) default(none) firstprivate(k, member, arg)
    for (int i = 0; i < k; i++) {
#pragma omp task default(none) firstprivate(member, arg)
        cupro__backend_call(member, arg);
    }
}

struct cupro__context cupro__backend_context(void)
{
    /* The level counts regions of one thread too, where omp_in_parallel() says no; a region opened
     * there would be a nested one, whose threads libgomp creates and ends each time. */
    struct cupro__context context = {omp_in_parallel() || omp_get_level() > 0, 1};
    if (context.in_team)
        context.size = omp_get_num_threads();
    return context;
}

int cupro__backend_max_threads(void)
{
    return omp_get_max_threads();
}

int cupro__backend_thread_limit(void)
{
    return omp_get_thread_limit();
}

int cupro__backend_bound_cpus(int *cpu, int room)
{
    int total = 0;
    if (omp_get_proc_bind() == omp_proc_bind_false)
        return 0;
    for (int place = 0; place < omp_get_num_places(); place++) {
        int cpus = omp_get_place_num_procs(place);
        if (cpus <= room - total)
            omp_get_place_proc_ids(place, cpu + total);
        total += cpus;
    }
    return total;
}

/* Only libomp has it. */
extern void kmp_set_blocktime(int) __attribute__((weak));

bool cupro__backend_keeps_threads(void)
{
    return kmp_set_blocktime != NULL;
}

void cupro__backend_host_begins(void)
{
    omp_set_dynamic(0);
}

void cupro__backend_host_ends(void)
{
    /* Hard would end libomp's hidden threads too, after which it aborts in the next region. */
    if (!cupro__backend_keeps_threads())
        omp_pause_resource_all(omp_pause_soft);
}
