/* SPDX-License-Identifier: MIT */
#ifndef SEARCH_LEAVE_H
#define SEARCH_LEAVE_H

#include "common/output/ordered.h"

/* What happens to items when it is their turn to leave: what they print is written. */
bool item_leaves(struct ordered_item *head, void *job);

#endif
