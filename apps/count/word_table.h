/* SPDX-License-Identifier: MIT */
/*
 * A hash table of words: open addressing, one array, probed in a row.
 *
 * A word's home is its hash's upper bits, so the table is sorted by hash but for the collisions:
 * to grow is to copy from one end to the other, and the words whose hash begins with the same bits
 * stand side by side, where a merge finds them without looking at the rest.
 *
 * Words are only ever added. The owner calls table_reserve, and then adds as many without a check:
 * find the slot; if it is free, fill it and count it in `used`.
 */
#ifndef COUNT_WORD_TABLE_H
#define COUNT_WORD_TABLE_H

#include "count/word.h"

#include <string.h>

struct word_table {
    struct word *slots;
    unsigned bits; /* 2^bits slots */
    unsigned skip; /* so many upper bits of the hashes are all the same: not used */
    size_t used;
};

/* Make an empty table with room for so many words. 0 or CUPRO_ENOMEM. */
int table_open(struct word_table *table, size_t words, unsigned skip);

void table_close(struct word_table *table);

/* Make room for so many words more. 0 or CUPRO_ENOMEM, and the table is as before. */
int table_reserve(struct word_table *table, size_t words);

/* Take all words out. */
void table_clear(struct word_table *table);

static inline struct word *table_home(const struct word_table *table, uint64_t tag)
{
    return &table->slots[tag << table->skip >> (64 - table->bits)];
}

static inline bool word_same_far(const struct word *a, const struct word *b)
{
    return a->key.far.length == b->key.far.length &&
           memcmp(a->key.far.at, b->key.far.at, a->key.far.length) == 0;
}

/* Tags are the same. */
static inline bool word_same_key(const struct word *a, const struct word *b)
{
    if (__builtin_expect(word_is_far(a), 0))
        return word_same_far(a, b);
    return a->key.half[0] == b->key.half[0] && a->key.half[1] == b->key.half[1];
}

/* The slot that holds the word, or the free one where it belongs. */
static inline struct word *table_find(const struct word_table *table, const struct word *word)
{
    const struct word *const end = table->slots + ((size_t)1 << table->bits);
    struct word *slot = table_home(table, word->tag);
    while (slot->tag && !(slot->tag == word->tag && word_same_key(slot, word))) {
        if (++slot == end)
            slot = table->slots;
    }
    return slot;
}

/* A walk over the words whose hash begins with the bits of `part`; the table skips none. */
struct table_walk {
    size_t at, end;
    uint64_t part;
    unsigned part_bits; /* 1 at least: a walk around the whole table would meet some words twice */
};

struct table_walk table_walk_part(const struct word_table *table, uint64_t part,
                                  unsigned part_bits);

/* The next word, or NULL. */
static inline const struct word *table_walk_next(const struct word_table *table,
                                                 struct table_walk *walk)
{
    const size_t mask = ((size_t)1 << table->bits) - 1;
    for (;;) {
        const struct word *slot = &table->slots[walk->at & mask];
        if (walk->at >= walk->end && slot->tag == 0)
            return NULL;
        walk->at++;
        if (slot->tag && slot->tag >> (64 - walk->part_bits) == walk->part)
            return slot;
    }
}

#endif
