/* SPDX-License-Identifier: MIT */
/* cupro_tally_size, each and prune: over the parts of what was merged. */
#include "group/tally/tally.h"

enum { BATCH = 256 };

int cupro__tally_for_parts(const cupro_tally *tally, cupro_body *body, void *ctx,
                           const cupro_call *call)
{
    size_t parts = tally->list != NULL ? (size_t)1 << tally->list->bits : 0;
    cupro_call own = call != NULL ? *call : cupro__usual_call;
    own.ctx = ctx;
    own.grain = parts <= 2 ? parts : 1; /* two are not worth a second thread */
    own.max_grain = 0;
    own.progress = NULL; /* it has told of the merge */
    return cupro_for_with(parts, body, &own);
}

int cupro_tally_size_with(cupro_tally *tally, size_t *distinct, uint64_t *total,
                          const cupro_call *call)
{
    int error = tally != NULL ? cupro_tally_merge_with(tally, call) : CUPRO_EINVAL;
    if (error != 0)
        return error;
    if (distinct != NULL)
        *distinct = tally->list != NULL ? tally->list->size : 0;
    if (total != NULL)
        *total = tally->list != NULL ? tally->list->total : 0;
    return 0;
}

/* -- Each -------------------------------------------------------------------------------------- */

struct visit_job {
    const struct cupro__tally_list *list;
    const struct cupro__tally_kind *kind;
    cupro_tally_visit *entries; /* one of both */
    cupro_tally_visit_numbers *numbers;
    void *ctx;
};

static int visit_batch(const struct visit_job *job, const struct cupro__tally_slot *slots, size_t n)
{
    union {
        cupro_tally_entry entries[BATCH];
        cupro_tally_number numbers[BATCH];
    } batch;
    job->kind->convert(slots, n, &batch);
    return job->entries != NULL ? job->entries(batch.entries, n, job->ctx)
                                : job->numbers(batch.numbers, n, job->ctx);
}

static int visit_parts(size_t lo, size_t hi, void *ctx)
{
    const struct visit_job *job = ctx;
    int error = 0;
    for (size_t i = lo; i < hi; i++) {
        const struct cupro__tally_part *part = &job->list->parts[i];
        for (size_t done = 0; done < part->count && error == 0; done += BATCH) {
            size_t left = part->count - done;
            error = visit_batch(job, part->slots + done, left < BATCH ? left : BATCH);
        }
    }
    return error;
}

static int each(cupro_tally *tally, bool of_numbers, struct visit_job *job, const cupro_call *call)
{
    int error = cupro__tally_ready(tally, of_numbers, call);
    if (error != 0)
        return error;
    job->list = tally->list;
    job->kind = cupro__tally_kind(of_numbers);
    job->ctx = call != NULL ? call->ctx : NULL;
    return cupro__tally_for_parts(tally, visit_parts, job, call);
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
    struct cupro__tally_list *list;
    uint64_t least;
};

static int prune_parts(size_t lo, size_t hi, void *ctx)
{
    const struct prune_job *job = ctx;
    for (size_t i = lo; i < hi; i++) {
        struct cupro__tally_part *part = &job->list->parts[i];
        size_t kept = 0;
        for (size_t k = 0; k < part->count; k++)
            if (part->slots[k].count >= job->least)
                part->slots[kept++] = part->slots[k];
        part->count = kept;
    }
    return 0;
}

/* Once begun it goes through: a part of the keys pruned would be of no use to anybody. */
int cupro_tally_prune_with(cupro_tally *tally, uint64_t least, const cupro_call *call)
{
    int error = tally != NULL ? cupro_tally_merge_with(tally, call) : CUPRO_EINVAL;
    if (error != 0 || tally->list == NULL)
        return error;
    struct prune_job job = {tally->list, least};
    cupro_call own = call != NULL ? *call : cupro__usual_call;
    own.stop = NULL;
    error = cupro__tally_for_parts(tally, prune_parts, &job, &own);
    size_t parts = (size_t)1 << job.list->bits;
    job.list->size = 0;
    job.list->total = 0;
    for (size_t i = 0; i < parts; i++) {
        const struct cupro__tally_part *part = &job.list->parts[i];
        job.list->size += part->count;
        for (size_t k = 0; k < part->count; k++)
            job.list->total = cupro__sum_of_counts(job.list->total, part->slots[k].count);
    }
    return error;
}
