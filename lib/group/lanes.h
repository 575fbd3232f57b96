/* SPDX-License-Identifier: MIT */
/* Counting in several tables, in turn: a counter that was just written is slow to read, and
 * neighbours often are alike. */
#ifndef CUPRO__LANES_H
#define CUPRO__LANES_H

#include <stddef.h>
#include <stdint.h>

enum { CUPRO__LANES = 4, CUPRO__LANE_CELLS = 1056 };

/* How many tables of so many cells are good: they are to stay in the L1 cache, or nearly so. */
static inline size_t cupro__lanes_for(size_t cells)
{
    return cells <= CUPRO__LANE_CELLS ? CUPRO__LANES : 1;
}

/* Count n numbers of cells, in tables of `cells` that stand in a row. */
static inline void cupro__lanes_count(const uint32_t *cell, size_t n, size_t cells, size_t *tables)
{
    size_t i = 0;
    if (cells <= CUPRO__LANE_CELLS)
        for (; i + CUPRO__LANES <= n; i += CUPRO__LANES)
            for (size_t lane = 0; lane < CUPRO__LANES; lane++)
                tables[lane * cells + cell[i + lane]]++;
    for (; i < n; i++)
        tables[cell[i]]++;
}

#endif
