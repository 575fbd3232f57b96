/* SPDX-License-Identifier: MIT */
#ifndef APPS_TOPO_SVG_H
#define APPS_TOPO_SVG_H

#include "topo/topo_report.h"

#include "common/output/draft.h"

/* Add a drawing of the machine with the plan in it: one SVG, for light pages and dark ones. */
void draft_svg(struct draft *page, const struct topo_report *report);

#endif
