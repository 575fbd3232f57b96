/* SPDX-License-Identifier: MIT */
/*
 * The engine: hands the pieces of one operation to its crew.
 *
 * Words. A unit is what cannot be divided: an index of a loop, a block of a fold's grid. A piece is
 * a range of units that one call of `run` gets. A chunk is a range of pieces, the number that
 * stands in slots; nearly always one piece.
 */
#ifndef CUPRO__ENGINE_H
#define CUPRO__ENGINE_H

#include "runtime/engine/crew.h"

#include <cupro/call.h>
#include <stddef.h>
#include <stdint.h>

/* Do the units [lo, hi); `runner` (0 … crew.runners - 1) is not used by anybody else meanwhile.
 * Non-zero: stop the units above, and let the operation return it. */
typedef int cupro__run(size_t lo, size_t hi, int runner, void *arg);

struct cupro__work {
    size_t units;
    cupro__run *run;
    void *arg;
    size_t grain;     /* units of a piece; 0: find out by timing the first ones */
    size_t max_grain; /* units of a piece at most; 0: no limit                  */
    double unit_ns;   /* known time of a unit; 0: unknown                       */

    int enough; /* what `run` returns when no more is needed: the operation then succeeds; 0: none
                 */

    /* For those who watch the operation. */
    size_t width;    /* elements of a unit, for the indexes of failures; 0: this work has none */
    size_t missing;  /* how many fewer unit 0 has                                         */
    size_t elements; /* of all units; 0: as many as units                                 */
    int pass;        /* which of the operation's passes over its elements this is, from 0 */
    int passes;      /* how many count, 0: one; what comes after them are leftovers       */
    bool has_more;   /* which the verb waits for before it says that all is done              */
};

/* Run it on a crew that was mustered for the call. CUPRO_EINVAL (the call asks for failures where
 * there are no indexes, has a progress without a report, or watches an array beyond the end of all
 * memory), CUPRO_ENOMEM (no more than the
 * first units have run, or a list of failures is short), CUPRO_ESTOPPED, CUPRO_ETIMEDOUT, or the
 * code of the lowest failed unit. */
int cupro__engine_run(const struct cupro__crew *crew, const struct cupro__work *work,
                      const cupro_call *call);

/* Muster, run, dismiss. */
int cupro__engine_call(const cupro_call *call, const struct cupro__work *work);

/* The same for what has several passes, or needs room that depends on the crew. NULL for a call is
 * allowed here, and not passed on. */
typedef int cupro__operation(void *arg, const struct cupro__crew *crew, const cupro_call *call);
int cupro__engine_perform(const cupro_call *call, cupro__operation *operation, void *arg);

/* 0, or why an operation that is no loop will refuse the call: for verbs that run something of the
 * caller's, or write, before their first work does. */
int cupro__engine_check(const cupro_call *call);

/* What NULL for a call means. */
extern const cupro_call cupro__usual_call;

#endif
