/* SPDX-License-Identifier: MIT */
/* How far NUMA nodes are from each other. */
#ifndef CUPRO__DISTANCES_H
#define CUPRO__DISTANCES_H

#include "runtime/machine/topology.h"

#include <stdint.h>

/* From one node to each, by their logical indexes; UINT64_MAX where the machine does not tell. NULL
 * for no node (-1), if nothing is known, or there is no memory. To be freed. */
uint64_t *cupro__distances_from(const struct cupro__machine *machine, int from);

#endif
