/* SPDX-License-Identifier: MIT */
/*
 * Seeking: the first hit among steps that are looked at in blocks, in their order.
 *
 * Runners take the next block that nobody has, whatever units the engine gives them: what lies near
 * the beginning is found as fast as by all threads together, where slices would have all but one
 * look in vain. The lowest hit so far is known to all; who would have to begin beyond it is done.
 * So every block below the lowest hit has been looked at, also when a stop token ends the others.
 *
 * Work: the steps up to the hit, and a block for each runner. A block costs one addition to a
 * counter that all share, so it should take microseconds.
 */
#ifndef CUPRO__SEEK_H
#define CUPRO__SEEK_H

#include "runtime/engine/engine.h"

#include <stdatomic.h>
#include <stdbool.h>

/* Look at the steps [lo, hi) and set *hit to the first that is one, or leave it. Non-zero: the
 * search fails with that code, which is one of cupro's own. */
typedef int cupro__look(void *arg, int runner, size_t lo, size_t hi, size_t *hit);

struct cupro__seek {
    size_t steps;
    size_t block;   /* steps that a runner takes at once                     */
    size_t glance;  /* steps of a look; between two, the lowest hit is read  */
    bool any;       /* any hit will do                                       */
    size_t grain;   /* blocks of a piece, as for the engine; 0: find out     */
    bool has_more;  /* the verb goes on when it is over: no progress is said to be all */
    double step_ns; /* known time of a step; 0: unknown                      */
    cupro__look *look;
    void *arg;
    _Atomic size_t next; /* block to be taken                */
    _Atomic size_t best; /* the lowest hit, or CUPRO_NOWHERE */
    atomic_int error;
};

/* Set *hit to the first hit (or to any), or to CUPRO_NOWHERE. After CUPRO_ESTOPPED and other errors
 * *hit is as it was. */
int cupro__seek_run(struct cupro__seek *seek, const struct cupro__crew *crew,
                    const cupro_call *call, size_t *hit);

#endif
