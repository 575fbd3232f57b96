/* SPDX-License-Identifier: MIT */
#ifndef APPS_TOPO_CHECK_TEXT_H
#define APPS_TOPO_CHECK_TEXT_H

#include "topo/plan/plan_check.h"

#include "common/output/draft.h"

/* Add whether the kernel has threads where they are planned, and a line for each that is not. */
void draft_check(struct draft *page, const cupro_plan *plan, const struct plan_check *check,
                 bool full);

#endif
