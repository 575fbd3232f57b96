/* SPDX-License-Identifier: MIT */
/*
 * Offers: runners for an OpenMP team that the caller is in the middle of.
 *
 * The team's other threads get a task each that calls the member, if they are free in time. The
 * caller calls it too, then withdraws the offer, and waits only for those that have begun: a task
 * that comes later finds the offer closed. So nobody waits for a task that nobody runs, and nobody
 * runs anything foreign while waiting, which a taskgroup's end does with libomp, level upon level,
 * until the stack ends.
 */
#ifndef CUPRO__OFFER_H
#define CUPRO__OFFER_H

#include "runtime/engine/backend.h"

/* In a shift (shift.h) the offers are jobs. Offer the member to `others` threads of the current
 * team, take part, and wait as said. */
void cupro__offer_run(int others, cupro__member *member, void *arg);

#endif
