/* SPDX-License-Identifier: MIT */
/*
 * A backend without threads: it calls the members one after the other on the caller, in random
 * order. A primitive that passes here needs no two runners to make progress at the same time.
 */
#include "runtime/engine/backend.h"

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

/* Tasks that have been offered and not run yet. */
static _Thread_local struct {
    cupro__member *member;
    void *arg;
} task[1024];
static _Thread_local int tasks, depth;

void cupro__backend_call(cupro__member *member, void *arg)
{
    member(0, depth > 0 ? 4 : 1, arg);
}

static void run_tasks(int until)
{
    while (tasks > until) {
        int i = until + (int)below((unsigned)(tasks - until));
        cupro__member *member = task[i].member;
        void *arg = task[i].arg;
        task[i] = task[--tasks];
        member((int)below(4), 4, arg);
    }
}

void cupro__backend_region(int n, cupro__member *member, void *arg)
{
    int order[n], before = tasks;
    for (int i = 0; i < n; i++) {
        int j = (int)below((unsigned)i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    depth++;
    for (int i = 0; i < n; i++)
        member(order[i], n, arg);
    run_tasks(before); /* the barrier */
    depth--;
}

/* Some at once, some at the region's end, when nobody waits for them any more. */
void cupro__backend_offer(int k, cupro__member *member, void *arg)
{
    for (int i = 0; i < k; i++) {
        if (below(2) == 0 || tasks == 1024) {
            member((int)below(4), 4, arg);
            continue;
        }
        task[tasks].member = member;
        task[tasks++].arg = arg;
    }
}

struct cupro__context cupro__backend_context(void)
{
    struct cupro__context context = {depth > 0, depth > 0 ? 4 : 1};
    return context;
}

void cupro__backend_begin(void)
{
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

bool cupro__backend_keeps_threads(void)
{
    return false;
}

void cupro__backend_host_begins(void)
{
}

void cupro__backend_host_ends(void)
{
}
