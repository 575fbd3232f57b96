/* SPDX-License-Identifier: MIT */
/*
 * Shrinking a large table where it stands: the reverse of how it grows (tally_table.c).
 *
 * Keys are moved from the first to the last, each to a home that is not behind the old one. The
 * slots before the one that is moved are the new table, so a free one is found there, at the latest
 * where the key stood; those behind the new end are put at the beginning when all have been moved.
 * Keys whose count is 0 are left out. What is behind the end goes back to the kernel.
 */
#include "group/tally/table/tally_table.h"

#include <stdlib.h>

enum {
    SPARE = 5,   /* keys for each slot that stays free */
    WORTH = 8,   /* the share of the slots that is gained at least */
    ASIDE = 2048 /* keys before the first free slot at most        */
};

static size_t count_keys(const struct cupro__tally_table *table)
{
    size_t keys = 0;
    for (size_t i = 0; i < table->size; i++)
        keys += table->slots[i].count > 0;
    return keys;
}

static void put_at_end(struct cupro__tally_slot *slots, size_t home,
                       const struct cupro__tally_slot *key)
{
    while (slots[home].tag != 0)
        home++;
    slots[home] = *key;
}

static struct cupro__tally_slot take_out(struct cupro__tally_slot *slot)
{
    const struct cupro__tally_slot key = *slot;
    *slot = (struct cupro__tally_slot){.tag = 0};
    return key;
}

/* The slots before the first free one may be those of keys that went around the end: they are put
 * aside. The others have a home behind it. */
static void move_keys(struct cupro__tally_table *table, size_t size, size_t first_free,
                      struct cupro__tally_slot *aside)
{
    size_t before = table->size;
    for (size_t i = 0; i < first_free; i++)
        aside[i] = take_out(&table->slots[i]);
    for (size_t i = first_free; i < before; i++) {
        const struct cupro__tally_slot key = take_out(&table->slots[i]);
        if (key.count > 0)
            put_at_end(table->slots, cupro__home(key.tag, size), &key);
    }
    table->size = size;
    for (size_t i = size; i < before && table->slots[i].tag != 0; i++) {
        const struct cupro__tally_slot key = take_out(&table->slots[i]);
        *cupro__table_find(table, &key) = key;
    }
    for (size_t i = 0; i < first_free; i++)
        if (aside[i].count > 0)
            *cupro__table_find(table, &aside[i]) = aside[i];
}

void cupro__table_shrink(struct cupro__tally_table *table)
{
    if (table->span.memory == NULL)
        return;
    size_t keys = count_keys(table), size = keys + keys / SPARE + ASIDE, first_free = 0;
    if (size > table->size - table->size / WORTH)
        return;
    while (table->slots[first_free].tag != 0)
        first_free++;
    struct cupro__tally_slot *aside = first_free <= ASIDE ? malloc(ASIDE * sizeof *aside) : NULL;
    if (aside == NULL)
        return;
    move_keys(table, size, first_free, aside);
    table->used = table->limit = keys; /* to be added to, it grows */
    cupro__span_shrink(&table->span, cupro__table_bytes(table));
    free(aside);
}
