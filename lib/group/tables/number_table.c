/* SPDX-License-Identifier: MIT */
/* Opening, growing and filling tables of numbers, one key at a time (see number_table.h). */
#include "group/tables/number_table.h"

#include "memory/pages.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { LEAST = 8 /* lines */ };

/* One area for all arrays: tables are opened often. The slot behind the last line has a line of its
 * own. */
static int open_lines(struct cupro__number_table *table, size_t lines)
{
    const size_t slots = (lines + 1) * CUPRO__NUMBER_LINE;
    size_t bytes;
    table->words = NULL;
    if (lines >= UINT32_MAX ||
        __builtin_mul_overflow(
            slots, 2 * sizeof *table->words + sizeof *table->firsts + sizeof *table->order,
            &bytes) ||
        (table->words = cupro__pages_aligned(bytes)) == NULL)
        return CUPRO_ENOMEM;
    table->firsts = (size_t *)(void *)(table->words + 2 * slots);
    table->order = table->firsts + slots;
    table->lines = lines;
    table->most = lines * 5;
    cupro__number_table_clear(table);
    return 0;
}

/* Half of the slots are for so many. */
static size_t lines_for(size_t groups)
{
    const size_t lines = groups / (CUPRO__NUMBER_LINE / 2) + 1;
    return lines > LEAST ? lines : LEAST;
}

int cupro__number_table_open(struct cupro__number_table *table, size_t groups, unsigned skip)
{
    const struct cupro__hash_key *hash = cupro__hash_key();
    *table = (struct cupro__number_table){.skip = skip, .free = hash->a ^ hash->c, .hash = hash};
    return open_lines(table, lines_for(groups));
}

void cupro__number_table_close(struct cupro__number_table *table)
{
    free(table->words);
    table->words = NULL;
}

void cupro__number_table_clear(struct cupro__number_table *table)
{
    uint64_t *line = table->words;
    for (size_t i = 0; i <= table->lines; i++, line += CUPRO__NUMBER_STRIDE)
        for (size_t k = 0; k < CUPRO__NUMBER_LINE; k++) {
            line[k] = table->free;
            line[k + CUPRO__NUMBER_LINE] = 0;
        }
    table->count = 0;
}

/* The slot behind another one, in this line or the next. */
static size_t next_slot(const struct cupro__number_table *table, size_t slot)
{
    const size_t next =
        slot % CUPRO__NUMBER_LINE < CUPRO__NUMBER_LINE - 1
            ? slot + 1
            : slot / CUPRO__NUMBER_STRIDE * CUPRO__NUMBER_STRIDE + CUPRO__NUMBER_STRIDE;
    return next < table->lines * CUPRO__NUMBER_STRIDE ? next : 0;
}

size_t cupro__number_table_slot(struct cupro__number_table *table, uint64_t key, size_t home,
                                size_t index)
{
    const uint64_t *words = table->words;
    size_t slot = key != table->free ? home : table->lines * CUPRO__NUMBER_STRIDE;
    while (words[slot] != key && words[slot] != table->free)
        slot = next_slot(table, slot);
    if (*cupro__number_value(table, slot) == 0) {
        table->words[slot] = key;
        *cupro__number_first(table, slot) = index;
        table->order[table->count++] = slot;
    }
    return slot;
}

/* The slot of a key, for an element with this index. */
static size_t find(struct cupro__number_table *table, uint64_t key, size_t index)
{
    const uint64_t hash = cupro__hash_number(table->hash, key);
    return cupro__number_table_slot(table, key, cupro__number_home(hash, table->skip, table->lines),
                                    index);
}

/* Groups come in their order, and so stay in it. */
static void move_groups(struct cupro__number_table *to, const struct cupro__number_table *from)
{
    for (size_t g = 0; g < from->count; g++) {
        const size_t old = from->order[g];
        const size_t slot = find(to, from->words[old], *cupro__number_first(from, old));
        *cupro__number_value(to, slot) = *cupro__number_value(from, old);
    }
}

int cupro__number_table_grow(struct cupro__number_table *table, size_t more)
{
    struct cupro__number_table grown = *table;
    const size_t lines = lines_for(table->count + more), usual = 2 * table->lines;
    int error = open_lines(&grown, lines > usual ? lines : usual);
    if (error != 0)
        return error;
    move_groups(&grown, table);
    cupro__number_table_close(table);
    *table = grown;
    return 0;
}
