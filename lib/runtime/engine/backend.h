/* SPDX-License-Identifier: MIT */
/*
 * The backend: all that cupro asks of OpenMP.
 *
 * backend.c is the only file with OpenMP pragmas, and the only one built without ThreadSanitizer,
 * which cannot see into the OpenMP runtimes. backend_serial.c takes its place in tests: it calls
 * the members one after the other, in random order, on the caller; whatever passes there needs no
 * two of them to make progress at the same time.
 */
#ifndef CUPRO__BACKEND_H
#define CUPRO__BACKEND_H

#include <stdbool.h>

/* Called by each thread of a team; index is 0 … size - 1, size may be less than was asked. */
typedef void cupro__member(int index, int size, void *arg);

/* Have OpenMP register its fork handlers, if it has any and has not yet. Nothing is bound. */
void cupro__backend_begin(void);

/* Open a parallel region of n threads at most, and wait for its end. */
void cupro__backend_region(int n, cupro__member *member, void *arg);

/* Inside a region: create k tasks that call the member, each on some thread of the team, at some
 * time before the region ends; index is that of the thread in its team. Does not wait for them. */
void cupro__backend_offer(int k, cupro__member *member, void *arg);

/* Call the member here, with the caller's place in its team. */
void cupro__backend_call(cupro__member *member, void *arg);

struct cupro__context {
    bool in_team; /* in a region, even one of a single thread; else plain serial code */
    int size;     /* threads of that team; 1 in serial code                           */
};
struct cupro__context cupro__backend_context(void);

/* What `omp parallel` would take in the calling thread. */
int cupro__backend_max_threads(void);

/* What `omp parallel` could not go beyond (OMP_THREAD_LIMIT). */
int cupro__backend_thread_limit(void);

/* If OpenMP binds threads itself (OMP_PROC_BIND, OMP_PLACES), a thread's mask says little of the
 * process: its CPUs are then those of OpenMP's places. Returns how many entries these have, and
 * writes as many as there is room for; 0 if OpenMP binds nothing. A CPU may be in several places.
 */
int cupro__backend_bound_cpus(int *cpu, int room);

/* Whether a thread that has had a team must never end. libomp 14 keeps the memory of tasks that
 * other threads have freed in lists that name their owner, and follows the names after it has gone.
 */
bool cupro__backend_keeps_threads(void);

/* A thread that is to own teams for a pool calls these first and last: team sizes are then exact,
 * whatever OMP_DYNAMIC says, and its workers are joined before it ends, which fork() needs. */
void cupro__backend_host_begins(void);
void cupro__backend_host_ends(void);

#endif
