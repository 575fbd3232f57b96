/* SPDX-License-Identifier: MIT */
/* What the verbs over plain arrays have in common. */
#ifndef CUPRO__ARRAY_H
#define CUPRO__ARRAY_H

#include "runtime/engine/engine.h"
#include "runtime/limits/count.h"

#include <stdbool.h>
#include <stdint.h>

/* Elements of a block at least: so that it costs microseconds, and its bookkeeping nothing. */
#define CUPRO__ARRAY_BLOCK 16384

/* About what a core reads or writes, for the choice of where to run. */
static const double cupro__bytes_a_ns = 10;

static inline bool cupro__array_is_wrong(const void *x, size_t n, size_t size)
{
    return (x == NULL && n > 0) || size == 0 || n > SIZE_MAX / size;
}

/* Whether two arrays of so many bytes have any in common. */
static inline bool cupro__arrays_overlap(const void *a, size_t a_bytes, const void *b,
                                         size_t b_bytes)
{
    uintptr_t x = (uintptr_t)a, y = (uintptr_t)b;
    return a_bytes > 0 && b_bytes > 0 && (x < y ? y - x < a_bytes : x - y < b_bytes);
}

/* Nothing in the call that a small array would have to wait for: no crew, no grid. */
static inline bool cupro__call_is_plain(const cupro_call *call)
{
    return call == NULL || (call->grain == 0 && call->stop == NULL && call->pool == NULL &&
                            call->threads >= 0 && call->threads <= CUPRO__MOST_THREADS &&
                            call->progress == NULL && !call->keep_going && call->failures == NULL);
}

static inline bool cupro__array_is_small(size_t n, const cupro_call *call)
{
    return n <= CUPRO__ARRAY_BLOCK && cupro__call_is_plain(call);
}

/* Run over units that read or write so many bytes each. */
int cupro__array_run(size_t units, size_t bytes, cupro__run *run, void *arg,
                     const cupro_call *call);

#endif
