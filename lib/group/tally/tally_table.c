/* SPDX-License-Identifier: MIT */
/* The table of a tally (see tally_table.h). */
#include "group/tally/tally_table.h"

#include "memory/pages.h"

#include <stdlib.h>

enum { LEAST_SLOTS = 256, LINE = 64 };

int cupro__table_open(struct cupro__tally_table *table, size_t size)
{
    size_t bytes;
    *table = (struct cupro__tally_table){0};
    if (__builtin_mul_overflow(size, sizeof *table->slots, &bytes) || bytes > SIZE_MAX / 2)
        return CUPRO_ENOMEM;
    table->memory = cupro__pages_zeroed(bytes + LINE);
    if (table->memory == NULL)
        return CUPRO_ENOMEM;
    table->slots = (void *)(((uintptr_t)table->memory + LINE - 1) / LINE * LINE);
    table->size = size;
    table->limit = size - size / 4 - 1; /* one is always free, and ends a probe */
    return 0;
}

void cupro__table_close(struct cupro__tally_table *table)
{
    free(table->memory);
    *table = (struct cupro__tally_table){0};
}

static struct cupro__tally_slot *free_slot(const struct cupro__tally_table *table, uint64_t tag)
{
    struct cupro__tally_slot *slot = table->slots + cupro__home(tag, table->size);
    while (slot->tag != 0)
        if (++slot == table->slots + table->size)
            slot = table->slots;
    return slot;
}

int cupro__table_reserve(struct cupro__tally_table *table, size_t keys)
{
    if (keys <= table->limit - table->used)
        return 0;
    size_t least = table->used + keys, size = LEAST_SLOTS;
    if (least > SIZE_MAX / 4)
        return CUPRO_ENOMEM;
    size = table->size > size / 2 ? 2 * table->size : size;
    while (size - size / 4 - 1 < least)
        size *= 2;
    struct cupro__tally_table grown;
    int error = cupro__table_open(&grown, size);
    if (error != 0)
        return error;
    for (size_t i = 0; i < table->size; i++)
        if (table->slots[i].tag != 0)
            *free_slot(&grown, table->slots[i].tag) = table->slots[i];
    grown.used = table->used;
    cupro__table_close(table);
    *table = grown;
    return 0;
}
