/* SPDX-License-Identifier: MIT */
/* Frontiers (see frontier.h). */
#include "primitives/ordered/frontier.h"

#include <cupro/error.h>
#include <stdlib.h>

int cupro__frontier_open(struct cupro__frontier *frontier, size_t blocks,
                         void (*pass)(size_t block, void *arg), void *arg)
{
    frontier->pass = pass;
    frontier->arg = arg;
    frontier->blocks = blocks;
    frontier->ready = calloc(blocks + 1, sizeof *frontier->ready);
    atomic_init(&frontier->at, 0);
    atomic_flag_clear(&frontier->moving);
    return frontier->ready != NULL ? 0 : CUPRO_ENOMEM;
}

void cupro__frontier_close(struct cupro__frontier *frontier)
{
    free((void *)frontier->ready);
    frontier->ready = NULL;
}

/* ready[blocks] stays 0, so that the walk ends there. */
static bool can_move(const struct cupro__frontier *frontier)
{
    return atomic_load(&frontier->ready[atomic_load(&frontier->at)]) != 0;
}

static void move(struct cupro__frontier *frontier)
{
    size_t block = atomic_load_explicit(&frontier->at, memory_order_relaxed);
    while (atomic_load(&frontier->ready[block]) != 0) {
        frontier->pass(block++, frontier->arg);
        /* pairs with the load in cupro__frontier_reached */
        atomic_store_explicit(&frontier->at, block, memory_order_release);
    }
}

/* Who finds the frontier busy leaves the rest to the one who moves it, and who looks once more
 * after giving it up: one of the two sees the other, as all of this is sequentially consistent. */
void cupro__frontier_ready(struct cupro__frontier *frontier, size_t block)
{
    atomic_store(&frontier->ready[block], 1);
    while (can_move(frontier) && !atomic_flag_test_and_set(&frontier->moving)) {
        move(frontier);
        atomic_flag_clear(&frontier->moving);
    }
}

bool cupro__frontier_reached(const struct cupro__frontier *frontier, size_t block)
{
    return block <= atomic_load_explicit(&frontier->at, memory_order_acquire);
}
