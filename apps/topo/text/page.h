/* SPDX-License-Identifier: MIT */
#ifndef APPS_TOPO_PAGE_H
#define APPS_TOPO_PAGE_H

#include "topo/topo_report.h"

#include "common/output/draft.h"

/* Add all that a report has as text for people; `full`: and leave nothing out. */
void draft_page(struct draft *page, const struct topo_report *report, bool full);

/* What stands above the tree: a line each about what there is, what of it the process may use, and
 * the plan. */
void draft_head(struct draft *page, const struct topo_report *report);

#endif
