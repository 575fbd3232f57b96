/* SPDX-License-Identifier: MIT */
/* Offsets of blocks (see offsets.h). */
#include "primitives/offsets.h"

#include <cupro/error.h>
#include <stdlib.h>

int cupro__offsets_open(struct cupro__offsets *offsets, size_t blocks)
{
    offsets->blocks = blocks;
    offsets->counted = calloc(blocks + 1, sizeof *offsets->counted);
    offsets->begin = calloc(blocks + 1, sizeof *offsets->begin);
    atomic_init(&offsets->frontier, 0);
    atomic_flag_clear(&offsets->moving);
    if (offsets->counted != NULL && offsets->begin != NULL)
        return 0;
    cupro__offsets_close(offsets);
    return CUPRO_ENOMEM;
}

void cupro__offsets_close(struct cupro__offsets *offsets)
{
    free((void *)offsets->counted);
    free(offsets->begin);
    offsets->counted = NULL;
    offsets->begin = NULL;
}

/* counted[blocks] stays 0, so that the walk ends there. */
static bool can_move(const struct cupro__offsets *offsets)
{
    return atomic_load(&offsets->counted[atomic_load(&offsets->frontier)]) != 0;
}

static void move(struct cupro__offsets *offsets)
{
    size_t block = atomic_load_explicit(&offsets->frontier, memory_order_relaxed);
    size_t counted;
    while ((counted = atomic_load(&offsets->counted[block])) != 0) {
        offsets->begin[block + 1] = offsets->begin[block] + counted - 1;
        block++;
        /* pairs with the load in cupro__offsets_known */
        atomic_store_explicit(&offsets->frontier, block, memory_order_release);
    }
}

/* Who finds the frontier busy leaves the rest to the one who moves it, and who looks once more
 * after giving it up: one of the two sees the other, as all of this is sequentially consistent. */
void cupro__offsets_count(struct cupro__offsets *offsets, size_t block, size_t results)
{
    atomic_store(&offsets->counted[block], results + 1);
    while (can_move(offsets) && !atomic_flag_test_and_set(&offsets->moving)) {
        move(offsets);
        atomic_flag_clear(&offsets->moving);
    }
}

bool cupro__offsets_known(const struct cupro__offsets *offsets, size_t block, size_t *begin)
{
    if (block > atomic_load_explicit(&offsets->frontier, memory_order_acquire))
        return false;
    *begin = offsets->begin[block];
    return true;
}
