/* SPDX-License-Identifier: MIT */
/*
 * A hash table of keys and counts: open addressing, one array, probed in a row.
 *
 * A key's home is its hash times the number of slots, so the table is sorted by hash but for the
 * collisions: to grow is to move keys from one end to the other, and keys whose hashes begin with
 * the same bits stand side by side, where a merge finds them without looking at the rest. The
 * number of slots need not be a power of two.
 *
 * Keys are only added, but when the table shrinks; one whose count went elsewhere stays, with a
 * count of 0. The owner
 * calls cupro__table_reserve, and then adds as many without a check: find the slot; if it is free,
 * fill it and count it in `used`.
 */
#ifndef CUPRO__TALLY_TABLE_H
#define CUPRO__TALLY_TABLE_H

#include "group/tally/table/tally_slot.h"

#include "memory/span.h"

struct cupro__tally_table {
    struct cupro__tally_slot *slots;
    size_t size;  /* slots        */
    size_t limit; /* used at most */
    size_t used;
    void *memory;            /* of a small table, to be freed */
    struct cupro__span span; /* of a large one                */
};

void cupro__table_close(struct cupro__tally_table *table);

/* Make room for so many keys more, in a table that may be all zeros. 0 or CUPRO_ENOMEM, and the
 * table is as before. */
int cupro__table_reserve(struct cupro__tally_table *table, size_t keys);

/* Give back what it does not need unless something is added, if it is large: of its slots a sixth
 * stays free. Keys whose count is 0 are forgotten, and the others move. */
void cupro__table_shrink(struct cupro__tally_table *table);

/* How many bytes the table takes. */
static inline size_t cupro__table_bytes(const struct cupro__tally_table *table)
{
    return table->size * sizeof *table->slots;
}

static inline size_t cupro__home(uint64_t tag, size_t size)
{
    return (size_t)cupro__multiply_wide(tag, size).high;
}

/* All bits of both are the same, but for the count: so are the keys. */
static inline bool cupro__slots_alike(const struct cupro__tally_slot *a,
                                      const struct cupro__tally_slot *b)
{
    return ((a->tag ^ b->tag) | (a->key.half[0] ^ b->key.half[0]) |
            (a->key.half[1] ^ b->key.half[1])) == 0;
}

/* The slot that holds the key, or the free one where it belongs. Nearly all lookups find the key at
 * its home. */
static inline struct cupro__tally_slot *cupro__table_find(const struct cupro__tally_table *table,
                                                          const struct cupro__tally_slot *key)
{
    struct cupro__tally_slot *slot = table->slots + cupro__home(key->tag, table->size);
    if (__builtin_expect(cupro__slots_alike(slot, key), 1))
        return slot;
    while (slot->tag != 0 && !(slot->tag == key->tag && cupro__slots_same_key(slot, key)))
        if (++slot == table->slots + table->size)
            slot = table->slots;
    return slot;
}

/* A walk over the keys whose hashes begin with the bits of `part`. */
struct cupro__table_walk {
    size_t at, end;
    uint64_t part;
    unsigned bits; /* of a part, 1 at least: around the whole table some keys would be met twice */
};

static inline struct cupro__table_walk cupro__table_part(const struct cupro__tally_table *table,
                                                         uint64_t part, unsigned bits)
{
    uint64_t first = part << (64 - bits), last = first | UINT64_MAX >> bits;
    return (struct cupro__table_walk){cupro__home(first, table->size),
                                      cupro__home(last, table->size) + 1, part, bits};
}

/* The next key, or NULL. */
static inline struct cupro__tally_slot *cupro__table_next(const struct cupro__tally_table *table,
                                                          struct cupro__table_walk *walk)
{
    for (;;) {
        size_t at = walk->at < table->size ? walk->at : walk->at - table->size;
        struct cupro__tally_slot *slot = &table->slots[at];
        if (walk->at >= walk->end && slot->tag == 0)
            return NULL;
        walk->at++;
        if (slot->tag != 0 && slot->tag >> (64 - walk->bits) == walk->part)
            return slot;
    }
}

#endif
