/* SPDX-License-Identifier: MIT */
#ifndef APPS_TOPO_JSON_H
#define APPS_TOPO_JSON_H

#include "topo/topo_report.h"

#include "common/output/draft.h"

/* Add a report as one JSON value; README.md beside this file has its shape. */
void draft_json(struct draft *page, const struct topo_report *report);

#endif
