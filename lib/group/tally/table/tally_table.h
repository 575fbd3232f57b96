/* SPDX-License-Identifier: MIT */
/*
 * A hash table of keys and counts: slots in the order in which they came, and an index of them.
 *
 * The index is open addressing, probed in a row, eight entries a cache line: the upper half of a
 * key's hash, then the number of its slot. An entry's home is its half of the hash times the
 * number of entries, so the index is sorted by hash but for the collisions: to grow is to move
 * entries from one end to the other, and those whose hashes begin with the same bits stand side by
 * side, where a merge finds them without looking at the rest. The number of entries need not be a
 * power of two.
 *
 * So what is looked up at random is 8 bytes a key, and the slot is read only where the halves of
 * the hashes agree; slots never move to make room for others, have no gaps, and a walk over all of
 * them reads the bytes of their long keys in the order in which these lie.
 *
 * Keys are only added, but when the table shrinks; one whose count went elsewhere stays, with a
 * count of 0. The owner calls cupro__table_reserve, and then adds as many without a check.
 */
#ifndef CUPRO__TALLY_TABLE_H
#define CUPRO__TALLY_TABLE_H

#include "group/tally/table/tally_slot.h"

#include "memory/span.h"

/* Memory that is freed when it is small, and grows where it stands when it is large. */
struct cupro__table_memory {
    void *small;
    struct cupro__span large;
};

struct cupro__tally_table {
    struct cupro__tally_slot *slots; /* [0]: no key, all zeros; the keys are [1, used] */
    uint64_t *index;                 /* 0: free                                        */
    size_t size;                     /* entries of the index                           */
    size_t limit;                    /* used at most                                   */
    size_t used;
    size_t room; /* slots, the first one too */
    struct cupro__table_memory slot_memory, index_memory;
};

void cupro__table_close(struct cupro__tally_table *table);

/* Make room for so many keys more, in a table that may be all zeros. 0 or CUPRO_ENOMEM, and the
 * table is as before. */
int cupro__table_reserve(struct cupro__tally_table *table, size_t keys);

/* Give back what it does not need unless something is added, if it is large: of its index a sixth
 * stays free. Keys whose count is 0 are forgotten, and the others move. */
void cupro__table_shrink(struct cupro__tally_table *table);

/* How many bytes the table takes. */
static inline size_t cupro__table_bytes(const struct cupro__tally_table *table)
{
    return table->size * sizeof *table->index + table->room * sizeof *table->slots;
}

/* -- The index --------------------------------------------------------------------------------- */

/* Tags and entries begin with the same half of the hash. */
static inline size_t cupro__home(uint64_t tag, size_t size)
{
    return (size_t)((tag >> 32) * size >> 32);
}

static inline bool cupro__entry_may_be(uint64_t entry, uint64_t tag)
{
    return (entry ^ tag) >> 32 == 0;
}

static inline size_t cupro__entry_slot(uint64_t entry)
{
    return (uint32_t)entry;
}

static inline size_t cupro__next_entry(const struct cupro__tally_table *table, size_t at)
{
    return at + 1 < table->size ? at + 1 : 0;
}

/* The first slot from the tag's home on that may be its key's, or 0. */
static inline size_t cupro__table_candidate(const struct cupro__tally_table *table, uint64_t tag)
{
    size_t at = cupro__home(tag, table->size);
    uint64_t entry;
    while ((entry = table->index[at]) != 0 && !cupro__entry_may_be(entry, tag))
        at = cupro__next_entry(table, at);
    return cupro__entry_slot(entry);
}

/* -- Keys -------------------------------------------------------------------------------------- */

/* All bits of both are the same, but for the count: so are the keys. */
static inline bool cupro__slots_alike(const struct cupro__tally_slot *a,
                                      const struct cupro__tally_slot *b)
{
    return ((a->tag ^ b->tag) | (a->key.half[0] ^ b->key.half[0]) |
            (a->key.half[1] ^ b->key.half[1])) == 0;
}

/* The entry of the key, or the free one where it belongs. */
static inline uint64_t *cupro__table_entry(const struct cupro__tally_table *table,
                                           const struct cupro__tally_slot *key)
{
    size_t at = cupro__home(key->tag, table->size);
    for (; table->index[at] != 0; at = cupro__next_entry(table, at)) {
        const struct cupro__tally_slot *slot;
        if (!cupro__entry_may_be(table->index[at], key->tag))
            continue;
        slot = &table->slots[cupro__entry_slot(table->index[at])];
        if (slot->tag == key->tag && cupro__slots_same_key(slot, key))
            break;
    }
    return &table->index[at];
}

/* The slot that holds the key, or the first one, whose tag and count are 0. */
static inline struct cupro__tally_slot *cupro__table_find(const struct cupro__tally_table *table,
                                                          const struct cupro__tally_slot *key)
{
    return &table->slots[cupro__entry_slot(*cupro__table_entry(table, key))];
}

/* Put a key where there was none. */
static inline void cupro__table_put(struct cupro__tally_table *table, uint64_t *entry,
                                    const struct cupro__tally_slot *key)
{
    table->slots[++table->used] = *key;
    *entry = (key->tag & ~(uint64_t)UINT32_MAX) | table->used;
}

/* -- Parts ------------------------------------------------------------------------------------- */

/* A walk over the entries whose hashes begin with the bits of `part`. */
struct cupro__table_walk {
    size_t at, end;
    uint64_t part;
    unsigned bits; /* of a part, 1 to 32: around the whole table some keys would be met twice */
};

static inline struct cupro__table_walk cupro__table_part(const struct cupro__tally_table *table,
                                                         uint64_t part, unsigned bits)
{
    uint64_t first = part << (64 - bits), last = first | UINT64_MAX >> bits;
    return (struct cupro__table_walk){cupro__home(first, table->size),
                                      cupro__home(last, table->size) + 1, part, bits};
}

/* The next entry, or 0. */
static inline uint64_t cupro__table_next(const struct cupro__tally_table *table,
                                         struct cupro__table_walk *walk)
{
    for (;;) {
        size_t at = walk->at < table->size ? walk->at : walk->at - table->size;
        uint64_t entry = table->index[at];
        if (walk->at >= walk->end && entry == 0)
            return 0;
        walk->at++;
        if (entry != 0 && entry >> (64 - walk->bits) == walk->part)
            return entry;
    }
}

#endif
