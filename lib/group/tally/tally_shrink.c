/* SPDX-License-Identifier: MIT */
/* cupro_tally_shrink: tables shrink where they stand (table/tally_shrink.c), one a thread. */
#include "group/tally/tally.h"

#include <cupro/loop.h>
#include <stdlib.h>

struct shrink_job {
    cupro_tally *tally;
    struct cupro__tally_table **tables;
};

static int shrink_tables(size_t lo, size_t hi, void *ctx)
{
    const struct shrink_job *job = ctx;
    for (size_t i = lo; i < hi; i++) {
        size_t before = cupro__table_bytes(job->tables[i]);
        cupro__table_shrink(job->tables[i]);
        cupro__tally_count_bytes(job->tally, cupro__table_bytes(job->tables[i]), before);
    }
    return 0;
}

int cupro_tally_shrink_with(cupro_tally *tally, const cupro_call *call)
{
    int error = tally != NULL ? cupro_tally_merge_with(tally, call) : CUPRO_EINVAL;
    if (error != 0)
        return error;
    struct shrink_job job = {.tally = tally};
    struct cupro__tally_shard *shard = NULL;
    size_t n = 0;
    while ((shard = cupro__tally_next(tally, shard)) != NULL)
        n++;
    job.tables = malloc((n > 0 ? n : 1) * sizeof(struct cupro__tally_table *));
    if (job.tables == NULL)
        return CUPRO_ENOMEM;
    for (n = 0; (shard = cupro__tally_next(tally, shard)) != NULL; n++)
        job.tables[n] = &shard->table;
    cupro_call own = call != NULL ? *call : cupro__usual_call;
    own.ctx = &job;
    own.grain = 1;
    own.max_grain = 0;
    own.progress = NULL; /* it has told of the merge */
    error = cupro_for_with(n, shrink_tables, &own);
    free(job.tables);
    return error;
}
