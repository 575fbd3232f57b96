/* SPDX-License-Identifier: MIT */
/*
 * The index of a tally's table, and how it grows.
 *
 * A small one is copied to a larger one. A large one grows where it stands, since fresh memory has
 * to be cleared, and where a hypervisor is asked for it that takes longer than all else: of 1.2 GB
 * of source text, with 12 M distinct words, copying took an eighth of the processors' time to clear
 * pages.
 *
 * Entries are taken some at a time, from the last to the first when they stay in place, to homes
 * that are not before their old ones, in three steps without a branch that cannot be foreseen:
 * those that are not free are brought together, those whose new home is free are put there, and
 * only the others look for a place. Those that would have to stand among entries that were not
 * moved yet, or that go around the end, are put aside until all others are done. These are a few,
 * at both ends; where they are not, because somebody has found keys that collide, the index is
 * copied after all.
 */
#include "group/tally/table/tally_index.h"

enum {
    ROOM = 256,  /* times a large index's bytes when it is made */
    SOME = 512,  /* entries at a time                           */
    ASIDE = 8192 /* entries that are put aside at most          */
};

static uint64_t *open_index(struct cupro__table_memory *memory, size_t size)
{
    size_t bytes = size * sizeof(uint64_t);
    *memory = (struct cupro__table_memory){0};
    if (bytes < CUPRO__TABLE_LARGE)
        return memory->small = calloc(size, sizeof(uint64_t));
    bool opened =
        cupro__span_open(&memory->large, bytes, bytes < SIZE_MAX / ROOM ? ROOM * bytes : bytes);
    return opened ? memory->large.memory : NULL;
}

/* Those of n entries that are not free; how many. */
static size_t gather(const uint64_t *from, size_t n, uint64_t *entries)
{
    size_t many = 0;
    for (size_t i = 0; i < n; i++) {
        entries[many] = from[i];
        many += from[i] != 0;
    }
    return many;
}

/* Put an entry that did not find its home free. */
static void put_around(uint64_t *index, size_t size, uint64_t entry)
{
    size_t at = cupro__home(entry, size);
    while (index[at] != 0)
        at = at + 1 < size ? at + 1 : 0;
    index[at] = entry;
}

/* The same, where nothing may be put before its home. False: all behind it is taken. */
static bool put_behind(uint64_t *index, size_t size, uint64_t entry)
{
    size_t at = cupro__home(entry, size);
    while (at < size && index[at] != 0)
        at++;
    if (at < size)
        index[at] = entry;
    return at < size;
}

/* Put those of n entries whose home is free there; how many others there are, which are the first
 * then. */
static size_t put_at_home(uint64_t *index, size_t size, uint64_t *entries, size_t n)
{
    size_t away = 0;
    for (size_t i = 0; i < n; i++) {
        const uint64_t entry = entries[i];
        uint64_t *home = &index[cupro__home(entry, size)];
        const uint64_t there = *home, taken = -(uint64_t)(there != 0);
        *home = (there & taken) | (entry & ~taken);
        entries[away] = entry;
        away += taken & 1;
    }
    return away;
}

static int grow_by_copy(struct cupro__tally_table *table, size_t size)
{
    struct cupro__table_memory memory;
    uint64_t *index = open_index(&memory, size), entries[SOME];
    if (index == NULL)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < table->size; i += SOME) {
        size_t left = table->size - i;
        size_t many = gather(table->index + i, left < SOME ? left : SOME, entries);
        many = put_at_home(index, size, entries, many);
        for (size_t k = 0; k < many; k++)
            put_around(index, size, entries[k]);
    }
    cupro__table_release(&table->index_memory);
    table->index_memory = memory;
    table->index = index;
    table->size = size;
    return 0;
}

/* -- Where it stands --------------------------------------------------------------------------- */

static size_t farthest_from_home(const struct cupro__tally_table *table)
{
    size_t farthest = 0;
    for (size_t i = 0; i < table->size; i++) {
        const size_t home = cupro__home(table->index[i], table->size);
        const size_t away = i >= home ? i - home : i + table->size - home;
        const size_t counts = table->index[i] != 0 ? away : 0;
        farthest = counts > farthest ? counts : farthest;
    }
    return farthest;
}

/* Whether few enough will be put aside in an index of at least half as many entries more. An entry
 * at place i has a home of i - farthest or behind that, and the new one is half as far again. So it
 * is before i, where entries were not moved yet, only of the first 3 * farthest; and as many as one
 * is away from its home, and some for roundings, go around the end. */
static bool few_aside(const struct cupro__tally_table *table, size_t size)
{
    return size >= table->size + table->size / 2 && farthest_from_home(table) <= ASIDE / 4 - 8;
}

/* Those of the n entries whose home is before `first` are put aside; how many others there are,
 * which are the first then. */
static size_t put_low_aside(size_t size, size_t first, uint64_t *entries, size_t n, uint64_t *aside,
                            size_t *many)
{
    size_t others = 0;
    for (size_t i = 0; i < n; i++)
        if (__builtin_expect(cupro__home(entries[i], size) < first, 0))
            aside[(*many)++] = entries[i];
        else
            entries[others++] = entries[i];
    return others;
}

static void move_up(uint64_t *index, size_t before, size_t size, uint64_t *aside)
{
    uint64_t entries[SOME];
    size_t many = 0;
    for (size_t end = before, first; end > 0; end = first) {
        first = (end - 1) / SOME * SOME;
        size_t n = gather(index + first, end - first, entries);
        memset(index + first, 0, (end - first) * sizeof *index);
        n = put_low_aside(size, first, entries, n, aside, &many);
        n = put_at_home(index, size, entries, n);
        for (size_t i = 0; i < n; i++)
            if (!put_behind(index, size, entries[i]))
                aside[many++] = entries[i];
    }
    for (size_t i = 0; i < many; i++)
        put_around(index, size, aside[i]);
}

/* False: not possible, and nothing has changed. */
static bool grow_in_place(struct cupro__tally_table *table, size_t size)
{
    if (size > table->index_memory.large.room / sizeof *table->index || !few_aside(table, size))
        return false;
    uint64_t *aside = malloc(ASIDE * sizeof *aside);
    bool grown =
        aside != NULL && cupro__span_grow(&table->index_memory.large, size * sizeof *table->index);
    if (grown) {
        move_up(table->index, table->size, size, aside);
        table->size = size;
    }
    free(aside);
    return grown;
}

int cupro__index_grow(struct cupro__tally_table *table, size_t size)
{
    return grow_in_place(table, size) ? 0 : grow_by_copy(table, size);
}
