/* SPDX-License-Identifier: MIT */
/*
 * The table of a tally (see tally_table.h), and how it grows.
 *
 * A small table is copied to one of twice its size. A large one grows by half where it stands, so
 * that memory is cleared once, and a third of it at most is a free slot that need not be: keys are
 * moved from the last to the first, each to a home that is not before the old one. Those that would
 * have to stand among keys that were not moved yet, or that go around the end, are put aside until
 * all others are done. These are a few, at both ends; where they are not, because somebody has
 * found keys that collide, the table is copied after all.
 */
#include "group/tally/table/tally_table.h"

#include "memory/pages.h"

#include <stdlib.h>

enum {
    LEAST_SLOTS = 256,
    LINE = 64,
    LARGE = (8 << 20) / (int)sizeof(struct cupro__tally_slot), /* slots */
    DOUBLED = 4 * LARGE, /* what is smaller grows to twice its size */
    ROOM = 1024,         /* times a large table's size when it is made */
    ASIDE = 2048         /* keys that are put aside at most */
};

static size_t limit_of(size_t size)
{
    return size - size / 4 - 1; /* one is always free, and ends a probe */
}

static bool open_small(struct cupro__tally_table *table, size_t bytes)
{
    table->memory = cupro__pages_zeroed(bytes + LINE);
    table->slots = (void *)(((uintptr_t)table->memory + LINE - 1) / LINE * LINE);
    return table->memory != NULL;
}

static bool open_large(struct cupro__tally_table *table, size_t bytes)
{
    size_t room = bytes < SIZE_MAX / ROOM ? ROOM * bytes : bytes;
    bool opened = cupro__span_open(&table->span, bytes, room);
    table->slots = table->span.memory;
    return opened;
}

/* An empty table with so many slots. */
static int open_table(struct cupro__tally_table *table, size_t size)
{
    size_t bytes;
    *table = (struct cupro__tally_table){.size = size, .limit = limit_of(size)};
    if (__builtin_mul_overflow(size, sizeof *table->slots, &bytes) || bytes > SIZE_MAX / 4)
        return CUPRO_ENOMEM;
    return (size < LARGE ? open_small(table, bytes) : open_large(table, bytes)) ? 0 : CUPRO_ENOMEM;
}

void cupro__table_close(struct cupro__tally_table *table)
{
    free(table->memory);
    cupro__span_close(&table->span);
    *table = (struct cupro__tally_table){0};
}

/* Put a key that is not there into the slots from `at` on. Of keys that meet the one that was seen
 * most comes first, since it will be looked up most. False, and nothing has changed: all are taken.
 */
static bool put_from(struct cupro__tally_table *table, size_t at, struct cupro__tally_slot key)
{
    size_t end = at;
    while (end < table->size && table->slots[end].tag != 0)
        end++;
    if (end == table->size)
        return false;
    for (; at < end; at++)
        if (table->slots[at].count < key.count) {
            const struct cupro__tally_slot other = table->slots[at];
            table->slots[at] = key;
            key = other;
        }
    table->slots[end] = key;
    return true;
}

static void put(struct cupro__tally_table *table, const struct cupro__tally_slot *key)
{
    if (!put_from(table, cupro__home(key->tag, table->size), *key))
        put_from(table, 0, *key);
}

static int grow_by_copy(struct cupro__tally_table *table, size_t size)
{
    struct cupro__tally_table grown;
    int error = open_table(&grown, size);
    if (error != 0)
        return error;
    for (size_t i = 0; i < table->size; i++)
        if (table->slots[i].tag != 0)
            put(&grown, &table->slots[i]);
    grown.used = table->used;
    cupro__table_close(table);
    *table = grown;
    return 0;
}

/* -- Where it stands --------------------------------------------------------------------------- */

/* How many keys will have to be put aside at most: those that have no home behind themselves, and
 * as many at the end as one is away from its home, and three for roundings, go around it. */
static size_t put_aside_at_most(const struct cupro__tally_table *table, size_t size)
{
    size_t low = 0, farthest = 0;
    for (size_t i = 0; i < table->size; i++) {
        uint64_t tag = table->slots[i].tag;
        if (tag == 0)
            continue;
        size_t home = cupro__home(tag, table->size);
        size_t away = i >= home ? i - home : i + table->size - home;
        farthest = away > farthest ? away : farthest;
        low += cupro__home(tag, size) <= i;
    }
    return low + farthest + 3;
}

/* False: not possible, and nothing has changed. */
static bool grow_in_place(struct cupro__tally_table *table, size_t size)
{
    if (table->span.memory == NULL || size > table->span.room / sizeof *table->slots ||
        put_aside_at_most(table, size) > ASIDE)
        return false;
    struct cupro__tally_slot *aside = malloc(ASIDE * sizeof *aside);
    if (aside == NULL || !cupro__span_grow(&table->span, size * sizeof *table->slots)) {
        free(aside);
        return false;
    }
    size_t before = table->size, many = 0;
    table->size = size;
    table->limit = limit_of(size);
    for (size_t i = before; i-- > 0;) {
        const struct cupro__tally_slot key = table->slots[i];
        if (key.tag == 0)
            continue;
        size_t home = cupro__home(key.tag, size);
        table->slots[i] = (struct cupro__tally_slot){.tag = 0};
        if (home <= i || !put_from(table, home, key))
            aside[many++] = key;
    }
    for (size_t i = 0; i < many; i++)
        put(table, &aside[i]);
    free(aside);
    return true;
}

int cupro__table_reserve(struct cupro__tally_table *table, size_t keys)
{
    if (keys <= table->limit - table->used)
        return 0;
    size_t least = table->used + keys, size = LEAST_SLOTS;
    if (least < keys || least > SIZE_MAX / sizeof *table->slots / 8)
        return CUPRO_ENOMEM;
    if (table->size > 0)
        size = table->size < DOUBLED ? 2 * table->size : table->size + table->size / 2;
    if (limit_of(size) < least)
        size = least + least / 2 + LEAST_SLOTS;
    return grow_in_place(table, size) ? 0 : grow_by_copy(table, size);
}
