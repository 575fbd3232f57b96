/* SPDX-License-Identifier: MIT */
/* Reading a tally's tables: all of their slots, or where a key stands. */
#include "group/tally/tally.h"

#include <cupro/loop.h>
#include <stdlib.h>

enum { BLOCK = 16 << 10 }; /* slots: 512 KiB */

/* The blocks of all tables, one behind the other. */
struct slots_job {
    const cupro_tally *tally;
    cupro__slots_body *body;
    void *ctx;
};

static size_t blocks_of(const struct cupro__tally_shard *shard)
{
    return (shard->table.size + BLOCK - 1) / BLOCK;
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
            size_t first = (lo - before) * BLOCK, left = shard->table.size - first;
            error = job->body(shard->table.slots + first, left < BLOCK ? left : BLOCK, job->ctx);
        }
        if (error != 0)
            return error;
        before += blocks;
    }
    return 0;
}

int cupro__tally_for_slots(const cupro_tally *tally, cupro__slots_body *body, void *ctx,
                           const cupro_call *call)
{
    const struct cupro__tally_shard *shard = NULL;
    size_t blocks = 0;
    while ((shard = cupro__tally_next(tally, shard)) != NULL)
        blocks += blocks_of(shard);
    struct slots_job job = {tally, body, ctx};
    cupro_call own = call != NULL ? *call : cupro__usual_call;
    own.ctx = &job;
    own.grain = 1;
    own.max_grain = 0;
    own.progress = NULL; /* it has told of the merge */
    return cupro_for_with(blocks, visit_blocks, &own);
}

static uint64_t count_of(const cupro_tally *tally, const struct cupro__tally_slot *key)
{
    const struct cupro__tally_shard *shard = NULL;
    uint64_t count = 0;
    while ((shard = cupro__tally_next(tally, shard)) != NULL)
        count = cupro__sum_of_counts(count, cupro__table_find(&shard->table, key)->count);
    return count;
}

int cupro_tally_get(const cupro_tally *tally, const void *bytes, size_t length, uint64_t *count)
{
    if (tally == NULL || tally->of_numbers || count == NULL || (bytes == NULL && length > 0))
        return CUPRO_EINVAL;
    struct cupro__tally_slot key =
        cupro__slot_of(cupro__hash_key(), (cupro_slice){bytes, length}, 0);
    *count = count_of(tally, &key);
    return 0;
}

int cupro_tally_get_number(const cupro_tally *tally, uint64_t key, uint64_t *count)
{
    if (tally == NULL || !tally->of_numbers || count == NULL)
        return CUPRO_EINVAL;
    struct cupro__tally_slot slot = cupro__slot_of_number(cupro__hash_key(), key, 0);
    *count = count_of(tally, &slot);
    return 0;
}
