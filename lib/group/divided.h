/* SPDX-License-Identifier: MIT */
/*
 * Divided elements: the keys of all, by parts, so that equal ones are in the same part.
 *
 * Parts are by hash; heavy keys (survey.h) each are a part of their own, the first ones. The array
 * is cut into blocks, and a block's keys are put in the order of their parts, and of the elements
 * within a part, in the place of the block: so they are written once, where the caches have it, and
 * a part is a segment of each block. With a key go 16 bits, where in the block its element stands,
 * and its value if there are values.
 */
#ifndef CUPRO__DIVIDED_H
#define CUPRO__DIVIDED_H

#include "group/survey.h"
#include "runtime/engine.h"

#include <cupro/stage.h>

struct cupro__divided {
    const struct cupro__keyed *keyed;
    const struct cupro__heavy *heavy;
    size_t block, blocks; /* elements of a block, and how many                               */
    size_t parts;         /* of heavy keys, heavy->count of them; and of others, a power of two */
    unsigned bits;        /* of hashes that say which of these                                */
    uint64_t *keys;       /* `words` each                                                     */
    uint16_t *within;
    uint32_t *begin; /* of each block and part, within the block; parts + 1 each */
    const cupro_stage *value;
    char *values; /* value->out_size each; NULL if there are none */
};

/* Divide all, among as many parts as about `groups` and so many runners need. CUPRO_ENOMEM, a stop,
 * or what a key or value fails with. Close it in any case. */
int cupro__divided_open(struct cupro__divided *divided, const struct cupro__keyed *keyed,
                        const struct cupro__survey *survey, const cupro_stage *value,
                        const struct cupro__crew *crew, const cupro_call *call);
void cupro__divided_close(struct cupro__divided *divided);

/* Rows of a part that stand next to each other: those of a block. */
struct cupro__segment {
    size_t row, n; /* of keys, within and values           */
    size_t at;     /* index of the block's first element */
};

static inline struct cupro__segment cupro__divided_segment(const struct cupro__divided *divided,
                                                           size_t block, size_t part)
{
    const uint32_t *begin = divided->begin + block * (divided->parts + 1) + part;
    const size_t at = block * divided->block;
    return (struct cupro__segment){at + begin[0], begin[1] - begin[0], at};
}

#endif
