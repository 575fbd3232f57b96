/* SPDX-License-Identifier: MIT */
/* Offsets of blocks (see offsets.h). */
#include "primitives/ordered/offsets.h"

#include <cupro/error.h>
#include <stdlib.h>

static void add_up(size_t block, void *arg)
{
    size_t *begin = arg;
    begin[block + 1] += begin[block];
}

int cupro__offsets_open(struct cupro__offsets *offsets, size_t blocks)
{
    offsets->begin = calloc(blocks + 1, sizeof *offsets->begin);
    if (offsets->begin == NULL)
        return CUPRO_ENOMEM;
    int error = cupro__frontier_open(&offsets->frontier, blocks, add_up, offsets->begin);
    if (error != 0)
        cupro__offsets_close(offsets);
    return error;
}

void cupro__offsets_close(struct cupro__offsets *offsets)
{
    cupro__frontier_close(&offsets->frontier);
    free(offsets->begin);
    offsets->begin = NULL;
}

void cupro__offsets_count(struct cupro__offsets *offsets, size_t block, size_t results)
{
    offsets->begin[block + 1] = results;
    cupro__frontier_ready(&offsets->frontier, block);
}

bool cupro__offsets_known(const struct cupro__offsets *offsets, size_t block, size_t *begin)
{
    if (!cupro__frontier_reached(&offsets->frontier, block))
        return false;
    *begin = offsets->begin[block];
    return true;
}
