/* SPDX-License-Identifier: MIT */
/*
 * The optional arguments that every operation takes, by name, after its own:
 *
 *     cupro_for(n, axpy, &job);
 *     cupro_for(n, axpy, &job, .grain = 4096, .pool = near, .stop = &cancel);
 *
 * The verbs are macros; behind each stands a function with `_with` at the end of its name that
 * takes a `const cupro_call *` (NULL: all defaults). That function is what C++, Fortran and Python
 * call.
 */
#ifndef CUPRO_CALL_H
#define CUPRO_CALL_H

#include <cupro/base.h>
#include <cupro/counters.h>
#include <cupro/error.h>
#include <cupro/failures.h>
#include <cupro/pool.h>
#include <cupro/progress.h>
#include <cupro/stop.h>
#include <stdbool.h>

typedef struct cupro_call {
    int abi;
    int threads;      /* at most so many threads; 0: all of the pool's                          */
    void *ctx;        /* handed to bodies, steps and folders                                    */
    cupro_pool *pool; /* NULL: the one named by cupro_use, else the one we are in, else default */
    /* A body gets ranges of at least `grain` elements, the last one excepted, and of at most
     * `max_grain`, which counts where both cannot be. Without a grain cupro times the first few
     * elements on the caller and makes chunks of 2 us or more, some 128 a thread; work that is over
     * in 20 us never leaves the caller. With a grain nothing is timed: more than one chunk means
     * more than one thread. */
    size_t grain;
    size_t max_grain;
    const cupro_stop *stop; /* begin no chunk after this token is raised */
    /* Loops and scopes only; CUPRO_EINVAL elsewhere. */
    bool keep_going;          /* run everything, whatever fails; still return the lowest failure */
    cupro_failures *failures; /* where to list what failed                                       */
    cupro_progress *progress; /* whom to tell how far it is; its `report` is needed              */
    /* Sorts only; they mean nothing elsewhere. */
    bool unstable; /* elements that are equal in the order may change places, if that is faster */
    bool in_place; /* no second array: little memory, and slower                                */
    /* Grouping only; it means nothing elsewhere. */
    bool sorted; /* groups in the order of their keys, not in that of their first elements */
    /* What the operation did, for those who tune it. */
    cupro_counters *counters; /* where to add it up (counters.h) */
    /* An array of which each element of the operation works on the same share, from its beginning
     * to its end; whose pages are to be counted, once for each pass over it. Means nothing without
     * counters. */
    const void *watch;
    size_t watch_bytes;
} cupro_call;

#endif
