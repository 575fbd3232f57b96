/* SPDX-License-Identifier: MIT */
/*
 * How a fold is cut (see grid.h).
 *
 * Enough blocks to share them among some hundred threads, few enough that a block's own cost (its
 * identity, a call, a combination: 5 to 10 ns) and its accumulator's memory stay small.
 */
#include "primitives/loops/grid.h"

static const size_t blocks_at_least = 512;     /* below that each element is a block       */
static const size_t blocks_at_most = 4096;     /* unless a grain asks for more             */
static const size_t blocks_of_grain = 1 << 16; /* and then no more than that               */
static const size_t bytes_at_most = 16u << 20; /* of all accumulators …                    */
static const size_t blocks_however_large = 64; /* … but not fewer of them than that        */

static size_t quotient_up(size_t a, size_t b)
{
    return a / b + (a % b != 0);
}

static size_t most_blocks(size_t acc_size)
{
    size_t fit = bytes_at_most / acc_size;
    if (fit > blocks_at_most)
        return blocks_at_most;
    return fit < blocks_however_large ? blocks_however_large : fit;
}

struct cupro__grid cupro__grid_cut(size_t n, size_t acc_size, size_t grain, size_t finest)
{
    size_t block;
    if (grain > 0) {
        size_t grains = quotient_up(n, grain);
        block = grains > blocks_of_grain ? grain * quotient_up(grains, blocks_of_grain) : grain;
    } else {
        size_t fine = quotient_up(n, blocks_at_least);
        size_t coarse = quotient_up(n, most_blocks(acc_size));
        block = fine < 1024 ? fine : 1024;
        block = block < finest ? finest : block;
        block = block < coarse ? coarse : block;
    }
    block = block > n || block == 0 ? n : block;
    struct cupro__grid grid = {n, block, n > 0 ? quotient_up(n, block) : 0};
    return grid;
}
