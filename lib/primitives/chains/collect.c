/* SPDX-License-Identifier: MIT */
/* cupro_collect, cupro_collect_new and cupro_partition: checks, and the choice of the way. */
#include "primitives/arrays/array.h"
#include "primitives/chains/collecting.h"

#include <stdlib.h>

/* The stages up to the last filter are all filters, and there are no flat maps, so that it is known
 * which of the chain's elements are kept without making anything of them. */
static bool filters_come_first(const cupro_chain *chain)
{
    for (int i = 0; i < cupro__chain_last_change(chain); i++)
        if (chain->stage[i]->kind != CUPRO_STAGE_FILTER)
            return false;
    return true;
}

static int select_elements(struct cupro__collect *collect)
{
    cupro__collect_reserve(collect);
    int error = cupro__collect_select(collect);
    cupro__collect_shrink(collect);
    return error;
}

static int collect_with_crew(struct cupro__collect *collect)
{
    const cupro_chain *chain = collect->chain;
    int error = cupro__pipe_open(&collect->pipe, chain, collect->crew->runners, collect->call->ctx);
    if (error != 0)
        return error;
    if (cupro__chain_last_change(chain) == 0)
        error = cupro__collect_maps(collect);
    else if (filters_come_first(chain))
        error = select_elements(collect);
    else
        error = cupro__collect_stash(collect);
    cupro__pipe_close(&collect->pipe);
    return error;
}

static int run(struct cupro__collect *collect)
{
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, collect->call);
    if (error != 0)
        return error;
    collect->crew = &crew;
    error = collect_with_crew(collect);
    cupro__crew_dismiss(&crew);
    if (error != 0 && collect->allocate) {
        free(collect->out);
        collect->out = NULL;
    }
    return error;
}

/* Results may not go into the array, except where each takes the place of its element. That they do
 * not run into it from below is seen when their number is known (collecting.c). */
static bool may_write(const cupro_chain *chain, const void *out)
{
    bool in_place = out == chain->base && chain->out_size == chain->size &&
                    cupro__chain_last_change(chain) == 0;
    uintptr_t base = (uintptr_t)chain->base, at = (uintptr_t)out;
    return in_place || at < base || at - base >= cupro__chain_bytes(chain);
}

static int check(const cupro_chain *chain, size_t out_size, const size_t *count)
{
    if (cupro__chain_error(chain) != 0)
        return CUPRO_EINVAL;
    bool counted = cupro__chain_last_change(chain) > 0;
    return cupro__chain_folds(chain) || out_size != chain->out_size || (counted && count == NULL)
               ? CUPRO_EINVAL
               : 0;
}

int cupro_collect_with(cupro_chain chain, void *out, size_t out_size, size_t *count,
                       const cupro_call *call)
{
    int error = check(&chain, out_size, count);
    if (error != 0)
        return error;
    if (chain.n * chain.most > SIZE_MAX / out_size || (out == NULL && chain.n > 0) ||
        !may_write(&chain, out))
        return CUPRO_EINVAL;
    struct cupro__collect collect = {
        .call = call != NULL ? call : &cupro__usual_call, .chain = &chain, .out = out};
    error = run(&collect);
    if (error == 0 && count != NULL)
        *count = collect.count;
    return error;
}

int cupro_collect_new_with(cupro_chain chain, void **out, size_t out_size, size_t *count,
                           const cupro_call *call)
{
    if (out == NULL)
        return CUPRO_EINVAL;
    *out = NULL;
    int error = check(&chain, out_size, count);
    if (error != 0)
        return error;
    struct cupro__collect collect = {
        .call = call != NULL ? call : &cupro__usual_call, .chain = &chain, .allocate = true};
    error = run(&collect);
    if (error != 0)
        return error;
    *out = collect.out;
    if (count != NULL)
        *count = collect.count;
    return 0;
}

/* Both parts may become as large as the array. */
static bool parts_are_apart(const cupro_chain *chain, const void *yes, const void *no)
{
    size_t bytes = chain->n * chain->size, array = cupro__chain_bytes(chain);
    return yes != NULL && no != NULL && !cupro__arrays_overlap(yes, bytes, no, bytes) &&
           !cupro__arrays_overlap(yes, bytes, chain->base, array) &&
           !cupro__arrays_overlap(no, bytes, chain->base, array);
}

int cupro_partition_with(cupro_chain chain, void *yes, void *no, size_t out_size, size_t *count,
                         const cupro_call *call)
{
    int error = check(&chain, out_size, count);
    int filters = cupro__chain_last_change(&chain);
    if (error != 0 || filters == 0 || filters < chain.stages || !filters_come_first(&chain))
        return CUPRO_EINVAL;
    if (chain.n > 0 && !parts_are_apart(&chain, yes, no))
        return CUPRO_EINVAL;
    struct cupro__collect collect = {.call = call != NULL ? call : &cupro__usual_call,
                                     .chain = &chain,
                                     .out = yes,
                                     .rest = chain.n > 0 ? no : NULL};
    error = run(&collect);
    if (error == 0)
        *count = collect.count;
    return error;
}
