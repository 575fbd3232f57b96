/* SPDX-License-Identifier: MIT */
/*
 * Merging what all threads have counted (cupro_tally_merge).
 *
 * Keys are parted by the upper bits of their hashes, and the parts are merged independently.
 * Nothing is moved to do so: an index is in the order of the hashes, so a part is a stretch of each
 * (Leis, Boncz, Kemper, Neumann, "Morsel-driven parallelism", 2014, part the keys while they come
 * in instead). There are so many parts that the stretches of one fit a core's cache together: no
 * lookup waits for memory.
 *
 * Each entry of a part is looked up in the indexes before its own, and where the halves of the
 * hashes agree the keys are fetched, some at a time, and compared; the count goes to the first.
 * No memory is needed, and what is given up halfway has lost nothing. (A list of all
 * keys, made part by part, took as long, but as much memory again, and that had to be cleared.)
 * Sums are made afterwards, in the order of the slots.
 *
 * Work: all entries, of k tables k / 2 lookups an entry, in cache; two slots a key that is in two
 * tables; all slots.
 */
#include "group/tally/tally.h"

#include <cupro/loop.h>
#include <stdlib.h>

enum {
    PART_BYTES = 256 << 10, /* of all indexes     */
    SERIAL_PARTS = 2,       /* are not worth a second thread */
    MOST_BITS = 24,
    SUSPECTS = 64 /* keys at a time */
};

struct merge_job {
    struct cupro__tally_table **tables; /* the largest first */
    size_t n;
    unsigned bits; /* of a part */
};

/* A key, and a table before its own that may have it: both are on their way from memory. */
struct suspect {
    struct cupro__tally_slot *key;
    const struct cupro__tally_table *table;
};

/* Where a table has a key that one behind it has, too, its count goes there. */
static void move_counts(const struct suspect *suspects, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct cupro__tally_slot *key = suspects[i].key;
        if (key->count == 0) /* it went to a table before this one */
            continue;
        struct cupro__tally_slot *first = cupro__table_find(suspects[i].table, key);
        if (first->tag == 0)
            continue;
        first->count = cupro__sum_of_counts(first->count, key->count);
        key->count = 0;
    }
}

/* Look a part of table `at` up in the tables before it. */
static void merge_part(const struct merge_job *job, size_t at, size_t part)
{
    const struct cupro__tally_table *own = job->tables[at];
    struct cupro__table_walk walk = cupro__table_part(own, part, job->bits);
    struct suspect suspects[SUSPECTS];
    size_t n = 0;
    for (uint64_t entry; (entry = cupro__table_next(own, &walk)) != 0;)
        for (size_t i = 0; i < at; i++) {
            size_t candidate = cupro__table_candidate(job->tables[i], entry);
            if (candidate == 0)
                continue;
            suspects[n] = (struct suspect){&own->slots[cupro__entry_slot(entry)], job->tables[i]};
            __builtin_prefetch(suspects[n++].key, 1);
            __builtin_prefetch(&job->tables[i]->slots[candidate], 1);
            if (n == SUSPECTS)
                move_counts(suspects, n);
            n = n == SUSPECTS ? 0 : n;
        }
    move_counts(suspects, n);
}

static int merge_parts(size_t lo, size_t hi, void *ctx)
{
    const struct merge_job *job = ctx;
    for (size_t part = lo; part < hi; part++)
        for (size_t at = 1; at < job->n; at++)
            merge_part(job, at, part);
    return 0;
}

static int merge_tables(const struct merge_job *job, const cupro_call *call)
{
    size_t parts = (size_t)1 << job->bits;
    cupro_call own = *call;
    own.ctx = (void *)job;
    own.grain = parts <= SERIAL_PARTS ? parts : 1;
    own.max_grain = 0;
    return cupro_for_with(parts, merge_parts, &own);
}

static void choose_parts(struct merge_job *job)
{
    size_t bytes = 0;
    for (size_t i = 0; i < job->n; i++)
        bytes += job->tables[i]->size * sizeof *job->tables[i]->index;
    job->bits = 1;
    while (job->bits < MOST_BITS && bytes >> job->bits > PART_BYTES)
        job->bits++;
}

/* -- Sums -------------------------------------------------------------------------------------- */

struct sums {
    atomic_size_t size;
    _Atomic uint64_t total;
};

static int add_slots(struct cupro__tally_slot *slots, size_t n, size_t block, void *ctx)
{
    struct sums *sums = ctx;
    size_t size = 0;
    uint64_t total = 0, before;
    (void)block;
    for (size_t i = 0; i < n; i++) {
        size += slots[i].count > 0;
        total = cupro__sum_of_counts(total, slots[i].count);
    }
    atomic_fetch_add_explicit(&sums->size, size, memory_order_relaxed);
    before = atomic_load_explicit(&sums->total, memory_order_relaxed);
    while (!atomic_compare_exchange_weak_explicit(&sums->total, &before,
                                                  cupro__sum_of_counts(before, total),
                                                  memory_order_relaxed, memory_order_relaxed))
        ;
    return 0;
}

static int add_up(cupro_tally *tally, const cupro_call *call)
{
    struct sums sums = {0};
    int error = cupro__tally_for_slots(tally, add_slots, &sums, call);
    if (error != 0)
        return error;
    tally->size = sums.size;
    tally->total = sums.total;
    return 0;
}

/* -- Which tables ------------------------------------------------------------------------------ */

static int larger_first(const void *a, const void *b)
{
    const struct cupro__tally_table *const *left = a, *const *right = b;
    return ((*left)->size < (*right)->size) - ((*left)->size > (*right)->size);
}

/* All tables that have keys; how many of them have new ones. */
static int find_tables(const cupro_tally *tally, struct merge_job *job, size_t *fresh)
{
    struct cupro__tally_shard *shard = NULL;
    size_t n = 0;
    *fresh = 0;
    for (; (shard = cupro__tally_next(tally, shard)) != NULL; n++)
        *fresh += shard->fresh;
    job->tables = *fresh > 0 ? malloc(n * sizeof(struct cupro__tally_table *)) : NULL;
    if (*fresh > 0 && job->tables == NULL)
        return CUPRO_ENOMEM;
    while (*fresh > 0 && (shard = cupro__tally_next(tally, shard)) != NULL)
        job->tables[job->n++] = &shard->table;
    if (*fresh > 0)
        qsort(job->tables, n, sizeof *job->tables, larger_first);
    return 0;
}

static int no_body(size_t lo, size_t hi, void *ctx)
{
    (void)lo, (void)hi, (void)ctx;
    return 0;
}

int cupro_tally_merge_with(cupro_tally *tally, const cupro_call *call)
{
    call = call != NULL ? call : &cupro__usual_call;
    if (tally == NULL || call->keep_going || call->failures != NULL)
        return CUPRO_EINVAL;
    struct merge_job job = {.n = 0};
    struct cupro__tally_shard *shard = NULL;
    size_t fresh;
    int error = find_tables(tally, &job, &fresh);
    if (error != 0)
        return error;
    if (fresh == 0)
        return cupro_for_with(0, no_body, call); /* which looks at the call */
    choose_parts(&job);
    error = merge_tables(&job, call);
    if (error == 0)
        error = add_up(tally, call);
    while (error == 0 && (shard = cupro__tally_next(tally, shard)) != NULL)
        shard->fresh = false;
    free(job.tables);
    return error;
}

int cupro__tally_ready(cupro_tally *tally, bool of_numbers, const cupro_call *call)
{
    if (tally == NULL || tally->of_numbers != of_numbers)
        return CUPRO_EINVAL;
    return cupro_tally_merge_with(tally, call);
}
