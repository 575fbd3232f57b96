/* SPDX-License-Identifier: MIT */
/* Bandwidth between the threads of a node and the memory of a node. */
#ifndef TUNE_BANDWIDTH_H
#define TUNE_BANDWIDTH_H

#include "tune/tuning.h"

#include <cupro/machine.h>

/* Measure each pair in about so many seconds for all, with no more threads in all than `most`, and
 * arrays of so many bytes. To be freed. */
void bandwidth_measure(struct bandwidth *bandwidth, const cupro_machine *machine, int most,
                       double seconds, size_t bytes);
void bandwidth_free(struct bandwidth *bandwidth);

#endif
