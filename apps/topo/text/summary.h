/* SPDX-License-Identifier: MIT */
/* What stands above and below the tree. */
#ifndef APPS_TOPO_SUMMARY_H
#define APPS_TOPO_SUMMARY_H

#include "common/output/draft.h"

#include <cupro/machine.h>

/* Add a line each about what there is, what of it the process may use, and the plan. `input`: where
 * the machine comes from, or NULL; `caches`: what all cores have of their own, or "". */
void draft_summary(struct draft *page, const cupro_machine *machine, const cupro_plan *plan,
                   const char *input, const char *caches);

/* Add matrices of distances, and what is known of memories; of large matrices only the range,
 * unless all of it is wanted. */
void draft_distances(struct draft *page, const cupro_machine *machine, bool full);
void draft_memory_facts(struct draft *page, const cupro_machine *machine, bool full);

#endif
