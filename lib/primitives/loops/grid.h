/* SPDX-License-Identifier: MIT */
/*
 * The grid of a fold: [0, n) in blocks that depend on n, on the accumulator's size and on an
 * explicit grain, and on nothing else, so that the result is the same on any number of threads.
 */
#ifndef CUPRO__GRID_H
#define CUPRO__GRID_H

#include <stddef.h>

struct cupro__grid {
    size_t n, block, blocks;
};

/* `finest`: elements of a block at least, unless an explicit grain (not 0) says otherwise. */
struct cupro__grid cupro__grid_cut(size_t n, size_t acc_size, size_t grain, size_t finest);

static inline size_t cupro__grid_end(const struct cupro__grid *grid, size_t block)
{
    return block + 1 == grid->blocks ? grid->n : (block + 1) * grid->block;
}

#endif
