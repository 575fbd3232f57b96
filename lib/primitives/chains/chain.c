/* SPDX-License-Identifier: MIT */
/* cupro_from and cupro_from_range: a chain is put together and checked here, so that the verbs need
 * not. */
#include "primitives/chains/chain.h"

#include <cupro/range.h>
#include <stdint.h>

static bool kind_fits(const cupro_stage *stage, bool is_last)
{
    switch (stage->kind) {
    case CUPRO_STAGE_MAP:
        return true;
    case CUPRO_STAGE_FILTER:
        return stage->out_size == stage->in_size;
    case CUPRO_STAGE_FOLD:
        return is_last;
    case CUPRO_STAGE_FLAT_MAP:
        return stage->most > 0;
    }
    return false;
}

static bool stage_fits(const cupro_stage *stage, size_t size, bool is_last)
{
    return stage != NULL && stage->step != NULL && stage->in_size == size && stage->out_size > 0 &&
           kind_fits(stage, is_last);
}

/* Add a stage. The number of results must be a size_t, and so must the bytes of one element's. */
static bool append(cupro_chain *chain, const cupro_stage *stage, bool is_last)
{
    size_t product, most = chain->most;
    if (!stage_fits(stage, chain->out_size, is_last))
        return false;
    if ((stage->kind == CUPRO_STAGE_FLAT_MAP && __builtin_mul_overflow(most, stage->most, &most)) ||
        __builtin_mul_overflow(chain->n, most, &product) ||
        __builtin_mul_overflow(stage->out_size, most, &product))
        return false;
    chain->stage[chain->stages++] = stage;
    chain->out_size = stage->out_size;
    chain->most = most;
    return true;
}

static cupro_chain build(cupro_chain chain, int stages, const cupro_stage *const *stage)
{
    chain.most = 1;
    chain.out_size = chain.size;
    if (chain.size == 0 || chain.n > SIZE_MAX / chain.size || stages < 0 ||
        stages > CUPRO_MAX_STAGES || (stages > 0 && stage == NULL))
        chain.error = CUPRO_EINVAL;
    for (int i = 0; i < stages && chain.error == 0; i++)
        if (!append(&chain, stage[i], i + 1 == stages))
            chain.error = CUPRO_EINVAL;
    return chain;
}

cupro_chain cupro_from_with(const void *base, size_t n, size_t size, int stages,
                            const cupro_stage *const *stage)
{
    cupro_chain chain = {.base = base, .n = n, .size = size};
    if (base == NULL && n > 0)
        chain.error = CUPRO_EINVAL;
    return build(chain, stages, stage);
}

cupro_chain cupro_from_range_with(size_t first, size_t last, int stages,
                                  const cupro_stage *const *stage)
{
    cupro_chain chain = {.first = first, .n = last - first, .size = sizeof(size_t)};
    if (first > last)
        chain.error = CUPRO_EINVAL;
    return build(chain, stages, stage);
}

int cupro__chain_error(const cupro_chain *chain)
{
    return chain->out_size == 0 ? CUPRO_EINVAL : chain->error;
}

bool cupro__chain_folds(const cupro_chain *chain)
{
    return chain->stages > 0 && chain->stage[chain->stages - 1]->kind == CUPRO_STAGE_FOLD;
}

static bool changes_count(const cupro_stage *stage)
{
    return stage->kind == CUPRO_STAGE_FILTER || stage->kind == CUPRO_STAGE_FLAT_MAP;
}

int cupro__chain_last_change(const cupro_chain *chain)
{
    int last = chain->stages;
    while (last > 0 && !changes_count(chain->stage[last - 1]))
        last--;
    return last;
}
