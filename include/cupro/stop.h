/* SPDX-License-Identifier: MIT */
/*
 * Stopping from outside: a token that any thread, or a signal handler, raises.
 *
 * An operation that was given the token (`.stop = &token`) looks at it before every chunk, begins
 * no further one once it is raised, and returns CUPRO_ESTOPPED. If all chunks had begun by then,
 * it ends as if nothing had been asked.
 */
#ifndef CUPRO_STOP_H
#define CUPRO_STOP_H

#include <cupro/base.h>

CUPRO_BEGIN_DECLS

/* Zero-initialise it: `cupro_stop token = {0};`. It must outlive the operations that hold it. */
typedef struct cupro_stop {
    int requested; /* read and written by the two calls below only */
} cupro_stop;

/* Raise the token. Any thread, any number of times, and from a signal handler. */
CUPRO_API void cupro_stop_request(cupro_stop *stop);

/* 1 once the token is raised, else 0; long bodies may poll it. NULL counts as never raised. */
CUPRO_API int cupro_stop_requested(const cupro_stop *stop);

CUPRO_END_DECLS

#endif
