/* SPDX-License-Identifier: MIT */
/*
 * Tables of groups by numbers: for one thread, open addressing by cache lines.
 *
 * A line is eight keys, which are looked through at once, and behind them eight words, their
 * values: how many elements the group has, or its number, from 1. A key's home is the line that its
 * hash says, of any number of lines, and what finds it full stands in a line behind. A slot is the
 * place of a key among the words of all lines.
 *
 * A free slot has a key of its own, which no element has but by chance: a secret one, drawn with
 * that of the hashes. An element that has it all the same is kept in one slot more, behind the last
 * line; who looks up many keys at once (count_kernels.h) asks for it first.
 *
 * At most 5 of 8 slots are taken. Room for a batch is made before it, never within.
 */
#ifndef CUPRO__NUMBER_TABLE_H
#define CUPRO__NUMBER_TABLE_H

#include "group/hash.h"

#include <stdbool.h>

enum { CUPRO__NUMBER_LINE = 8 /* keys */, CUPRO__NUMBER_STRIDE = 16 /* words of a line */ };

struct cupro__number_table {
    uint64_t *words; /* of all lines, and of one more                                          */
    size_t *firsts;  /* the index of the first element of each key's group, if it has one      */
    size_t *order;   /* the slots that are taken, in the order in which it came                */
    size_t lines;
    size_t count, most; /* slots that are taken, and that may be */
    unsigned skip;      /* bits of hashes that say which part of all keys it is for */
    uint64_t free;      /* the key of free slots */
    const struct cupro__hash_key *hash;
};

/* Room for so many groups; CUPRO_ENOMEM. Close it in any case, also if it is all zeros. */
int cupro__number_table_open(struct cupro__number_table *table, size_t groups, unsigned skip);
void cupro__number_table_close(struct cupro__number_table *table);

/* Room for so many groups more; CUPRO_ENOMEM: the table is as it was. */
int cupro__number_table_grow(struct cupro__number_table *table, size_t more);

static inline int cupro__number_table_reserve(struct cupro__number_table *table, size_t more)
{
    return table->count + more <= table->most ? 0 : cupro__number_table_grow(table, more);
}

/* No groups any more. */
void cupro__number_table_clear(struct cupro__number_table *table);

/* Where the line of a hash begins among the words; 32 bits of it say which. */
static inline size_t cupro__number_home(uint64_t hash, unsigned skip, size_t lines)
{
    return (size_t)((hash << skip >> 32) * (uint32_t)lines >> 32) * CUPRO__NUMBER_STRIDE;
}

static inline uint64_t *cupro__number_value(const struct cupro__number_table *table, size_t slot)
{
    return table->words + slot + CUPRO__NUMBER_LINE;
}

/* Lines have no words for these. */
static inline size_t *cupro__number_first(const struct cupro__number_table *table, size_t slot)
{
    return table->firsts + (slot + slot % CUPRO__NUMBER_LINE) / 2;
}

/* The slot of a key from its home on. If it is new, it is taken for an element with this index, and
 * its value is 0. */
size_t cupro__number_table_slot(struct cupro__number_table *table, uint64_t key, size_t home,
                                size_t index);

#endif
