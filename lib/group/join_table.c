/* SPDX-License-Identifier: MIT */
/*
 * Making a join table (see join_table.h): keys are computed and hashed, their elements divided into
 * parts by hash, as rows are into buckets (sort/numbers/shares.h); then each part's slots, which
 * fit a core's cache, are filled. (The parallel radix join of Balkesen, Teubner, Alonso and Özsu,
 * "Main-memory hash joins on multi-core CPUs", 2013, whose other side is divided as well: here it
 * is not, as results are to be in its order. Its look-ups wait for memory, but many at a time.)
 *
 * Work O(n), span a block, and the largest part. Bytes moved for n elements: 24 n written and read
 * for words and rows, 8 n for the list, 40 n for the slots.
 */
#include "group/join_table.h"

#include "memory/pages.h"
#include "sort/numbers/shares.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { PART_ELEMENTS = 8192, MOST_BITS = 12 };

struct row {
    uint64_t word;
    size_t index;
};

struct making {
    struct cupro__join_table *table;
    uint64_t *words; /* of each element; their memory becomes the list */
    struct row *rows;
    struct cupro__shares shares;
};

int cupro__join_keys(const struct cupro__joined *joined, size_t at, size_t n,
                     struct cupro__join_keys *keys)
{
    const struct cupro__hash_key *key = cupro__hash_key();
    bool is_slice = joined->kind == CUPRO_KEY_SLICE, wrong = false;
    void *room = is_slice ? (void *)keys->slice : (void *)keys->word;
    if (joined->key->step(joined->x + at * joined->size, room, n, joined->ctx) != joined->kind)
        return CUPRO_EINVAL;
    for (size_t k = 0; k < n && !is_slice; k++)
        keys->hash[k] = cupro__hash_number(key, keys->word[k]);
    for (size_t k = 0; k < n && is_slice; k++) {
        const cupro_slice *slice = &keys->slice[k];
        bool is_wrong = slice->begin == NULL && slice->length > 0;
        wrong |= is_wrong;
        keys->word[k] = keys->hash[k] =
            is_wrong ? 0 : cupro__hash_bytes(key, slice->begin, slice->length);
    }
    return wrong ? CUPRO_EINVAL : 0;
}

static uint64_t hash_of(const struct cupro__join_table *table, uint64_t word)
{
    return table->slices != NULL ? word : cupro__hash_number(cupro__hash_key(), word);
}

/* -- Dividing ---------------------------------------------------------------------------------- */

static int count_block(const struct making *making, size_t at, size_t n, size_t *counts)
{
    const struct cupro__join_table *table = making->table;
    memset(counts, 0, making->shares.buckets * sizeof *counts);
    for (size_t end = at + n, some; at < end; at += some) {
        struct cupro__join_keys keys;
        some = end - at < CUPRO__JOIN_BATCH ? end - at : CUPRO__JOIN_BATCH;
        int error = cupro__join_keys(&table->of, at, some, &keys);
        if (error != 0)
            return error;
        memcpy(making->words + at, keys.word, some * sizeof *keys.word);
        if (table->slices != NULL)
            memcpy(table->slices + at, keys.slice, some * sizeof *keys.slice);
        for (size_t k = 0; k < some; k++)
            counts[keys.hash[k] >> (64 - table->bits)]++;
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
        error = count_block(making, block * shares->block, cupro__shares_elements(shares, block),
                            cupro__shares_of(shares, block));
    return error;
}

static int scatter_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct making *making = arg;
    const struct cupro__join_table *table = making->table;
    for (size_t block = lo; block < hi; block++) {
        size_t *next = cupro__shares_of(&making->shares, block);
        size_t at = block * making->shares.block;
        size_t end = at + cupro__shares_elements(&making->shares, block);
        for (; at < end; at++) {
            uint64_t word = making->words[at];
            struct row *to = &making->rows[next[hash_of(table, word) >> (64 - table->bits)]++];
            *to = (struct row){word, at};
            __builtin_prefetch((const void *)((uintptr_t)to + 64), 1);
        }
    }
    return 0;
}

/* -- Filling ----------------------------------------------------------------------------------- */

/* Count the elements of each key, and note in each row which slot it belongs to; the first one of a
 * key is noted in the list, too. */
static void count_keys(const struct making *making, const struct cupro__join_part *part,
                       size_t begin, size_t end)
{
    const struct cupro__join_table *table = making->table;
    struct cupro__join_slot *slots = table->slots + part->base;
    for (size_t r = begin; r < end; r++) {
        struct row *row = &making->rows[r];
        const cupro_slice *slice = table->slices != NULL ? &table->slices[row->index] : NULL;
        struct cupro__join_slot *slot =
            cupro__join_find(table, hash_of(table, row->word), row->word, slice);
        if (slot->count++ == 0) {
            slot->word = row->word;
            slot->begin = r;
            table->list[r] = row->index;
        }
        row->word = (uint64_t)(slot - slots);
    }
}

/* The slots are written first by the thread that fills them. */
static void fill_part(const struct making *making, size_t number)
{
    const struct cupro__join_table *table = making->table;
    const struct cupro__join_part *part = &table->parts[number];
    struct cupro__join_slot *slots = table->slots + part->base;
    size_t begin = making->shares.begin[number], end = making->shares.begin[number + 1];
    memset(slots, 0, part->slots * sizeof *slots);
    count_keys(making, part, begin, end);
    size_t place = begin;
    for (size_t s = 0; s < part->slots; s++) {
        slots[s].begin = place;
        place += slots[s].count;
    }
    for (size_t r = begin; r < end; r++)
        table->list[slots[making->rows[r].word].begin++] = making->rows[r].index;
    for (size_t s = 0; s < part->slots; s++)
        slots[s].begin -= slots[s].count;
}

static int fill_parts(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct making *making = arg;
    for (size_t number = lo; number < hi; number++)
        fill_part(making, number);
    return 0;
}

/* Room for each part's slots, when its elements have been counted: at most 3 of 5 are taken. */
static int open_slots(const struct making *making)
{
    struct cupro__join_table *table = making->table;
    size_t base = 0;
    for (size_t number = 0; number < making->shares.buckets; number++) {
        size_t n = making->shares.begin[number + 1] - making->shares.begin[number];
        table->parts[number] = (struct cupro__join_part){base, n + n / 3 * 2 + 2};
        base += table->parts[number].slots;
    }
    table->slots = cupro__pages_new(base * sizeof *table->slots);
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

int cupro__join_table_open(struct cupro__join_table *table, const struct cupro__joined *of,
                           const struct cupro__crew *crew, const cupro_call *call)
{
    struct making making = {.table = table};
    size_t n = of->n;
    *table = (struct cupro__join_table){.of = *of, .bits = 1};
    while (table->bits < MOST_BITS && n >> table->bits > PART_ELEMENTS)
        table->bits++;
    bool is_slice = of->kind == CUPRO_KEY_SLICE;
    if (n > SIZE_MAX / 8 / sizeof *table->slots)
        return CUPRO_ENOMEM;
    int error =
        cupro__shares_open(&making.shares, n, (size_t)crew->runners, (size_t)1 << table->bits);
    making.rows = cupro__pages_new(n * sizeof *making.rows);
    table->parts = malloc(((size_t)1 << table->bits) * sizeof *table->parts);
    _Static_assert(sizeof *table->list <= sizeof *making.words, "the list is where words were");
    making.words = cupro__pages_new(n * sizeof *making.words);
    table->list = (void *)making.words;
    if (is_slice)
        table->slices = cupro__pages_new(n * sizeof *table->slices);
    if (making.words == NULL || making.rows == NULL || table->parts == NULL ||
        (is_slice && table->slices == NULL))
        error = CUPRO_ENOMEM;
    if (error == 0)
        error = make(&making, crew, call);
    free(making.rows);
    cupro__shares_close(&making.shares);
    return error;
}

void cupro__join_table_close(struct cupro__join_table *table)
{
    free(table->slices);
    free(table->list);
    free(table->slots);
    free(table->parts);
}
