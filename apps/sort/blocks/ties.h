/* SPDX-License-Identifier: MIT */
/* Lines whose ranks or codes are equal: the order among them. */
#ifndef SORT_TIES_H
#define SORT_TIES_H

#include "sort/blocks/block.h"

/* Put the lines of equal ranks or codes, which stand together, in the order that the rest of their
 * codes calls for, a locale, and the last resort. 0, or a code of cupro's. */
int settle_ties(struct block *block);

#endif
