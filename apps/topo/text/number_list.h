/* SPDX-License-Identifier: MIT */
#ifndef APPS_TOPO_NUMBER_LIST_H
#define APPS_TOPO_NUMBER_LIST_H

#include "common/output/draft.h"

/* Add rising numbers as --cpus reads them: "0-3,8,10-30:2". If that takes more than `room` bytes it
 * ends, between two items, with "..."; 0: there is room for all. */
void draft_numbers(struct draft *draft, const int *number, size_t count, size_t room);

/* For qsort. */
int compare_numbers(const void *left, const void *right);

#endif
