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

#include "runtime/crew.h"

#include <cupro/call.h>
#include <stddef.h>

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
};

/* Run it on a crew that was mustered for the call. Not for bad arguments: these are checked by the
 * verb. CUPRO_ENOMEM (nothing has run), CUPRO_ESTOPPED, or the code of the lowest failed unit. */
int cupro__engine_run(const struct cupro__crew *crew, const struct cupro__work *work,
                      const cupro_stop *stop);

/* Muster, run, dismiss. */
int cupro__engine_call(const cupro_call *call, const struct cupro__work *work);

/* What NULL for a call means. */
extern const cupro_call cupro__usual_call;

#endif
