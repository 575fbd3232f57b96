/* SPDX-License-Identifier: MIT */
/* cupro_from: a chain is put together and checked here, so that the verbs need not. */
#include "primitives/chain.h"

#include <stdint.h>

static bool is_kind(cupro_stage_kind kind)
{
    return kind == CUPRO_STAGE_MAP || kind == CUPRO_STAGE_FILTER || kind == CUPRO_STAGE_FOLD;
}

static bool stage_fits(const cupro_stage *stage, size_t size, bool is_last)
{
    return stage != NULL && stage->step != NULL && is_kind(stage->kind) && stage->in_size == size &&
           stage->out_size > 0 &&
           (stage->kind != CUPRO_STAGE_FILTER || stage->out_size == stage->in_size) &&
           (stage->kind != CUPRO_STAGE_FOLD || is_last);
}

cupro_chain cupro_from_with(const void *base, size_t n, size_t size, int stages,
                            const cupro_stage *const *stage)
{
    cupro_chain chain = {.base = base, .n = n, .size = size, .out_size = size};
    if (size == 0 || n > SIZE_MAX / size || (base == NULL && n > 0) || stages < 0 ||
        stages > CUPRO_MAX_STAGES || (stages > 0 && stage == NULL))
        chain.error = CUPRO_EINVAL;
    for (int i = 0; i < stages && chain.error == 0; i++) {
        if (!stage_fits(stage[i], chain.out_size, i + 1 == stages)) {
            chain.error = CUPRO_EINVAL;
            break;
        }
        chain.stage[chain.stages++] = stage[i];
        chain.out_size = stage[i]->out_size;
    }
    return chain;
}

int cupro__chain_error(const cupro_chain *chain)
{
    return chain->out_size == 0 ? CUPRO_EINVAL : chain->error;
}

bool cupro__chain_folds(const cupro_chain *chain)
{
    return chain->stages > 0 && chain->stage[chain->stages - 1]->kind == CUPRO_STAGE_FOLD;
}

int cupro__chain_last_filter(const cupro_chain *chain)
{
    int last = chain->stages;
    while (last > 0 && chain->stage[last - 1]->kind != CUPRO_STAGE_FILTER)
        last--;
    return last;
}
