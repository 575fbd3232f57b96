/* SPDX-License-Identifier: MIT */
/*
 * Counting where groups are few (see few_groups.h).
 *
 * Each runner counts what it comes upon in a table of its own, which is in a core's caches, or
 * not far beyond them; and keys are looked up in batches, so that what misses is under way at the
 * same time. Elements are read once, and nothing of them is written.
 *
 * A runner goes up through the array, so that the first element of a group that it meets is the
 * first of those it meets at all; but what it steals may lie below, and there indexes are compared.
 *
 * What limits it is the latency of the L3 cache where tables are larger than the L2; so numbers of
 * some thousand groups have words half as large as a table's slots (packed_keys.h). 5e7 numbers of
 * 100000 groups took 325 to 380 ms of processor time in slots (busy Zen 4, two threads); divided
 * into parts first (parts/divided.c) 530 to 545, of which a quarter was fresh pages. With 1e6
 * groups it is the other way round.
 *
 * The tables are merged by ranges of hashes, which in each of them stand next to each other.
 */
#include "group/tables/few_groups.h"

#include "group/tables/count_kernels.h"
#include "group/tables/dense_keys.h"
#include "group/tables/packed_keys.h"
#include "group/tables/sparse_keys.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { BLOCK = 4096, RANGES = 64, RANGE_BITS = 6, ONE_RANGE = 4096 /* groups */ };

struct runner {
    struct cupro__group_table table;
    struct cupro__dense_keys dense;   /* small integers stay out of the table; */
    struct cupro__sparse_keys sparse; /* so do other numbers, if they are few, */
    struct cupro__packed_keys packed; /* or if they are very many              */
    size_t next;                      /* behind the last element that was counted */
    char apart[128];
};

struct few {
    const struct cupro__keyed *keyed;
    const struct cupro__survey *survey;
    struct runner *runner;
    int runners;
    size_t ranges;
    struct cupro__group_lists *lists;
};

/* -- Counting ---------------------------------------------------------------------------------- */

/* What is no number, or lies below what was counted before. */
static inline __attribute__((always_inline)) void count_batch(struct cupro__group_table *table,
                                                              const uint64_t *keys, size_t n,
                                                              size_t at, size_t words, bool lowers)
{
    size_t homes[CUPRO__TABLE_BATCH];
    for (size_t begin = 0, many; begin < n; begin += many) {
        many = n - begin < CUPRO__TABLE_BATCH ? n - begin : CUPRO__TABLE_BATCH;
        for (size_t k = 0; k < many; k++) {
            const uint64_t *key = keys + (begin + k) * words;
            homes[k] = cupro__table_home(table, cupro__key_hash(table->hash, key, words), words);
            __builtin_prefetch(table->slots + homes[k] * (words + 1), 1);
        }
        for (size_t k = 0; k < many; k++)
            cupro__table_count(table, keys + (begin + k) * words, homes[k], 1, at + begin + k,
                               words, lowers);
    }
}

static inline __attribute__((always_inline)) int
count_range(const struct few *few, struct runner *runner, size_t lo, size_t hi, size_t words)
{
    uint64_t room[CUPRO__KEYED_BATCH * CUPRO__BYTES_WORDS];
    const uint64_t *keys;
    const struct cupro__count_kernels *kernels = cupro__count_kernels();
    struct cupro__group_table table = runner->table;
    const bool lowers = lo < runner->next;
    int error = 0;
    for (size_t at = lo, n; at < hi && error == 0; at += n) {
        n = hi - at < CUPRO__KEYED_BATCH ? hi - at : CUPRO__KEYED_BATCH;
        error = cupro__keyed_load(few->keyed, at, n, room, &keys);
        if (error == 0)
            error = cupro__group_table_reserve(&table, n, words);
        if (error != 0)
            break;
        if (words == CUPRO__NUMBER_WORDS && runner->dense.count > 0)
            cupro__dense_keys_count(&runner->dense, &table, keys, n, at, lowers);
        else if (words == CUPRO__NUMBER_WORDS && runner->packed.words != NULL)
            error = cupro__packed_keys_count(&runner->packed, &table, keys, n, at, lowers);
        else if (lowers)
            count_batch(&table, keys, n, at, words, true);
        else if (words == CUPRO__NUMBER_WORDS && runner->sparse.cells != NULL)
            cupro__sparse_keys_count(&runner->sparse, &table, keys, n, at);
        else if (words == CUPRO__NUMBER_WORDS)
            kernels->count(&table, keys, n, at);
        else
            count_batch(&table, keys, n, at, words, false);
    }
    runner->table = table;
    runner->next = runner->next < hi ? hi : runner->next;
    return error;
}

static void close_runner(struct runner *runner)
{
    cupro__group_table_close(&runner->table);
    cupro__dense_keys_close(&runner->dense);
    cupro__sparse_keys_close(&runner->sparse);
    cupro__packed_keys_close(&runner->packed);
}

/* Where numbers are counted, if not in the table; *groups is how many seem to be left for it. */
static int open_cells(const struct few *few, struct runner *runner, size_t *groups)
{
    const struct cupro__survey *survey = few->survey;
    const size_t n = few->keyed->n / (size_t)few->runners;
    *groups = survey->groups;
    if (survey->window.count > 0) {
        *groups = 0;
        return cupro__dense_keys_open(&runner->dense, &survey->window);
    }
    int error = cupro__sparse_keys_open(&runner->sparse, survey, n);
    if (error != 0 || runner->sparse.cells != NULL)
        return error;
    error = cupro__packed_keys_open(&runner->packed, survey, n);
    if (runner->packed.words != NULL)
        *groups = 0;
    return error;
}

static int open_runner(const struct few *few, struct runner *runner)
{
    size_t groups = few->survey->groups;
    const size_t words = few->keyed->words;
    int error = words == CUPRO__NUMBER_WORDS ? open_cells(few, runner, &groups) : 0;
    if (error == 0)
        error = cupro__group_table_open(&runner->table, groups + CUPRO__KEYED_BATCH, 0, words);
    if (error != 0)
        close_runner(runner); /* it may be asked again */
    return error;
}

static int count_blocks(size_t lo, size_t hi, int which, void *arg)
{
    const struct few *few = arg;
    struct runner *runner = &few->runner[which];
    const size_t words = few->keyed->words, n = few->keyed->n;
    if (runner->table.slots == NULL) {
        int error = open_runner(few, runner);
        if (error != 0)
            return error;
    }
    lo *= BLOCK;
    hi = n / BLOCK < hi ? n : hi * BLOCK;
    return words == CUPRO__NUMBER_WORDS ? count_range(few, runner, lo, hi, CUPRO__NUMBER_WORDS)
                                        : count_range(few, runner, lo, hi, CUPRO__BYTES_WORDS);
}

static int move_runner(struct runner *runner)
{
    if (runner->sparse.cells != NULL)
        return cupro__sparse_keys_move(&runner->sparse, &runner->table);
    if (runner->packed.words != NULL)
        return cupro__packed_keys_move(&runner->packed, &runner->table);
    return cupro__dense_keys_move(&runner->dense, &runner->table);
}

static int move_cells(size_t lo, size_t hi, int which, void *arg)
{
    (void)which;
    const struct few *few = arg;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = move_runner(&few->runner[i]);
    return error;
}

/* -- Merging ----------------------------------------------------------------------------------- */

/* Add one table's groups in a range of hashes to another table. They stand from where the range
 * begins to the first free slot behind its end; others among them are left out. */
static inline __attribute__((always_inline)) int merge_table(struct cupro__group_table *to,
                                                             const struct cupro__group_table *from,
                                                             size_t range, size_t ranges,
                                                             size_t words)
{
    if (from->slots == NULL)
        return 0;
    const size_t mask = from->capacity - 1, end = (range + 1) * (from->capacity / ranges);
    for (size_t at = range * (from->capacity / ranges);; at++) {
        const uint64_t *slot = from->slots + (at & mask) * (words + 1);
        if (at >= end && (slot[words] == 0 || ranges == 1))
            return 0;
        uint64_t hash = cupro__key_hash(from->hash, slot, words);
        if (slot[words] == 0 || (ranges > 1 && hash >> (64 - RANGE_BITS) != range))
            continue;
        int error = cupro__group_table_reserve(to, 1, words);
        if (error != 0)
            return error;
        cupro__table_count(to, slot, cupro__table_home(to, hash, words), slot[words],
                           from->firsts[at & mask], words, true);
    }
}

static int merge_range(const struct few *few, size_t range)
{
    struct cupro__group_table table;
    const size_t words = few->keyed->words;
    size_t most = 0;
    for (int i = 0; i < few->runners; i++)
        most = few->runner[i].table.count > most ? few->runner[i].table.count : most;
    int error = cupro__group_table_open(&table, most / few->ranges * 5 / 4,
                                        few->ranges > 1 ? RANGE_BITS : 0, words);
    for (int i = 0; i < few->runners && error == 0; i++)
        error = words == CUPRO__NUMBER_WORDS ? merge_table(&table, &few->runner[i].table, range,
                                                           few->ranges, CUPRO__NUMBER_WORDS)
                                             : merge_table(&table, &few->runner[i].table, range,
                                                           few->ranges, CUPRO__BYTES_WORDS);
    if (error == 0)
        error = cupro__group_list_take(few->lists, range, &table);
    cupro__group_table_close(&table);
    return error;
}

static int merge_ranges(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    int error = 0;
    for (size_t range = lo; range < hi && error == 0; range++)
        error = merge_range(arg, range);
    return error;
}

/* -- The whole --------------------------------------------------------------------------------- */

static bool has_cells(const struct few *few)
{
    bool has = few->survey->window.count > 0;
    for (int i = 0; i < few->runners; i++)
        has = has || few->runner[i].sparse.cells != NULL || few->runner[i].packed.words != NULL;
    return has;
}

static int count_and_merge(struct few *few, const struct cupro__crew *crew, const cupro_call *call)
{
    const size_t n = few->keyed->n;
    struct cupro__work work = {.units = n / BLOCK + (n % BLOCK != 0),
                               .run = count_blocks,
                               .arg = few,
                               .elements = n,
                               .has_more = true};
    int error = cupro__engine_run(crew, &work, call);
    if (error == 0 && has_cells(few)) {
        work = (struct cupro__work){.units = (size_t)few->runners,
                                    .run = move_cells,
                                    .arg = few,
                                    .grain = 1,
                                    .pass = 1,
                                    .has_more = true};
        error = cupro__engine_run(crew, &work, call);
    }
    if (error != 0)
        return error;
    size_t groups = 0;
    for (int i = 0; i < few->runners; i++)
        groups += few->runner[i].table.count;
    few->ranges = groups <= ONE_RANGE ? 1 : RANGES;
    few->lists->lists = few->ranges;
    work = (struct cupro__work){.units = few->ranges, .run = merge_ranges, .arg = few, .pass = 1};
    return cupro__engine_run(crew, &work, call);
}

int cupro__count_few_groups(const struct cupro__keyed *keyed, const struct cupro__survey *survey,
                            bool sorted, struct cupro__group_lists *lists,
                            const struct cupro__crew *crew, const cupro_call *call)
{
    struct few few = {.keyed = keyed, .survey = survey, .runners = crew->runners, .lists = lists};
    int error = cupro__group_lists_open(lists, keyed, sorted, RANGES);
    if (error != 0)
        return error;
    few.runner = calloc((size_t)crew->runners, sizeof *few.runner);
    error = few.runner != NULL ? count_and_merge(&few, crew, call) : CUPRO_ENOMEM;
    for (int i = 0; i < few.runners && few.runner != NULL; i++)
        close_runner(&few.runner[i]);
    free(few.runner);
    return error;
}
