/* SPDX-License-Identifier: MIT */
/*
 * Stopping from outside: a token that any thread, or a signal handler, raises, or that raises
 * itself when its time has come.
 *
 *     cupro_stop stop = {.deadline = cupro_after(0.5), .parent = &shutdown};
 *     error = cupro_for(n, body, &job, .stop = &stop);
 *
 * An operation that was given the token looks at it before every chunk, begins no further one once
 * it is raised, and returns CUPRO_ESTOPPED, or CUPRO_ETIMEDOUT where it was the time. So it returns
 * one chunk's time later, which is some 50 us at most, or that of an element if this takes longer
 * (for folds, of a block: fold.h), unless the caller chose the grain. If all chunks had begun by
 * then, it ends as if nothing had been asked.
 */
#ifndef CUPRO_STOP_H
#define CUPRO_STOP_H

#include <cupro/base.h>

CUPRO_BEGIN_DECLS

/* A point in time: nanoseconds of CLOCK_MONOTONIC, which starts at boot and is never set. */
typedef int64_t cupro_time;

/* So many seconds from now; what is not positive (or NaN) is past, what is too far is never. */
CUPRO_API cupro_time cupro_after(double seconds);

/* Zero-initialise it: `cupro_stop token = {0};`. It must outlive the operations that hold it. */
typedef struct cupro_stop {
    int requested;       /* read and written by the two calls below only                      */
    cupro_time deadline; /* counts as raised from then on; 0: never. Set it before it is used */
    const struct cupro_stop *parent; /* counts as raised when this one is; NULL: none         */
} cupro_stop;

/* Raise the token. Any thread, any number of times, and from a signal handler. */
CUPRO_API void cupro_stop_request(cupro_stop *stop);

/* 1 once the token, or one of its parents, is raised or past its deadline, else 0; long bodies may
 * poll it: 1 ns, or 25 with a deadline. NULL counts as never raised. */
CUPRO_API int cupro_stop_requested(const cupro_stop *stop);

CUPRO_END_DECLS

#endif
