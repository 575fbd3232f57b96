/* SPDX-License-Identifier: MIT */
#ifndef APPS_TOPO_TREE_TEXT_H
#define APPS_TOPO_TREE_TEXT_H

#include "topo/text/outline.h"

/* Add the machine as a tree, a line a row, with who is bound where; `full`: a line for each PU, and
 * no list of numbers shortened. All of the outline but its rows is filled in. */
void draft_tree(struct draft *page, struct outline *outline, bool full);

#endif
