/* SPDX-License-Identifier: MIT */
/* cupro_tally_size, each and prune. */
#include "group/tally/tally.h"

#include <cupro/loop.h>

enum { BATCH = 256 };

int cupro_tally_size_with(cupro_tally *tally, size_t *distinct, uint64_t *total,
                          const cupro_call *call)
{
    int error = tally != NULL ? cupro_tally_merge_with(tally, call) : CUPRO_EINVAL;
    if (error != 0)
        return error;
    if (distinct != NULL)
        *distinct = tally->size;
    if (total != NULL)
        *total = tally->total;
    return 0;
}

/* -- Each -------------------------------------------------------------------------------------- */

/*
 * Tables are sorted by hash; who puts their keys into another table in that order, while that one
 * grows, has all of them meet at its beginning, and waits for longer and longer probes. So slots
 * are visited in runs of a few, which a unit takes from all over a table: run after run about 0.618
 * of the table away from the one before, which spreads any number of them (Knuth, The Art of
 * Computer Programming 3, 6.4).
 */
enum { RUN = 8, UNIT_RUNS = 2048, AHEAD = 4 };

struct visit_job {
    const cupro_tally *tally;
    const struct cupro__tally_kind *kind;
    cupro_tally_visit *entries; /* one of both */
    cupro_tally_visit_numbers *numbers;
    void *ctx;
};

struct visit_batch {
    union {
        char elements[1];
        cupro_tally_entry entries[BATCH];
        cupro_tally_number numbers[BATCH];
    } as;
    size_t n;
};

static int hand_over(const struct visit_job *job, struct visit_batch *batch)
{
    size_t n = batch->n;
    batch->n = 0;
    if (n == 0)
        return 0;
    return job->entries != NULL ? job->entries(batch->as.entries, n, job->ctx)
                                : job->numbers(batch->as.numbers, n, job->ctx);
}

static size_t runs_of(const struct cupro__tally_table *table)
{
    return (table->size + RUN - 1) / RUN;
}

static size_t units_of(const struct cupro__tally_table *table)
{
    return (runs_of(table) + UNIT_RUNS - 1) / UNIT_RUNS;
}

static int visit_run(const struct visit_job *job, const struct cupro__tally_table *table,
                     size_t run, struct visit_batch *batch)
{
    size_t first = run * RUN, left = table->size - first;
    int error = batch->n > BATCH - RUN ? hand_over(job, batch) : 0;
    for (size_t i = first; i < first + (left < RUN ? left : RUN); i++)
        if (table->slots[i].count > 0)
            job->kind->convert(&table->slots[i], batch->as.elements + batch->n++ * job->kind->size);
    return error;
}

/* Unit u of a table has its runs u, u + units, u + 2 units … */
static int visit_unit(const struct visit_job *job, const struct cupro__tally_table *table,
                      size_t unit)
{
    struct visit_batch batch;
    size_t runs = runs_of(table), units = units_of(table), places = 1;
    int error = 0;
    batch.n = 0;
    while (places * units < runs)
        places *= 2;
    size_t step = (places * 5 / 8) | 1;
    for (size_t i = 0; i < places && error == 0; i++) {
        size_t run = (i * step % places) * units + unit;
        size_t ahead = ((i + AHEAD) * step % places) * units + unit;
        if (ahead < runs)
            __builtin_prefetch(&table->slots[ahead * RUN]);
        if (run < runs)
            error = visit_run(job, table, run, &batch);
    }
    return error != 0 ? error : hand_over(job, &batch);
}

static int visit_units(size_t lo, size_t hi, void *ctx)
{
    const struct visit_job *job = ctx;
    const struct cupro__tally_shard *shard = NULL;
    size_t before = 0; /* units of the tables that were passed */
    int error = 0;
    while (lo < hi && error == 0 && (shard = cupro__tally_next(job->tally, shard)) != NULL) {
        size_t units = units_of(&shard->table);
        for (; lo < hi && lo - before < units && error == 0; lo++)
            error = visit_unit(job, &shard->table, lo - before);
        before += units;
    }
    return error;
}

static int each(cupro_tally *tally, bool of_numbers, struct visit_job *job, const cupro_call *call)
{
    int error = cupro__tally_ready(tally, of_numbers, call);
    if (error != 0)
        return error;
    const struct cupro__tally_shard *shard = NULL;
    size_t units = 0;
    while ((shard = cupro__tally_next(tally, shard)) != NULL)
        units += units_of(&shard->table);
    cupro_call own = call != NULL ? *call : cupro__usual_call;
    job->tally = tally;
    job->kind = cupro__tally_kind(of_numbers);
    job->ctx = own.ctx;
    own.ctx = job;
    own.grain = 1;
    own.max_grain = 0;
    own.progress = NULL; /* it has told of the merge */
    return cupro_for_with(units, visit_units, &own);
}

int cupro_tally_each_with(cupro_tally *tally, cupro_tally_visit *visit, const cupro_call *call)
{
    struct visit_job job = {.entries = visit};
    return visit != NULL ? each(tally, false, &job, call) : CUPRO_EINVAL;
}

int cupro_tally_each_number_with(cupro_tally *tally, cupro_tally_visit_numbers *visit,
                                 const cupro_call *call)
{
    struct visit_job job = {.numbers = visit};
    return visit != NULL ? each(tally, true, &job, call) : CUPRO_EINVAL;
}

/* -- Prune ------------------------------------------------------------------------------------- */

struct prune_job {
    uint64_t least;
    atomic_size_t pruned;
};

static int prune_slots(struct cupro__tally_slot *slots, size_t n, size_t block, void *ctx)
{
    (void)block;
    struct prune_job *job = ctx;
    size_t pruned = 0;
    for (size_t i = 0; i < n; i++) {
        bool rare = slots[i].count > 0 && slots[i].count < job->least;
        pruned += rare;
        slots[i].count = rare ? 0 : slots[i].count;
    }
    atomic_fetch_add_explicit(&job->pruned, pruned, memory_order_relaxed);
    return 0;
}

int cupro_tally_prune_with(cupro_tally *tally, uint64_t least, const cupro_call *call)
{
    int error = tally != NULL ? cupro_tally_merge_with(tally, call) : CUPRO_EINVAL;
    if (error != 0)
        return error;
    struct prune_job job = {.least = least};
    error = cupro__tally_for_slots(tally, prune_slots, &job, call);
    if (job.pruned > 0) { /* the next merge adds up what is left */
        struct cupro__tally_shard *shard = NULL;
        while ((shard = cupro__tally_next(tally, shard)) != NULL)
            shard->fresh = true;
    }
    return error;
}
