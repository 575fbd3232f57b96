/* SPDX-License-Identifier: MIT */
/* The table of words (see word_table.h). */
#include "count/word_table.h"
#include "count/pages.h"

#include <cupro/error.h>

#define LEAST_BITS 10

static size_t bytes_of(unsigned bits)
{
    return sizeof(struct word) << bits;
}

/* How many words 2^bits slots take: two thirds keep a row of collisions short. */
static size_t limit_of(unsigned bits)
{
    return ((size_t)1 << bits) / 3 * 2;
}

/* The bits of the smallest table for so many words, or 0 if there can be none. */
static unsigned bits_for(size_t words, unsigned skip)
{
    unsigned bits = LEAST_BITS;
    while (limit_of(bits) < words) {
        if (++bits + skip >= WORD_TAG_BITS || bytes_of(bits) > SIZE_MAX / 4)
            return 0;
    }
    return bits;
}

int table_open(struct word_table *table, size_t words, unsigned skip)
{
    const unsigned bits = bits_for(words, skip);
    *table = (struct word_table){.bits = bits, .skip = skip};
    if (bits > 0)
        table->slots = pages_new(bytes_of(bits));
    return table->slots ? 0 : CUPRO_ENOMEM;
}

void table_close(struct word_table *table)
{
    if (table->slots)
        pages_free(table->slots, bytes_of(table->bits));
    *table = (struct word_table){0};
}

int table_reserve(struct word_table *table, size_t words)
{
    if (words <= limit_of(table->bits) - table->used)
        return 0;
    struct word_table grown;
    const int error = table_open(&grown, table->used + words, table->skip);
    if (error)
        return error;
    for (size_t i = 0; i < (size_t)1 << table->bits; i++) {
        if (table->slots[i].tag)
            *table_find(&grown, &table->slots[i]) = table->slots[i];
    }
    grown.used = table->used;
    table_close(table);
    *table = grown;
    return 0;
}

void table_clear(struct word_table *table)
{
    memset(table->slots, 0, bytes_of(table->bits));
    table->used = 0;
}

struct table_walk table_walk_part(const struct word_table *table, uint64_t part, unsigned part_bits)
{
    const uint64_t first = part << (64 - part_bits);
    const uint64_t last = first | UINT64_MAX >> part_bits;
    return (struct table_walk){
        .at = (size_t)(table_home(table, first) - table->slots),
        .end = (size_t)(table_home(table, last) - table->slots) + 1,
        .part = part,
        .part_bits = part_bits,
    };
}
