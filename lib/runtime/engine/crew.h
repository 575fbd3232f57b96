/* SPDX-License-Identifier: MIT */
/*
 * Crews: who runs one operation, and what carries its runners there.
 *
 * Runner contract: a runner is called 1 … crew.runners times, in any order, on any threads,
 * possibly all on the caller one after the other. It ends when it finds no work, and never waits
 * for another.
 */
#ifndef CUPRO__CREW_H
#define CUPRO__CREW_H

#include "runtime/engine/backend.h"

#include <cupro/call.h>
#include <stdbool.h>

enum cupro__carrier {
    CUPRO__INLINE,  /* the caller alone                                                       */
    CUPRO__REGION,  /* a parallel region: of the caller's own, or of the pool whose host it is */
    CUPRO__TASKS,   /* tasks in the team that the caller is in                                */
    CUPRO__HELPERS, /* the caller, and the hidden pool as far as it is free                   */
    CUPRO__AWAY     /* another pool: the whole operation moves there                          */
};

struct cupro__crew {
    enum cupro__carrier carrier;
    int runners;      /* at most so many take part              */
    int team;         /* threads of the team that carries them  */
    cupro_pool *pool; /* NULL: none is concerned                */
    bool entered;     /* `pool` is to be left at the dismissal  */
};

/* Find out who runs an operation that is called from here. */
int cupro__crew_muster(struct cupro__crew *crew, const cupro_call *call);
void cupro__crew_dismiss(struct cupro__crew *crew);

/* Have the runners run, and wait until the last one has ended. Not for AWAY. */
void cupro__crew_launch(const struct cupro__crew *crew, cupro__member *runner, void *arg);

/* For AWAY: run work(&crew, arg) on a thread of the pool, with the crew as it is there. */
void cupro__crew_move(const struct cupro__crew *crew,
                      void (*work)(const struct cupro__crew *crew, void *arg), void *arg);

#endif
