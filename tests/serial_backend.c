/* SPDX-License-Identifier: MIT */
/*
 * A backend without threads: it calls the members one after the other on the caller, in random
 * order. A primitive that passes here needs no two runners to make progress at the same time.
 */
#include "runtime/backend.h"

#include <stdint.h>
#include <stdlib.h>

static _Thread_local uint64_t state = 88172645463325252u;

static unsigned below(unsigned n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state % n);
}

static void in_random_order(int n, cupro__member *member, void *arg)
{
    int order[n];
    for (int i = 0; i < n; i++) {
        int j = (int)below((unsigned)i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    for (int i = 0; i < n; i++)
        member(order[i], n, arg);
}

static _Thread_local int depth;

void cupro__backend_region(int n, cupro__member *member, void *arg)
{
    depth++;
    in_random_order(n, member, arg);
    depth--;
}

void cupro__backend_tasks(int k, cupro__member *member, void *arg)
{
    in_random_order(k + 1, member, arg);
}

struct cupro__context cupro__backend_context(void)
{
    struct cupro__context context = {depth > 0, depth > 0 ? 4 : 1};
    return context;
}

int cupro__backend_max_threads(void)
{
    const char *threads = getenv("OMP_NUM_THREADS");
    int n = threads != NULL ? atoi(threads) : 4;
    return n > 0 ? n : 1;
}

int cupro__backend_thread_limit(void)
{
    return 1 << 30;
}

int cupro__backend_bound_cpus(int *cpu, int room)
{
    (void)cpu;
    (void)room;
    return 0;
}

void cupro__backend_host_begins(void)
{
}

void cupro__backend_host_ends(void)
{
}
