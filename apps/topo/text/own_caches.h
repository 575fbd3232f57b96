/* SPDX-License-Identifier: MIT */
/* Caches that a core has for itself. */
#ifndef APPS_TOPO_OWN_CACHES_H
#define APPS_TOPO_OWN_CACHES_H

#include "common/output/draft.h"

#include <cupro/machine.h>

/* Add those of one core, as "L2 512 KB, L1d 32 KB". */
void draft_own_caches(struct draft *draft, const cupro_machine *machine, size_t core);

/* Those of every core, ended by a zero byte; only that, if they are not all the same. */
void draft_common_caches(struct draft *draft, const cupro_machine *machine);

#endif
