/* SPDX-License-Identifier: MIT */
/*
 * A machine as cupro/machine.h shows it, made of two that hwloc loaded: `whole` has what there is,
 * `usable` what pools plan with. An object of the one is found in the other by the PUs, or, for
 * nodes, by the kernel's number.
 */
#ifndef CUPRO__MACHINE_VIEW_H
#define CUPRO__MACHINE_VIEW_H

#include "runtime/limits/quota.h"
#include "runtime/machine/topology.h"

#include <cupro/machine.h>

struct cupro__view {
    cupro_machine shown; /* first: the handle */
    const struct cupro__machine *usable;
    struct cupro__machine own; /* `usable`, but for the machine that we run on */
    struct cupro__machine whole;
    struct cupro__quota quota;
};

/* Fill what is shown: objects, which the other two need, then kinds, distances and facts. Names
 * are those in `whole`. CUPRO_ENOMEM: what has been allocated is to be freed all the same. */
int cupro__view_objects(struct cupro__view *view);
int cupro__view_facts(struct cupro__view *view);
void cupro__view_facts_free(struct cupro__view *view);

/* Which object that is shown a node of `whole` is. */
size_t cupro__view_find_node(const struct cupro__view *view, hwloc_obj_t node);

#endif
