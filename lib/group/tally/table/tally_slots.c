/* SPDX-License-Identifier: MIT */
/* Reading all slots of a tally's tables. */
#include "group/tally/tally.h"

#include <cupro/loop.h>

enum { BLOCK = CUPRO__SLOTS_BLOCK };

/* The blocks of all tables, one behind the other. */
struct slots_job {
    const cupro_tally *tally;
    cupro__slots_body *body;
    void *ctx;
};

static size_t blocks_of(const struct cupro__tally_shard *shard)
{
    return (shard->table.used + BLOCK - 1) / BLOCK;
}

static int visit_blocks(size_t lo, size_t hi, void *ctx)
{
    const struct slots_job *job = ctx;
    const struct cupro__tally_shard *shard = NULL;
    size_t before = 0; /* blocks of the shards that were passed */
    int error = 0;
    while (lo < hi && (shard = cupro__tally_next(job->tally, shard)) != NULL) {
        size_t blocks = blocks_of(shard);
        for (; lo < hi && lo - before < blocks && error == 0; lo++) {
            size_t first = (lo - before) * BLOCK, left = shard->table.used - first;
            error = job->body(shard->table.slots + 1 + first, left < BLOCK ? left : BLOCK, lo,
                              job->ctx);
        }
        if (error != 0)
            return error;
        before += blocks;
    }
    return 0;
}

size_t cupro__tally_blocks(const cupro_tally *tally)
{
    const struct cupro__tally_shard *shard = NULL;
    size_t blocks = 0;
    while ((shard = cupro__tally_next(tally, shard)) != NULL)
        blocks += blocks_of(shard);
    return blocks;
}

int cupro__tally_for_slots(const cupro_tally *tally, cupro__slots_body *body, void *ctx,
                           const cupro_call *call)
{
    struct slots_job job = {tally, body, ctx};
    cupro_call own = call != NULL ? *call : cupro__usual_call;
    own.ctx = &job;
    own.grain = 1;
    own.max_grain = 0;
    own.progress = NULL; /* it has told of the merge */
    return cupro_for_with(cupro__tally_blocks(tally), visit_blocks, &own);
}
