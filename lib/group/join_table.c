/* SPDX-License-Identifier: MIT */
/*
 * Making a join table (see join_table.h): elements are divided into parts by the hashes of their
 * keys, as rows are into buckets (sort/numbers/shares.h); then each part's slots, which fit a
 * core's cache, are filled. (The parallel radix join of Balkesen, Teubner, Alonso and Özsu,
 * "Main-memory hash joins on multi-core CPUs", 2013, whose other side is divided as well: here it
 * is not, as results are to be in its order. Its look-ups wait for memory, but many at a time.)
 *
 * Work O(n), span a block, and the largest part. Bytes moved for n keys of w words: 8 n w written
 * and read, and 8 n (w + 1) as rows; 8 n for the list, and 13 n (w + 2) for the slots.
 */
#include "group/join_table.h"

#include "memory/pages.h"
#include "sort/numbers/shares.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { PART_ELEMENTS = 8192, MOST_BITS = 12, LINE = 64 };

struct making {
    struct cupro__join_table *table;
    uint64_t *keys; /* of each element; their memory becomes the list */
    uint64_t *rows; /* a key and an index each                        */
    struct cupro__shares shares;
};

/* Call body(…, words) with a constant. */
#define BY_WORDS(words, body, ...)                                           \
    ((words) == CUPRO__NUMBER_WORDS ? body(__VA_ARGS__, CUPRO__NUMBER_WORDS) \
                                    : body(__VA_ARGS__, CUPRO__BYTES_WORDS))

#define ALWAYS_INLINE static inline __attribute__((always_inline))

ALWAYS_INLINE size_t part_of(const struct cupro__join_table *table, const uint64_t *key,
                             size_t words)
{
    return cupro__key_hash(table->keyed->hash, key, words) >> (64 - table->bits);
}

/* -- Dividing ---------------------------------------------------------------------------------- */

ALWAYS_INLINE int count_block(const struct making *making, size_t at, size_t n, size_t *counts,
                              size_t words)
{
    const struct cupro__join_table *table = making->table;
    memset(counts, 0, making->shares.buckets * sizeof *counts);
    for (size_t end = at + n, some; at < end; at += some) {
        uint64_t *room = making->keys + at * words;
        const uint64_t *keys;
        some = end - at < CUPRO__KEYED_BATCH ? end - at : CUPRO__KEYED_BATCH;
        int error = cupro__keyed_load(table->keyed, at, some, room, &keys);
        if (error != 0)
            return error;
        for (size_t k = 0; k < some; k++)
            counts[part_of(table, room + k * words, words)]++;
    }
    return 0;
}

static int count_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct making *making = arg;
    const struct cupro__shares *shares = &making->shares;
    int error = 0;
    for (size_t block = lo; block < hi && error == 0; block++)
        error = BY_WORDS(making->table->keyed->words, count_block, making, block * shares->block,
                         cupro__shares_elements(shares, block), cupro__shares_of(shares, block));
    return error;
}

ALWAYS_INLINE int scatter_block(const struct making *making, size_t block, size_t words)
{
    size_t *next = cupro__shares_of(&making->shares, block);
    size_t at = block * making->shares.block;
    size_t end = at + cupro__shares_elements(&making->shares, block);
    for (; at < end; at++) {
        const uint64_t *key = making->keys + at * words;
        uint64_t *row = making->rows + next[part_of(making->table, key, words)]++ * (words + 1);
        cupro__key_copy(row, key, words);
        row[words] = at;
        __builtin_prefetch((const void *)((uintptr_t)row + LINE), 1);
    }
    return 0;
}

static int scatter_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct making *making = arg;
    for (size_t block = lo; block < hi; block++)
        BY_WORDS(making->table->keyed->words, scatter_block, making, block);
    return 0;
}

/* -- Filling ----------------------------------------------------------------------------------- */

/* Count the elements of each key, and note in each row which slot it belongs to. */
ALWAYS_INLINE void count_keys(const struct making *making, const uint64_t *slots, size_t begin,
                              size_t end, size_t words)
{
    const struct cupro__join_table *table = making->table;
    for (size_t r = begin; r < end; r++) {
        uint64_t *row = making->rows + r * (words + 1);
        uint64_t hash = cupro__key_hash(table->keyed->hash, row, words);
        uint64_t *slot = cupro__join_find(table, hash, row, words);
        if (slot[words + 1]++ == 0)
            cupro__key_copy(slot, row, words);
        row[0] = (uint64_t)(slot - slots);
    }
}

/* The slots are written first by the thread that fills them. */
ALWAYS_INLINE int fill_part(const struct making *making, size_t number, size_t words)
{
    const struct cupro__join_table *table = making->table;
    const struct cupro__join_part *part = &table->parts[number];
    uint64_t *slots = table->slots + part->base * (words + 2);
    uint64_t *slots_end = slots + part->slots * (words + 2);
    size_t begin = making->shares.begin[number], end = making->shares.begin[number + 1];
    memset(slots, 0, part->slots * (words + 2) * sizeof *slots);
    count_keys(making, slots, begin, end, words);
    size_t place = begin;
    for (uint64_t *slot = slots; slot < slots_end; slot += words + 2) {
        slot[words] = place;
        place += slot[words + 1];
    }
    for (size_t r = begin; r < end; r++) {
        const uint64_t *row = making->rows + r * (words + 1);
        table->list[slots[row[0] + words]++] = row[words];
    }
    for (uint64_t *slot = slots; slot < slots_end; slot += words + 2)
        slot[words] -= slot[words + 1];
    return 0;
}

static int fill_parts(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct making *making = arg;
    for (size_t number = lo; number < hi; number++)
        BY_WORDS(making->table->keyed->words, fill_part, making, number);
    return 0;
}

/* Room for each part's slots, when its elements have been counted. */
static int open_slots(const struct making *making)
{
    struct cupro__join_table *table = making->table;
    size_t base = 0, slot = (table->keyed->words + 2) * sizeof *table->slots;
    for (size_t number = 0; number < making->shares.buckets; number++) {
        size_t n = making->shares.begin[number + 1] - making->shares.begin[number];
        table->parts[number] = (struct cupro__join_part){base, n + n / 3 * 2 + 2};
        base += table->parts[number].slots;
    }
    table->slots = cupro__pages_new(base * slot);
    return table->slots != NULL ? 0 : CUPRO_ENOMEM;
}

static int make(struct making *making, const struct cupro__crew *crew, const cupro_call *call)
{
    struct cupro__work work = {
        .units = making->shares.blocks, .run = count_blocks, .arg = making, .grain = 1};
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    cupro__shares_add_up(&making->shares);
    error = open_slots(making);
    work.run = scatter_blocks;
    if (error == 0)
        error = cupro__engine_run(crew, &work, call);
    work.units = making->shares.buckets;
    work.run = fill_parts;
    return error == 0 ? cupro__engine_run(crew, &work, call) : error;
}

int cupro__join_table_open(struct cupro__join_table *table, const struct cupro__keyed *keyed,
                           const struct cupro__crew *crew, const cupro_call *call)
{
    struct making making = {.table = table};
    size_t n = keyed->n, words = keyed->words;
    *table = (struct cupro__join_table){.keyed = keyed, .bits = 1};
    while (table->bits < MOST_BITS && n >> table->bits > PART_ELEMENTS)
        table->bits++;
    if (n > SIZE_MAX / 128)
        return CUPRO_ENOMEM;
    int error =
        cupro__shares_open(&making.shares, n, (size_t)crew->runners, (size_t)1 << table->bits);
    making.rows = cupro__pages_new(n * (words + 1) * sizeof *making.rows);
    making.keys = cupro__pages_new(n * words * sizeof *making.keys);
    table->parts = malloc(((size_t)1 << table->bits) * sizeof *table->parts);
    _Static_assert(sizeof *table->list <= sizeof *making.keys, "the list is where the keys were");
    table->list = (void *)making.keys;
    if (making.keys == NULL || making.rows == NULL || table->parts == NULL)
        error = CUPRO_ENOMEM;
    if (error == 0)
        error = make(&making, crew, call);
    free(making.rows);
    cupro__shares_close(&making.shares);
    return error;
}

void cupro__join_table_close(struct cupro__join_table *table)
{
    free(table->list);
    free(table->slots);
    free(table->parts);
}
