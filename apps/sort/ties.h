/* SPDX-License-Identifier: MIT */
/* Lines whose codes are equal: the order among them. */
#ifndef SORT_TIES_H
#define SORT_TIES_H

#include "sort/block.h"

/* Put the lines of equal codes, which stand together, in the order that the last resort and codes
 * that were cut call for. 0, or a code of cupro's. */
int settle_ties(struct block *block);

#endif
