/* SPDX-License-Identifier: MIT */
/*
 * Shrinking a large table where it stands.
 *
 * Slots move together, over those whose count is 0, and stay in their order. So a key's new number
 * is its rank among those that stay, which is told by a bit a key, and fits a core's cache. The
 * index is gone through from the first entry to the last, each of which gets a home that is not
 * behind the old one: the reverse of how it grows (tally_index.c). The entries before the one that
 * is moved are the new index, so a free one is found there, at the latest where the entry stood;
 * those behind the new end are put at the beginning when all have been moved. What is behind the
 * end goes back to the kernel. (To make the index anew of the slots took six times as long: each
 * entry waited for memory.)
 */
#include "group/tally/table/tally_index.h"

enum {
    LEAST = 1 << 20, /* bytes of a table that is worth it */
    SPARE = 5,       /* keys for each entry of the index that stays free */
    WORTH = 8,       /* the share of the bytes that is gained at least   */
    ASIDE = 2048     /* entries before the first free one at most        */
};

/* -- Slots ------------------------------------------------------------------------------------- */

/* Which keys stay, 64 a word. */
struct stays {
    uint64_t bits;
    size_t before; /* keys of the words before it that stay */
};

static size_t find_stays(const struct cupro__tally_table *table, struct stays *stays)
{
    size_t keys = 0;
    for (size_t first = 0; first <= table->used; first += 64) {
        struct stays word = {0, keys};
        for (size_t i = first; i <= table->used && i < first + 64; i++)
            word.bits |= (uint64_t)(table->slots[i].count > 0) << (i - first);
        keys += (size_t)__builtin_popcountll(word.bits);
        stays[first / 64] = word;
    }
    return keys;
}

/* The entry with the new number of its key's slot, or 0. */
static uint64_t renumbered(uint64_t entry, const struct stays *stays)
{
    const size_t slot = cupro__entry_slot(entry);
    const struct stays word = stays[slot / 64];
    const uint64_t up_to = word.bits << (63 - slot % 64);
    const size_t rank = word.before + (size_t)__builtin_popcountll(up_to);
    return up_to >> 63 != 0 ? (entry & ~(uint64_t)UINT32_MAX) | rank : 0;
}

static void move_together(struct cupro__tally_table *table, const struct stays *stays)
{
    size_t keys = 0;
    for (size_t i = 1; i <= table->used; i++)
        if (stays[i / 64].bits >> i % 64 & 1)
            table->slots[++keys] = table->slots[i];
    table->used = keys;
}

/* -- The index --------------------------------------------------------------------------------- */

static void put_behind(uint64_t *index, size_t at, uint64_t entry)
{
    while (index[at] != 0)
        at++;
    index[at] = entry;
}

static void put_around(struct cupro__tally_table *table, uint64_t entry)
{
    size_t at = cupro__home(entry, table->size);
    while (table->index[at] != 0)
        at = cupro__next_entry(table, at);
    table->index[at] = entry;
}

/* The entries before the first free one may be those of keys that went around the end: they are put
 * aside. The others have a home behind it. */
static void move_down(struct cupro__tally_table *table, size_t size, const struct stays *stays,
                      uint64_t *aside)
{
    uint64_t *index = table->index;
    size_t before = table->size, i = 0, many = 0;
    for (; index[i] != 0; i++) {
        aside[many] = renumbered(index[i], stays);
        many += aside[many] != 0;
        index[i] = 0;
    }
    for (; i < before; i++) {
        const uint64_t entry = index[i] != 0 ? renumbered(index[i], stays) : 0;
        index[i] = 0;
        if (entry != 0)
            put_behind(index, cupro__home(entry, size), entry);
    }
    table->size = size;
    for (i = size; i < before && index[i] != 0; i++)
        put_around(table, index[i]);
    for (i = 0; i < many; i++)
        put_around(table, aside[i]);
}

static size_t first_free(const struct cupro__tally_table *table)
{
    size_t at = 0;
    while (table->index[at] != 0)
        at++;
    return at;
}

static void give_back(struct cupro__table_memory *memory, size_t bytes)
{
    void *smaller = memory->small != NULL ? realloc(memory->small, bytes) : NULL;
    if (smaller != NULL)
        memory->small = smaller;
    cupro__span_shrink(&memory->large, bytes);
}

static void *begin_of(const struct cupro__table_memory *memory)
{
    return memory->small != NULL ? memory->small : memory->large.memory;
}

/* What is behind the end of a large index, and stays, is to be zeros when it is needed again. */
static void clear_behind(struct cupro__tally_table *table, size_t before)
{
    size_t left = table->index_memory.large.bytes / sizeof *table->index;
    left = left < before ? left : before;
    if (left > table->size)
        memset(table->index + table->size, 0, (left - table->size) * sizeof *table->index);
}

static void shrink(struct cupro__tally_table *table, size_t keys, size_t size,
                   const struct stays *stays)
{
    size_t before = table->size;
    uint64_t *aside = first_free(table) <= ASIDE ? malloc(ASIDE * sizeof *aside) : NULL;
    if (aside == NULL)
        return;
    move_down(table, size, stays, aside);
    move_together(table, stays);
    table->room = keys + 1;
    table->limit = keys; /* to be added to, it grows */
    give_back(&table->slot_memory, table->room * sizeof *table->slots);
    table->slots = begin_of(&table->slot_memory);
    give_back(&table->index_memory, size * sizeof *table->index);
    table->index = begin_of(&table->index_memory);
    clear_behind(table, before);
    free(aside);
}

void cupro__table_shrink(struct cupro__tally_table *table)
{
    if (cupro__table_bytes(table) < LEAST)
        return;
    struct stays *stays = malloc((table->used / 64 + 1) * sizeof *stays);
    if (stays == NULL)
        return;
    size_t keys = find_stays(table, stays), size = keys + keys / SPARE + ASIDE;
    size_t bytes = size * sizeof *table->index + (keys + 1) * sizeof *table->slots;
    if (size < table->size &&
        bytes <= cupro__table_bytes(table) - cupro__table_bytes(table) / WORTH)
        shrink(table, keys, size, stays);
    free(stays);
}
