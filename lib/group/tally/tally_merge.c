/* SPDX-License-Identifier: MIT */
/*
 * Merging what all threads have counted (cupro_tally_merge).
 *
 * Keys are parted by the upper bits of their hashes, and the parts are merged independently.
 * Nothing is moved to do so: a table is in the order of the hashes, so a part is a stretch of each
 * (Leis, Boncz, Kemper, Neumann, "Morsel-driven parallelism", 2014, part the keys while they come
 * in instead). There are so many parts that the stretches of one fit a core's cache together: no
 * lookup waits for memory.
 *
 * Each key of a part is looked up in the tables before its own, and where it is found its count
 * goes there. No memory is needed, and what is given up halfway has lost nothing. (A list of all
 * keys, made part by part, took as long, but as much memory again, and that had to be cleared.)
 *
 * Work: the slots of all tables; of k tables k / 2 lookups a key, in cache.
 */
#include "group/tally/tally.h"

#include <cupro/fold.h>
#include <cupro/loop.h>
#include <stdlib.h>

enum {
    PART_BYTES = 256 << 10, /* of all tables      */
    SERIAL_PARTS = 2,       /* are not worth a second thread */
    MOST_BITS = 24
};

struct merge_job {
    struct cupro__tally_table **tables; /* the largest first */
    size_t n;
    unsigned bits; /* of a part */
};

struct sums {
    size_t size;
    uint64_t total;
};

/* Look the key up in the first n tables. */
static struct cupro__tally_slot *find(const struct merge_job *job, size_t n,
                                      const struct cupro__tally_slot *key)
{
    for (size_t i = 0; i < n; i++) {
        struct cupro__tally_slot *slot = cupro__table_find(job->tables[i], key);
        if (slot->tag != 0)
            return slot;
    }
    return NULL;
}

static void merge_part(struct sums *sums, const struct merge_job *job, size_t part)
{
    for (size_t i = 0; i < job->n; i++) {
        struct cupro__table_walk walk = cupro__table_part(job->tables[i], part, job->bits);
        struct cupro__tally_slot *key;
        while ((key = cupro__table_next(job->tables[i], &walk)) != NULL) {
            uint64_t count = key->count;
            if (count == 0)
                continue;
            sums->total = cupro__sum_of_counts(sums->total, count);
            struct cupro__tally_slot *first = find(job, i, key);
            sums->size += first == NULL || first->count == 0;
            if (first == NULL)
                continue;
            first->count = cupro__sum_of_counts(first->count, count);
            key->count = 0;
        }
    }
}

static int merge_parts(void *acc, size_t lo, size_t hi, void *ctx)
{
    for (size_t part = lo; part < hi; part++)
        merge_part(acc, ctx, part);
    return 0;
}

static int add_sums(void *acc, void *other, void *ctx)
{
    struct sums *to = acc;
    const struct sums *from = other;
    (void)ctx;
    to->size += from->size;
    to->total = cupro__sum_of_counts(to->total, from->total);
    return 0;
}

static int merge_tables(cupro_tally *tally, struct merge_job *job, const cupro_call *call)
{
    static const struct sums none = {0, 0};
    static const cupro_monoid monoid = {
        .size = sizeof(struct sums), .identity = &none, .combine = add_sums};
    struct sums sums;
    size_t bytes = 0;
    for (size_t i = 0; i < job->n; i++)
        bytes += cupro__table_bytes(job->tables[i]);
    job->bits = 1;
    while (job->bits < MOST_BITS && bytes >> job->bits > PART_BYTES)
        job->bits++;
    size_t parts = (size_t)1 << job->bits;
    cupro_call own = *call;
    own.ctx = job;
    own.grain = parts <= SERIAL_PARTS ? parts : 1;
    own.max_grain = 0;
    int error = cupro_fold_workers_with(parts, merge_parts, &monoid, &sums, &own);
    if (error != 0)
        return error;
    tally->size = sums.size;
    tally->total = sums.total;
    return 0;
}

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
    error = merge_tables(tally, &job, call);
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
