/* SPDX-License-Identifier: MIT */
/*
 * Packed keys: numbers of many thousand groups, each counted in one word.
 *
 * A line is eight words. A key's line is what the upper half of its scrambled number (hash.h) says,
 * of any number of lines; what that leaves of the number, its *rest*, tells it from all other keys
 * of the line (quotienting: Cleary 1984), and has room for a count above it: 50 bits and 14 where
 * there are 2^14 lines. So a table is half as large as one of keys and counts, and more of it is in
 * a core's own cache. A count that runs over begins anew, and that is noted
 * elsewhere.
 *
 * What finds its line full goes to the runner's table as ever; so do the words, when all is
 * counted.
 */
#ifndef CUPRO__PACKED_KEYS_H
#define CUPRO__PACKED_KEYS_H

#include "group/keys/survey.h"

enum { CUPRO__PACKED_LINE = 8 /* words */ };

/* What only new groups, and counts that run over, write. */
struct cupro__packed_group {
    uint64_t key;
    size_t first; /* the index of its first element    */
    size_t turns; /* how often its count has run over  */
};

struct cupro__packed_keys {
    void *memory;                      /* that the words are in                                  */
    uint64_t *words;                   /* of all lines, and of one more that has no keys; or NULL */
    struct cupro__packed_group *group; /* of each word                                           */
    size_t lines;
    size_t count, most; /* words that are taken, and that may be before there are more lines */
    size_t elements;    /* that are to be counted                                            */
    unsigned bits;      /* of a count: log2(lines), rounded down                             */
};

/* Lines for the keys of a survey, if they are worth it for n elements. CUPRO_ENOMEM. Close them in
 * any case, also if all is zeros. */
int cupro__packed_keys_open(struct cupro__packed_keys *packed, const struct cupro__survey *survey,
                            size_t n);
void cupro__packed_keys_close(struct cupro__packed_keys *packed);

/* Count n elements, of indexes from `at`. With `lowers` indexes may be less than those of the same
 * group before. CUPRO_ENOMEM. Where groups are far more than there seemed to be, all that was
 * counted moves to the table, and there are no words any more. */
int cupro__packed_keys_count(struct cupro__packed_keys *packed, struct cupro__group_table *table,
                             const uint64_t *keys, size_t n, size_t at, bool lowers);

/* Move what the words have to the table; CUPRO_ENOMEM. */
int cupro__packed_keys_move(struct cupro__packed_keys *packed, struct cupro__group_table *table);

/* -- For the kernels (packed_kernels.inc) --------------------------------------------------------
 */

static inline uint64_t cupro__packed_one(const struct cupro__packed_keys *packed)
{
    return (uint64_t)1 << (64 - packed->bits);
}

/* The line of a scrambled number; and its rest, which another line's number may have, too. */
static inline uint32_t cupro__packed_line(uint64_t number, uint32_t lines, unsigned bits,
                                          uint64_t *rest)
{
    const uint64_t line = (number >> 32) * lines;
    *rest = (line & UINT32_MAX) >> bits << 32 | (number & UINT32_MAX);
    return *rest != 0 ? (uint32_t)(line >> 32) : lines;
}

/* Count one more in a slot. */
static inline void cupro__packed_add(struct cupro__packed_keys *packed, size_t slot, uint64_t one)
{
    uint64_t word;
    if (__builtin_expect(__builtin_add_overflow(packed->words[slot], one, &word), 0)) {
        packed->group[slot].turns++; /* of 2^bits - 1: what is taken never has a count of 0 */
        word += one;
    }
    packed->words[slot] = word;
}

/* Count an element that was not found in its line; also if it is there by now. */
void cupro__packed_keys_miss(struct cupro__packed_keys *packed, struct cupro__group_table *table,
                             uint64_t key, size_t home, uint64_t rest, size_t index);

#endif
