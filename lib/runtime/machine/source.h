/* SPDX-License-Identifier: MIT */
/* Machines that are not here: their descriptions, looked over before hwloc gets them. */
#ifndef CUPRO__SOURCE_H
#define CUPRO__SOURCE_H

#include "runtime/machine/topology.h"

#include <cupro/machine.h>

/* Make a source of what the options name, to be freed. CUPRO_EINVAL, CUPRO_EDATA, CUPRO_ETOPOLOGY
 * and CUPRO_ENOMEM as in cupro_machine_open, with the reason written where the options say; there
 * is then nothing to free. */
int cupro__source_open(struct cupro__source *source, const cupro_machine_options *options);
void cupro__source_free(struct cupro__source *source);

/* CUPRO_ETOPOLOGY, with the reason, where the hwloc that was found at run time lacks what we call.
 */
int cupro__source_judge_hwloc(const cupro_machine_options *options);

/* Write a reason where the options say, if they do. */
void cupro__source_say(const cupro_machine_options *options, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
