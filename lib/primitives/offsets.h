/* SPDX-License-Identifier: MIT */
/*
 * Offsets: where each block's results begin, known as soon as all blocks before it were counted.
 *
 * Any runner may count any block, once; who finds that the next block in order has been counted
 * moves the frontier over it. Nobody waits: a block whose offset is not known yet is asked for
 * again later. (Merrill and Garland, "Single-pass Parallel Prefix Scan with Decoupled Look-back",
 * 2016, has the idea of a scan in one pass; there a block waits for those before it, which wants
 * all threads to run at the same time.)
 *
 * Progress: lock-free; when all blocks were counted, the frontier is at the end.
 */
#ifndef CUPRO__OFFSETS_H
#define CUPRO__OFFSETS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct cupro__offsets {
    size_t blocks;
    _Atomic size_t *counted; /* results of a block, plus one; 0: not counted      */
    size_t *begin;           /* of the blocks up to the frontier, and of the next */
    _Alignas(64) _Atomic size_t frontier;
    atomic_flag moving; /* somebody moves the frontier */
};

int cupro__offsets_open(struct cupro__offsets *offsets, size_t blocks);
void cupro__offsets_close(struct cupro__offsets *offsets);

void cupro__offsets_count(struct cupro__offsets *offsets, size_t block, size_t results);

/* Where the block's results begin; block may be `blocks`, for the number of all. */
bool cupro__offsets_known(const struct cupro__offsets *offsets, size_t block, size_t *begin);

#endif
