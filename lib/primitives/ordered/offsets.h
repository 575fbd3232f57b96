/* SPDX-License-Identifier: MIT */
/* Offsets: where each block's results begin, known as soon as all blocks before it were counted.
 * Any runner may count any block, once. */
#ifndef CUPRO__OFFSETS_H
#define CUPRO__OFFSETS_H

#include "primitives/ordered/frontier.h"

struct cupro__offsets {
    size_t *begin; /* of the blocks up to the frontier; beyond it, results of the block before */
    struct cupro__frontier frontier;
};

/* CUPRO_ENOMEM, with nothing to be closed. It must stay where it is. */
int cupro__offsets_open(struct cupro__offsets *offsets, size_t blocks);
void cupro__offsets_close(struct cupro__offsets *offsets);

void cupro__offsets_count(struct cupro__offsets *offsets, size_t block, size_t results);

/* Where the block's results begin; block may be the number of blocks, for the number of all. */
bool cupro__offsets_known(const struct cupro__offsets *offsets, size_t block, size_t *begin);

#endif
