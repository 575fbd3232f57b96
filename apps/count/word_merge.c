/* SPDX-License-Identifier: MIT */
/*
 * Merging the tables of all threads (see word_merge.h).
 *
 * The words are parted by the upper bits of their hashes, and the parts are merged independently.
 * Nothing is moved to do so: a table is in the order of the hashes, so a part is a stretch of each
 * (Leis, Boncz, Kemper, Neumann, "Morsel-driven parallelism", 2014, part the words while they come
 * in instead). There are so many parts that the table in which one is merged fits the cache of a
 * core, and its size is known beforehand: no lookup waits for memory, and nothing grows.
 *
 * Work: the slots of all tables. Moved: each word into the part's table, from there to its list,
 * and from there to the result.
 */
#include "count/word_merge.h"
#include "count/word_order.h"

#include <cupro/fold.h>
#include <cupro/loop.h>

#include <stdlib.h>

#define PART_WORDS   4096 /* about so many in a part: a table of 256 KiB */
#define SERIAL_PARTS 2    /* are not worth a second thread */

struct part {
    struct word *words;
    size_t count;
    size_t begin; /* in the result */
};

struct merge_job {
    const struct tally *tally;
    const struct merge_wish *wish;
    struct part *parts;
    unsigned part_bits;
    struct word_list *list;
};

/* What a thread has. */
struct merger {
    struct word_table table; /* slots NULL: none yet */
    uint64_t total;          /* of the words in the parts that it merged */
};

/* -- One part ---------------------------------------------------------------------------------- */

static size_t words_in_part(const struct merge_job *job, size_t part)
{
    size_t count = 0;
    for (const struct counter *c = job->tally->first; c; c = c->next) {
        struct table_walk walk = table_walk_part(&c->table, part, job->part_bits);
        while (table_walk_next(&c->table, &walk))
            count++;
    }
    return count;
}

static int make_room(struct word_table *table, size_t words, unsigned part_bits)
{
    if (table->slots) {
        table_clear(table);
        return table_reserve(table, words);
    }
    return table_open(table, words, part_bits);
}

static void merge_part(struct merger *merger, const struct merge_job *job, size_t part)
{
    struct word_table *table = &merger->table;
    for (const struct counter *c = job->tally->first; c; c = c->next) {
        struct table_walk walk = table_walk_part(&c->table, part, job->part_bits);
        for (const struct word *word; (word = table_walk_next(&c->table, &walk));) {
            struct word *slot = table_find(table, word);
            merger->total += word->count;
            if (slot->tag) {
                slot->count += word->count;
            } else {
                *slot = *word;
                table->used++;
            }
        }
    }
}

/* Make the part's list from the words in the table that are wished for. */
static int list_part(const struct word_table *table, const struct merge_wish *wish,
                     struct part *part)
{
    if (table->used == 0)
        return 0;
    part->words = reallocarray(NULL, table->used, sizeof *part->words);
    if (!part->words)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < (size_t)1 << table->bits; i++) {
        const struct word *slot = &table->slots[i];
        if (slot->tag && slot->count >= wish->least)
            part->words[part->count++] = *slot;
    }
    if (part->count > wish->top) {
        words_select(part->words, part->count, (size_t)wish->top);
        part->count = (size_t)wish->top;
    }
    return 0;
}

static int merge_parts(void *acc, size_t lo, size_t hi, void *ctx)
{
    struct merger *merger = acc;
    const struct merge_job *job = ctx;
    int error = 0;
    for (size_t part = lo; part < hi && !error; part++) {
        error = make_room(&merger->table, words_in_part(job, part), job->part_bits);
        if (!error) {
            merge_part(merger, job, part);
            error = list_part(&merger->table, job->wish, &job->parts[part]);
        }
    }
    return error;
}

/* -- All parts --------------------------------------------------------------------------------- */

static int add_totals(void *acc, void *other, void *ctx)
{
    (void)ctx;
    ((struct merger *)acc)->total += ((const struct merger *)other)->total;
    return 0;
}

static void drop(void *acc, void *ctx)
{
    (void)ctx;
    table_close(&((struct merger *)acc)->table);
}

static int copy_parts(size_t lo, size_t hi, void *ctx)
{
    const struct merge_job *job = ctx;
    for (size_t i = lo; i < hi; i++) {
        struct part *part = &job->parts[i];
        if (part->count > 0)
            memcpy(job->list->words + part->begin, part->words, part->count * sizeof(struct word));
        free(part->words);
        part->words = NULL;
    }
    return 0;
}

static int join_parts(const struct merge_job *job, size_t grain)
{
    const size_t parts = (size_t)1 << job->part_bits;
    struct word_list *list = job->list;
    for (size_t i = 0; i < parts; i++) {
        job->parts[i].begin = list->count;
        list->count += job->parts[i].count;
    }
    if (list->count == 0)
        return 0;
    list->words = reallocarray(NULL, list->count, sizeof *list->words);
    if (!list->words)
        return CUPRO_ENOMEM;
    return cupro_for(parts, copy_parts, (void *)job, .grain = grain);
}

static unsigned choose_part_bits(const struct tally *tally)
{
    size_t words = 0;
    unsigned bits = 1;
    for (const struct counter *c = tally->first; c; c = c->next)
        words += c->table.used;
    while (words >> bits > PART_WORDS)
        bits++;
    return bits;
}

int merge_tally(struct word_list *list, struct tally *tally, const struct merge_wish *wish)
{
    static const struct merger none = {.total = 0};
    static const cupro_monoid mergers = {
        .size = sizeof(struct merger), .identity = &none, .combine = add_totals, .drop = drop};
    struct merge_job job = {tally, wish, NULL, choose_part_bits(tally), list};
    const size_t parts = (size_t)1 << job.part_bits;
    const size_t grain = parts <= SERIAL_PARTS ? parts : 1;
    struct merger all = none;

    *list = (struct word_list){0};
    job.parts = calloc(parts, sizeof *job.parts);
    int error = job.parts ? 0 : CUPRO_ENOMEM;
    if (!error)
        error = cupro_fold_workers(parts, merge_parts, &mergers, &all, &job, .grain = grain);
    tally_close_tables(tally);
    if (!error)
        error = join_parts(&job, grain);
    list->total = all.total;
    if (error)
        word_list_free(list);
    for (size_t i = 0; job.parts && i < parts; i++)
        free(job.parts[i].words);
    free(job.parts);
    table_close(&all.table);
    return error;
}

void word_list_free(struct word_list *list)
{
    free(list->words);
    *list = (struct word_list){0};
}
