/* SPDX-License-Identifier: MIT */
/* The best grain: how long a chunk should take, and how little work is soonest done by the caller.
 */
#ifndef TUNE_GRAIN_SWEEP_H
#define TUNE_GRAIN_SWEEP_H

#include "tune/tuning.h"

/* Measure with so many threads, in about so many seconds. The default pool, which it uses, keeps
 * its threads: nothing should be measured after it. */
void grain_measure(struct grain *grain, int threads, double seconds);

#endif
