/* SPDX-License-Identifier: MIT */
/* Where sorted texts are cut, so that what stands before the cuts comes before what stands behind
 * them. */
#ifndef SORT_MERGE_CUT_H
#define SORT_MERGE_CUT_H

#include "sort/keys/order.h"

/* Lines in memory: [begin, end), whole and in order. Some bytes behind them may be read. */
struct line_range {
    const char *begin, *end;
};

/* A line of one of several texts. */
struct cut {
    cupro_slice line;
    size_t text;
};

/* The line that the byte at `at` belongs to. */
cupro_slice line_around(const struct line_range *range, const char *at, char line_end);

/* Which of the two comes first in the order; of equal ones that of the earlier text. */
int cut_compare(struct comparer *comparer, const struct cut *a, const struct cut *b, int *error);

/* Where the first line is that does not come before the cut's; equal ones come before it if
 * `equal_before`. */
const char *cut_find(struct comparer *comparer, const struct line_range *range, cupro_slice line,
                     bool equal_before, char line_end, int *error);

#endif
