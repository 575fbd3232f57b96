/* SPDX-License-Identifier: MIT */
/*
 * Tables of groups, for one thread: of keys of any kind, and of numbers where groups are few; parts
 * of many have a faster one (number_table.h). Open addressing with linear probing.
 *
 * A slot is a key and one word more, which is 0 where the slot is free: how many elements the group
 * has, or its number, from 1. The index of a group's first element is written when the group is
 * new, beside the slots, so that it does not take part in the traffic of what is only counted.
 *
 * A key's home is the cache line that the highest bits of its hash say, without those that say
 * which part of all keys the table is for. So the slots are in the order of the hashes, but for
 * what full lines push on, and tables of any size can be merged by ranges of hashes. With a home
 * that is a line the kernels (count_kernels.h) find most keys without a branch that could be
 * foretold wrongly.
 *
 * At most half of the slots are taken. Room for a batch is made before it, never within.
 */
#ifndef CUPRO__GROUP_TABLE_H
#define CUPRO__GROUP_TABLE_H

#include "group/keys/keyed.h"

enum {
    CUPRO__TABLE_BATCH = 64, /* keys that are looked up at the same time */
    CUPRO__TABLE_LINE = 64   /* bytes of a cache line                    */
};

struct cupro__group_table {
    uint64_t *slots; /* words + 1 each, on cache lines */
    void *memory;    /* that they are in               */
    size_t *firsts;
    size_t capacity; /* a power of two           */
    size_t count;    /* slots that are taken     */
    unsigned skip;   /* bits of hashes           */
    unsigned shift;  /* 64 - log2(capacity)      */
    const struct cupro__hash_key *hash;
};

/* Room for so many groups; CUPRO_ENOMEM. Close it in any case, also if it is all zeros. */
int cupro__group_table_open(struct cupro__group_table *table, size_t groups, unsigned skip,
                            size_t words);
void cupro__group_table_close(struct cupro__group_table *table);

/* Room for so many groups more; CUPRO_ENOMEM: the table is as it was. */
int cupro__group_table_grow(struct cupro__group_table *table, size_t more, size_t words);

static inline int cupro__group_table_reserve(struct cupro__group_table *table, size_t more,
                                             size_t words)
{
    return table->count + more <= table->capacity / 2 ? 0
                                                      : cupro__group_table_grow(table, more, words);
}

/* No groups any more. */
void cupro__group_table_clear(struct cupro__group_table *table, size_t words);

/* A cache line is the home: its first slot, and those behind are looked at in their order. */
static inline size_t cupro__table_home(const struct cupro__group_table *table, uint64_t hash,
                                       size_t words)
{
    const size_t a_line = CUPRO__TABLE_LINE / sizeof(uint64_t) / (words + 1);
    return (size_t)(hash << table->skip >> table->shift) & ~(a_line - 1);
}

/* The slot of a key, found from its home on; if it is new, the key is put there, and the word
 * behind it is still 0. */
static inline __attribute__((always_inline)) uint64_t *
cupro__table_slot(const struct cupro__group_table *table, const uint64_t *key, size_t home,
                  size_t words)
{
    const size_t size = words + 1;
    for (size_t at = home;; at = (at + 1) & (table->capacity - 1)) {
        uint64_t *slot = table->slots + at * size;
        if (slot[words] == 0) {
            cupro__key_copy(slot, key, words);
            return slot;
        }
        if (cupro__keys_are_equal(slot, key, words))
            return slot;
    }
}

/* Count `many` elements with this key, of which the first has index `first`. With `lowers` the
 * index may be less than that of the same group before. */
static inline __attribute__((always_inline)) void
cupro__table_count(struct cupro__group_table *table, const uint64_t *key, size_t home, size_t many,
                   size_t first, size_t words, bool lowers)
{
    uint64_t *slot = cupro__table_slot(table, key, home, words);
    const uint64_t before = slot[words];
    slot[words] = before + many;
    if (__builtin_expect(before == 0 || lowers, 0)) {
        size_t *at = table->firsts + (size_t)(slot - table->slots) / (words + 1);
        if (before == 0 || first < *at)
            *at = first;
        table->count += before == 0;
    }
}

/* The same of a number that is not looked up in batches. */
static inline void cupro__table_count_number(struct cupro__group_table *table, uint64_t key,
                                             size_t many, size_t first)
{
    const uint64_t hash = cupro__hash_number(table->hash, key);
    const size_t home = cupro__table_home(table, hash, CUPRO__NUMBER_WORDS);
    cupro__table_count(table, &key, home, many, first, CUPRO__NUMBER_WORDS, true);
}

#endif
