/* SPDX-License-Identifier: MIT */
/*
 * The table of a tally (see tally_table.h), and how it gets room. Large slots grow where they
 * stand, an eighth at a time: memory is cleared once, and there is never much more of it than keys.
 *
 * Before, slots stood in the order of the hashes themselves, with gaps between them. Of 1.2 GB of
 * source text, 12 M words of which are distinct, a tenth of the time was spent on moving them.
 */
#include "group/tally/table/tally_index.h"

#include <stdlib.h>

enum {
    LEAST_ENTRIES = 256,
    DOUBLED = 1 << 20, /* entries: an index of less grows to twice its size   */
    ROOM = 1024        /* times the bytes of large slots when they are made   */
};

/* Slots have numbers of 32 bits. */
static const size_t most_entries = (size_t)1 << 31 << 1;

static size_t limit_of(size_t size)
{
    return size - size / 4 - 1; /* one is always free, and ends a probe */
}

/* -- Memory ------------------------------------------------------------------------------------ */

void cupro__table_close(struct cupro__tally_table *table)
{
    cupro__table_release(&table->slot_memory);
    cupro__table_release(&table->index_memory);
    *table = (struct cupro__tally_table){0};
}

/* -- Slots ------------------------------------------------------------------------------------- */

/* Small slots become large, or large ones go where there is more address space. */
static bool move_slots(struct cupro__tally_table *table, size_t bytes)
{
    struct cupro__span span;
    size_t used = table->slots != NULL ? (table->used + 1) * sizeof *table->slots : 0;
    if (!cupro__span_open(&span, bytes, bytes < SIZE_MAX / ROOM ? ROOM * bytes : bytes))
        return false;
    if (used > 0)
        memcpy(span.memory, table->slots, used);
    cupro__table_release(&table->slot_memory);
    table->slot_memory.large = span;
    table->slots = span.memory;
    return true;
}

static bool grow_small(struct cupro__tally_table *table, size_t bytes)
{
    struct cupro__tally_slot *slots = realloc(table->slot_memory.small, bytes);
    if (slots == NULL)
        return false;
    if (table->slots == NULL)
        slots[0] = (struct cupro__tally_slot){.tag = 0};
    table->slot_memory.small = slots;
    table->slots = slots;
    return true;
}

/* Have room for `least` slots, and for all that the index is for if these are few. What has been
 * large stays so, though the table may have shrunk. */
static int make_room(struct cupro__tally_table *table, size_t least, size_t all)
{
    const size_t slot = sizeof *table->slots, before = table->room * slot;
    size_t bytes = all * slot;
    bool grown;
    if (least <= table->room)
        return 0;
    if (bytes < CUPRO__TABLE_LARGE && table->slot_memory.large.memory == NULL) {
        grown = grow_small(table, bytes);
    } else {
        size_t usual = before + before / 8 + CUPRO__SPAN_UNIT;
        bytes = least * slot > usual ? least * slot : usual;
        grown = cupro__span_grow(&table->slot_memory.large, bytes) || move_slots(table, bytes);
    }
    if (grown)
        table->room = bytes / slot;
    return grown ? 0 : CUPRO_ENOMEM;
}

/* -- Both ---------------------------------------------------------------------------------------
 */

/* The size of an index for so many keys, which is larger than the one there is. */
static size_t next_size(const struct cupro__tally_table *table, size_t keys)
{
    size_t size = LEAST_ENTRIES;
    if (table->size > 0)
        size = table->size < DOUBLED ? 2 * table->size : table->size + table->size / 2;
    if (limit_of(size) < keys)
        size = keys + keys / 2 + LEAST_ENTRIES;
    return size < most_entries ? size : most_entries;
}

int cupro__table_reserve(struct cupro__tally_table *table, size_t keys)
{
    if (keys <= table->limit - table->used)
        return 0;
    size_t least = table->used + keys, size = table->size;
    if (least < keys || least > limit_of(most_entries))
        return CUPRO_ENOMEM;
    if (size == 0 || limit_of(size) < least)
        size = next_size(table, least);
    int error = make_room(table, least + 1, limit_of(size) + 1);
    if (error == 0 && size > table->size)
        error = cupro__index_grow(table, size);
    if (error != 0)
        return error;
    table->limit = limit_of(size) < table->room - 1 ? limit_of(size) : table->room - 1;
    return 0;
}
