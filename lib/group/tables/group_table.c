/* SPDX-License-Identifier: MIT */
/* Opening, growing and emptying tables of groups (see group_table.h). */
#include "group/tables/group_table.h"

#include "memory/pages.h"

#include <cupro/error.h>
#include <stdlib.h>

static const size_t least = 64;              /* slots                                             */
static const size_t large = (size_t)1 << 20; /* what has so many grows by 2, the others by 4 */

/* A power of two that is at least twice as many; 0 if that is no number. */
static size_t capacity_for(size_t groups)
{
    size_t capacity = least;
    while (capacity / 2 < groups && capacity > 0)
        capacity *= 2;
    return capacity;
}

static int open_slots(struct cupro__group_table *table, size_t capacity, size_t words)
{
    size_t bytes;
    if (capacity == 0 ||
        __builtin_mul_overflow(capacity, (words + 1) * sizeof *table->slots, &bytes) ||
        bytes > SIZE_MAX - CUPRO__TABLE_LINE)
        return CUPRO_ENOMEM;
    table->capacity = capacity;
    table->shift = 64 - (unsigned)__builtin_ctzll(capacity);
    table->memory = cupro__pages_zeroed(bytes + CUPRO__TABLE_LINE);
    table->slots = (uint64_t *)(((uintptr_t)table->memory + CUPRO__TABLE_LINE - 1) &
                                ~(uintptr_t)(CUPRO__TABLE_LINE - 1));
    table->firsts = cupro__pages_new(capacity * sizeof *table->firsts);
    if (table->memory != NULL && table->firsts != NULL)
        return 0;
    cupro__group_table_close(table);
    return CUPRO_ENOMEM;
}

int cupro__group_table_open(struct cupro__group_table *table, size_t groups, unsigned skip,
                            size_t words)
{
    *table = (struct cupro__group_table){.skip = skip, .hash = cupro__hash_key()};
    return open_slots(table, capacity_for(groups), words);
}

void cupro__group_table_close(struct cupro__group_table *table)
{
    free(table->memory);
    free(table->firsts);
    table->memory = NULL;
    table->slots = NULL;
    table->firsts = NULL;
    table->capacity = 0;
}

static void move_slots(struct cupro__group_table *to, const struct cupro__group_table *from,
                       size_t words)
{
    const size_t size = words + 1;
    for (size_t at = 0; at < from->capacity; at++) {
        const uint64_t *slot = from->slots + at * size;
        if (slot[words] == 0)
            continue;
        size_t place = cupro__table_home(to, cupro__key_hash(to->hash, slot, words), words);
        while (to->slots[place * size + words] != 0)
            place = (place + 1) & (to->capacity - 1);
        cupro__key_copy(to->slots + place * size, slot, words + 1);
        to->firsts[place] = from->firsts[at];
    }
}

int cupro__group_table_grow(struct cupro__group_table *table, size_t more, size_t words)
{
    struct cupro__group_table grown = *table;
    size_t capacity = capacity_for(table->count + more);
    size_t usual = table->capacity < large ? 4 * table->capacity : 2 * table->capacity;
    int error = open_slots(&grown, capacity < usual ? usual : capacity, words);
    if (error != 0)
        return error;
    move_slots(&grown, table, words);
    cupro__group_table_close(table);
    *table = grown;
    return 0;
}

void cupro__group_table_clear(struct cupro__group_table *table, size_t words)
{
    memset(table->slots, 0, table->capacity * (words + 1) * sizeof *table->slots);
    table->count = 0;
}
