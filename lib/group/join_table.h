/* SPDX-License-Identifier: MIT */
/*
 * Join tables: the elements of an array by their keys, to be looked up by many threads.
 *
 * A table is made once, in parts by hash, each by one runner, and only read then. A slot has a key
 * and says which stretch of `list` has the indexes of the elements with it, in their order.
 */
#ifndef CUPRO__JOIN_TABLE_H
#define CUPRO__JOIN_TABLE_H

#include "group/hash.h"
#include "runtime/engine.h"

#include <cupro/key.h>
#include <stdbool.h>

enum { CUPRO__JOIN_BATCH = 256 }; /* elements whose keys are computed at a time */

/* Elements with a key. */
struct cupro__joined {
    const char *x;
    size_t n, size;
    const cupro_key *key;
    void *ctx;
    int kind; /* of the keys */
};

/* Keys of a batch: what is compared first, and with slices, which are all of it. */
struct cupro__join_keys {
    uint64_t word[CUPRO__JOIN_BATCH]; /* the number; of a slice, its hash */
    uint64_t hash[CUPRO__JOIN_BATCH];
    cupro_slice slice[CUPRO__JOIN_BATCH];
};

/* Those of elements [at, at + n), n <= CUPRO__JOIN_BATCH. CUPRO_EINVAL. */
int cupro__join_keys(const struct cupro__joined *joined, size_t at, size_t n,
                     struct cupro__join_keys *keys);

struct cupro__join_slot {
    uint64_t word;
    size_t begin, count; /* of the list; no elements: a free slot */
};

struct cupro__join_part {
    size_t base, slots; /* where its slots begin, and how many there are */
};

struct cupro__join_table {
    struct cupro__joined of;
    unsigned bits; /* of hashes, that say which part */
    struct cupro__join_part *parts;
    struct cupro__join_slot *slots;
    size_t *list;
    cupro_slice *slices; /* of all elements, or NULL */
};

/* CUPRO_EINVAL, CUPRO_ENOMEM, or a stop. Close it in any case. */
int cupro__join_table_open(struct cupro__join_table *table, const struct cupro__joined *of,
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

static inline void cupro__join_prefetch(const struct cupro__join_table *table, uint64_t hash)
{
    const struct cupro__join_part *part = cupro__join_part(table, hash);
    __builtin_prefetch(table->slots + part->base + cupro__join_home(table, part, hash));
}

static inline bool cupro__join_is_key(const struct cupro__join_table *table,
                                      const struct cupro__join_slot *slot, uint64_t word,
                                      const cupro_slice *slice)
{
    if (slot->word != word || table->slices == NULL)
        return slot->word == word;
    const cupro_slice *other = &table->slices[table->list[slot->begin]];
    return other->length == slice->length &&
           (slice->length == 0 || memcmp(other->begin, slice->begin, slice->length) == 0);
}

/* The slot of a key, or the free one where it would be. */
static inline struct cupro__join_slot *cupro__join_find(const struct cupro__join_table *table,
                                                        uint64_t hash, uint64_t word,
                                                        const cupro_slice *slice)
{
    const struct cupro__join_part *part = cupro__join_part(table, hash);
    struct cupro__join_slot *slots = table->slots + part->base;
    size_t at = cupro__join_home(table, part, hash);
    while (slots[at].count > 0 && !cupro__join_is_key(table, &slots[at], word, slice))
        at = at + 1 < part->slots ? at + 1 : 0;
    return &slots[at];
}

#endif
