/* SPDX-License-Identifier: MIT */
/*
 * Frontiers: blocks become ready in any order, and are passed in theirs.
 *
 * Any runner may say that a block is ready, once; who finds that the next block in order is ready
 * passes it, and all that are ready behind it. Nobody waits: whether the frontier has reached a
 * block is asked again later. (Merrill and Garland, "Single-pass Parallel Prefix Scan with
 * Decoupled Look-back", 2016, has the idea of a scan in one pass; there a block waits for those
 * before it, which wants all threads to run at the same time.)
 *
 * Progress: lock-free; when all blocks are ready, the frontier is at the end.
 */
#ifndef CUPRO__FRONTIER_H
#define CUPRO__FRONTIER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct cupro__frontier {
    void (*pass)(size_t block, void *arg); /* called for 0, 1, 2 …, by one runner at a time */
    void *arg;
    size_t blocks;
    _Atomic unsigned char *ready;
    _Alignas(64) _Atomic size_t at; /* the blocks before it have been passed */
    atomic_flag moving;
};

/* CUPRO_ENOMEM, with nothing to be closed. */
int cupro__frontier_open(struct cupro__frontier *frontier, size_t blocks,
                         void (*pass)(size_t block, void *arg), void *arg);
void cupro__frontier_close(struct cupro__frontier *frontier);

void cupro__frontier_ready(struct cupro__frontier *frontier, size_t block);

/* Whether all blocks before this one have been passed; block may be `blocks`. What passing them
 * wrote is there. */
bool cupro__frontier_reached(const struct cupro__frontier *frontier, size_t block);

#endif
