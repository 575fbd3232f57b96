/* SPDX-License-Identifier: MIT */
/* Sorting ranks by their codes; those that are equal stay in their order. */
#ifndef SORT_RANK_SORT_H
#define SORT_RANK_SORT_H

#include "sort/block.h"

/* 0, or a code of cupro's. */
int rank_sort(struct rank *ranks, size_t count);

#endif
