/* SPDX-License-Identifier: MIT */
#ifndef APPS_TOPO_TREE_TEXT_H
#define APPS_TOPO_TREE_TEXT_H

#include "common/output.h"

#include <cupro/machine.h>

/* Print the machine as a tree, and who is bound where. The plan may be NULL. */
void print_tree(struct output *out, const cupro_machine *machine, const cupro_plan *plan);

#endif
