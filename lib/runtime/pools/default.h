/* SPDX-License-Identifier: MIT */
/*
 * The default pool: no threads of its own, but a rule for whose threads an operation gets.
 *
 * The first thread that asks (in most programs, the main thread) owns the default team: it opens
 * regions on itself, so that it shares the OpenMP threads with the program's own regions, and a
 * dispatch costs half a microsecond. Were every thread to do so, K threads would make K teams. So
 * the others, while the owner lives, run their operations themselves with the help of one hidden
 * pool, as far as it is free: they never wait for its attention. A fork's child does the same.
 */
#ifndef CUPRO__DEFAULT_H
#define CUPRO__DEFAULT_H

#include <cupro/pool.h>
#include <stdbool.h>

/* Whether the calling thread may open regions itself; makes it the owner if there is none. */
bool cupro__default_is_owner(void);

/* The hidden pool, opened when first asked for, and entered (registry), so that it and the caller
 * have as many threads as operations should; NULL if that is one, or the system does not give it.
 */
cupro_pool *cupro__default_helpers(void);

/* The same for tasks that run beside the caller: one thread at least. */
cupro_pool *cupro__default_workers(void);

/* How many threads of the n wanted a region of the caller's may have, the caller included: less
 * than n only if the system refuses to create them. */
int cupro__default_possible(int n);

#endif
