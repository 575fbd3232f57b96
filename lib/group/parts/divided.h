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

#include "group/keys/survey.h"
#include "runtime/engine/engine.h"

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

/* Divide all, among as many parts as the crew needs, so that each has about `part_groups` if that
 * can be. CUPRO_ENOMEM, a stop, or what a key or value fails with. Close it in any case. */
int cupro__divided_open(struct cupro__divided *divided, const struct cupro__keyed *keyed,
                        const struct cupro__survey *survey, size_t part_groups,
                        const cupro_stage *value, const struct cupro__crew *crew,
                        const cupro_call *call);
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

/* So many segments are fetched ahead: each is a few lines anywhere in memory, for which nobody can
 * wait every time. */
enum { CUPRO__SEGMENTS_AHEAD = 4, CUPRO__SEGMENT_LINES = 12 };

/* Always inline: gcc 12 leaves out calls of a function that does nothing but this. */
static inline __attribute__((always_inline)) void
cupro__divided_fetch(const struct cupro__divided *divided, size_t block, size_t part)
{
    if (block + CUPRO__SEGMENTS_AHEAD >= divided->blocks)
        return;
    block += CUPRO__SEGMENTS_AHEAD;
    size_t later =
        block + CUPRO__SEGMENTS_AHEAD < divided->blocks ? block + CUPRO__SEGMENTS_AHEAD : block;
    __builtin_prefetch(divided->begin + later * (divided->parts + 1) + part);
    const struct cupro__segment next = cupro__divided_segment(divided, block, part);
    const size_t key_bytes = divided->keyed->words * sizeof(uint64_t);
    const char *keys = (const char *)divided->keys + next.row * key_bytes;
    const char *within = (const char *)(divided->within + next.row);
    for (size_t line = 0; line < CUPRO__SEGMENT_LINES && line * 64 < next.n * key_bytes + 63;
         line++)
        __builtin_prefetch(keys + line * 64);
    for (size_t line = 0;
         line < CUPRO__SEGMENT_LINES / 4 && line * 64 < next.n * sizeof *divided->within + 63;
         line++)
        __builtin_prefetch(within + line * 64);
}

#endif
