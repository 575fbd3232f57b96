/* SPDX-License-Identifier: MIT */
/*
 * Join tables: the elements of an array by their keys, to be looked up by many threads.
 *
 * A table is made once, in parts by hash, each by one runner, and only read then. A slot is a key
 * (keyed.h), and says which stretch of `list` has the indexes of the elements with it, in their
 * order: where it begins, and how many there are, none in a free slot. Three of five slots are
 * taken.
 */
#ifndef CUPRO__JOIN_TABLE_H
#define CUPRO__JOIN_TABLE_H

#include "group/keys/keyed.h"
#include "runtime/engine/engine.h"

struct cupro__join_part {
    size_t base, slots; /* where its slots begin, and how many there are */
};

struct cupro__join_table {
    const struct cupro__keyed *keyed;
    unsigned bits; /* of hashes, that say which part */
    struct cupro__join_part *parts;
    uint64_t *slots; /* words + 2 each */
    size_t *list;
};

/* CUPRO_EINVAL, CUPRO_ENOMEM, or a stop. Close it in any case. */
int cupro__join_table_open(struct cupro__join_table *table, const struct cupro__keyed *keyed,
                           const struct cupro__crew *crew, const cupro_call *call);
void cupro__join_table_close(struct cupro__join_table *table);

static inline const struct cupro__join_part *cupro__join_part(const struct cupro__join_table *table,
                                                              uint64_t hash)
{
    return &table->parts[hash >> (64 - table->bits)];
}

/* Where in its part the search for a hash begins. (A product instead of a division: Lemire, "Fast
 * random integer generation in an interval", 2019.) */
static inline size_t cupro__join_home(const struct cupro__join_table *table,
                                      const struct cupro__join_part *part, uint64_t hash)
{
    return cupro__multiply_wide(hash << table->bits, part->slots).high;
}

static inline void cupro__join_prefetch(const struct cupro__join_table *table, uint64_t hash,
                                        size_t words)
{
    const struct cupro__join_part *part = cupro__join_part(table, hash);
    size_t at = part->base + cupro__join_home(table, part, hash);
    __builtin_prefetch(table->slots + at * (words + 2));
}

/* The slot of a key, or the free one where it would be. */
static inline __attribute__((always_inline)) uint64_t *
cupro__join_find(const struct cupro__join_table *table, uint64_t hash, const uint64_t *key,
                 size_t words)
{
    const struct cupro__join_part *part = cupro__join_part(table, hash);
    uint64_t *slots = table->slots + part->base * (words + 2);
    size_t at = cupro__join_home(table, part, hash);
    for (;;) {
        uint64_t *slot = slots + at * (words + 2);
        if (slot[words + 1] == 0 || cupro__keys_are_equal(slot, key, words))
            return slot;
        at = at + 1 < part->slots ? at + 1 : 0;
    }
}

#endif
