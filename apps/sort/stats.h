/* SPDX-License-Identifier: MIT */
/* --stats: what was done, and what it took. */
#ifndef SORT_STATS_H
#define SORT_STATS_H

#include "sort/intake.h"

struct stats {
    uint64_t bytes, lines; /* read */
    size_t runs;           /* put aside */
};

/* Count what the last fill has read. */
void stats_add(struct stats *stats, const struct intake *intake);

/* Print them on standard error. */
void stats_print(const struct stats *stats, double seconds);

#endif
