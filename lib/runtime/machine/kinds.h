/* SPDX-License-Identifier: MIT */
/* Kinds of cores: which PUs are of the performance, and which of the efficiency kind. */
#ifndef CUPRO__KINDS_H
#define CUPRO__KINDS_H

#include "runtime/machine/topology.h"

#include <cupro/pool.h>

/* Are there cores of two classes, as far as is known? */
bool cupro__kinds_differ(const struct cupro__machine *machine);

/* The PUs that a program means by `cores`: all of them where there are not two classes, as far as
 * is known. CUPRO_ENOMEM. */
int cupro__kinds_cpus(hwloc_cpuset_t cpus, const struct cupro__machine *machine, cupro_cores cores);

#endif
