/* SPDX-License-Identifier: MIT */
/* How the works scale over numbers of threads and over policies. */
#ifndef TUNE_SCALING_H
#define TUNE_SCALING_H

#include "tune/tuning.h"

#include <cupro/machine.h>

/* Which numbers of threads there are up to `most`, 1, 2, 4 … and the number of cores, and which
 * policies differ for them on this machine. */
void scaling_plan(struct scaling *scaling, const cupro_machine *machine, int most);

/* Measure in about so many seconds: as many elements as can be done in that, but `least` at least
 * and `most` at most. */
void scaling_measure(struct scaling *scaling, double seconds, size_t least, size_t most);

#endif
