/* SPDX-License-Identifier: MIT */
/* The whole text (see page.h). */
#include "topo/text/page.h"
#include "topo/plan/shapes.h"
#include "topo/text/check_text.h"
#include "topo/text/summary.h"
#include "topo/text/tree_text.h"

#include <stdlib.h>

void draft_head(struct draft *page, const struct topo_report *report)
{
    draft_summary(page, report->machine, report->plan, report->input, report->caches);
}

void draft_page(struct draft *page, const struct topo_report *report, bool full)
{
    struct shape *shape = shapes_find(report->machine, report->seats);
    struct outline outline = {.machine = report->machine,
                              .plan = report->plan,
                              .seats = report->seats,
                              .shape = shape,
                              .caches = report->caches};
    draft_head(page, report);
    draft_byte(page, '\n');
    draft_tree(page, &outline, full);
    draft_distances(page, report->machine, full);
    draft_memory_facts(page, report->machine, full);
    if (report->check)
        draft_check(page, report->plan, report->check, full);
    free(shape);
}
