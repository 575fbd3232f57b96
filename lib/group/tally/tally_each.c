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

struct visit_job {
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

static int visit_slots(struct cupro__tally_slot *slots, size_t n, size_t block, void *ctx)
{
    const struct visit_job *job = ctx;
    struct visit_batch batch;
    int error = 0;
    (void)block;
    batch.n = 0;
    for (size_t i = 0; i < n && error == 0; i++) {
        if (slots[i].count == 0)
            continue;
        job->kind->convert(&slots[i], batch.as.elements + batch.n++ * job->kind->size);
        if (batch.n == BATCH)
            error = hand_over(job, &batch);
    }
    return error != 0 ? error : hand_over(job, &batch);
}

static int each(cupro_tally *tally, bool of_numbers, struct visit_job *job, const cupro_call *call)
{
    int error = cupro__tally_ready(tally, of_numbers, call);
    if (error != 0)
        return error;
    job->kind = cupro__tally_kind(of_numbers);
    job->ctx = call != NULL ? call->ctx : NULL;
    return cupro__tally_for_slots(tally, visit_slots, job, call);
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
