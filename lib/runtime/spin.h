/* SPDX-License-Identifier: MIT */
/*
 * Spinning for a while before sleeping, because to wake a thread takes 3 us, or 20 in a virtual
 * machine whose idle processor has to be woken first. Every turn yields: on a machine whose
 * processors are all in use, a waiter that only spins takes one of them from the work that it waits
 * for.
 */
#ifndef CUPRO__SPIN_H
#define CUPRO__SPIN_H

#include "runtime/clock.h"

#include <sched.h>
#include <stdbool.h>

struct cupro__spin {
    int64_t begin;
};

static inline struct cupro__spin cupro__spin_begin(void)
{
    struct cupro__spin spin = {cupro__now()};
    return spin;
}

/* One turn; false when the spinning has lasted 50 us. */
static inline bool cupro__spin_on(const struct cupro__spin *spin)
{
    sched_yield();
    return cupro__now() - spin->begin < 50000;
}

#endif
