/* SPDX-License-Identifier: MIT */
/*
 * One operation at work: what those who run it share. The calling thread has it on its stack, runs
 * what is too little for others (engine.c), and may then give the rest to a crew (handout.c).
 */
#ifndef CUPRO__OPERATION_H
#define CUPRO__OPERATION_H

#include "runtime/engine/engine.h"
#include "runtime/engine/failures.h"
#include "runtime/engine/progress.h"
#include "runtime/engine/steal.h"
#include "runtime/engine/trail.h"

#include <stdatomic.h>

struct cupro__op {
    const struct cupro__work *work;
    const cupro_call *call;
    struct cupro__failure_log *log; /* NULL: nobody wants to know */
    cupro_progress *progress;       /* the same                   */
    size_t done;                    /* units that the caller ran alone, [0, done) */
    int failure;                    /* of the lowest of these that failed         */
    size_t piece;                   /* units of a piece              */
    size_t chunk;                   /* units of a chunk              */
    uint32_t chunks;                /* of [done, units)              */
    struct cupro__runners runners;
    bool all_come;                  /* each thread of the team, and once */
    const struct cupro__plan *plan; /* where the threads are; NULL: not known */
    struct cupro__trails trails;    /* one a runner, and the caller's; none: nobody asks */
    _Atomic size_t fail_from;       /* units from here on need not run */
    atomic_int stopped; /* CUPRO_ESTOPPED, CUPRO_ETIMEDOUT: seen, and something left undone */
};

/* Run one piece, as that runner, and tell those who watch; what it returned. */
static inline int cupro__op_piece(const struct cupro__op *op, size_t lo, size_t hi, int runner)
{
    const struct cupro__work *work = op->work;
    int code = work->run(lo, hi, runner, work->arg);
    if (code != 0 && op->log != NULL)
        cupro__failure_log_add(op->log, lo > 0 ? lo * work->width - work->missing : 0, code);
    if (op->progress != NULL)
        cupro__progress_add(op->progress, work, hi - lo);
    return code;
}

/* Hand the units from op->done on out to the crew, in pieces of so many. As cupro__engine_run. */
int cupro__handout(const struct cupro__crew *crew, struct cupro__op *op, size_t piece);

#endif
