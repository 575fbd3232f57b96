/* SPDX-License-Identifier: MIT */
/*
 * Shifts: how a pool's threads run jobs, each for itself.
 *
 * A job is work for one thread that nobody need be waiting for: a task that was started, or the
 * offer of an operation inside one. Jobs stand in the pool's inbox, under its lock. When there are
 * some, and no request before them, the host opens a region, the shift, in which every thread takes
 * jobs, and requests of others meanwhile, until none is left and none is being worked on. So
 * threads without a job sleep where the next one finds them, which at OpenMP's own barrier it would
 * not. For the same reason all leave together: what comes when the first has left is for the next
 * shift, which has the whole team again.
 */
#ifndef CUPRO__SHIFT_H
#define CUPRO__SHIFT_H

#include <stdbool.h>

struct cupro__inbox;
struct cupro__request;

struct cupro__job {
    void (*run)(struct cupro__job *job); /* the job may be gone when it returns */
    const struct cupro__request *origin; /* what it is the work of, or NULL */
    struct cupro__job *next;
    struct cupro__job **link; /* what points to it; NULL: it does not stand in an inbox */
};

struct cupro__shift {
    struct cupro__job *first, **last;
    int busy;  /* threads of the shift that work on something */
    bool open; /* until one of them finds nothing, and the others not busy */
};

void cupro__shift_init(struct cupro__shift *shift);

/* Give the pool a job. */
void cupro__shift_add(struct cupro__inbox *inbox, struct cupro__job *job);

/* Take it back; false if it has begun. */
bool cupro__shift_recall(struct cupro__inbox *inbox, struct cupro__job *job);

/* With the inbox's lock held: take the first job that descends from `ancestor`, and is not the job
 * that this stands for (NULL: the first of all), or NULL. */
struct cupro__job *cupro__shift_next(struct cupro__shift *shift,
                                     const struct cupro__request *ancestor);

/* Begin a shift, before the team comes. */
void cupro__shift_open(struct cupro__inbox *inbox);

/* A thread's part in a shift; called by each of the team. */
void cupro__shift_work(struct cupro__inbox *inbox);

#endif
