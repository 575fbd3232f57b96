/* SPDX-License-Identifier: MIT */
/*
 * Searches in chains, that stop early.
 *
 * Blocks are taken in the order of the search (seek.h), and looked at in batches. In a batch that
 * has a hit, its place is found by halves, which passes the batch twice more at most.
 *
 * Work: the elements up to the hit, and a block for each runner. Bytes read: the same.
 */
#include "primitives/chains/pipe.h"
#include "primitives/ordered/seek.h"

#include <cupro/search.h>

struct search {
    struct cupro__pipe pipe;
    int stages;
    bool for_failure; /* looks for what a filter keeps back */
    cupro_which which;
    size_t n;
};

static const size_t block_bytes = 32 << 10;

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t choose_block(const cupro_chain *chain, const struct cupro__pipe *pipe)
{
    size_t fine = chain->n / 256 + 1;
    size_t usual = least(fine, block_bytes / chain->size);
    return usual >= pipe->batch ? usual / pipe->batch * pipe->batch : fine < 64 ? fine : 64;
}

/* The steps of a search from one end are indexes, counted from there. */
static size_t start_of(const struct search *search, size_t step, size_t n)
{
    return search->which == CUPRO_LAST ? search->n - step - n : step;
}

/* Is what is looked for among the n steps from `step` on, one batch at most? */
static int ask(const struct search *search, int runner, size_t step, size_t n, bool *yes)
{
    struct cupro__batch batch;
    int error = cupro__pipe_count(&search->pipe, runner, start_of(search, step, n), n,
                                  search->stages, &batch);
    *yes = error == 0 && (search->for_failure ? batch.dropped > 0 : batch.n > 0);
    return error;
}

static int look(void *arg, int runner, size_t lo, size_t hi, size_t *hit)
{
    const struct search *search = arg;
    bool yes;
    int error = ask(search, runner, lo, hi - lo, &yes);
    if (error != 0 || !yes)
        return error;
    while (hi - lo > 1 && error == 0) {
        size_t middle = lo + (hi - lo) / 2;
        error = ask(search, runner, lo, middle - lo, &yes);
        lo = yes ? lo : middle;
        hi = yes ? middle : hi;
    }
    *hit = lo;
    return error;
}

static int run_search(const struct cupro__crew *crew, const cupro_chain *chain,
                      struct search *search, size_t *step, const cupro_call *call)
{
    int error = cupro__pipe_open(&search->pipe, chain, crew->runners, call->ctx);
    if (error != 0)
        return error;
    struct cupro__seek seek = {.steps = chain->n,
                               .block = choose_block(chain, &search->pipe),
                               .glance = search->pipe.batch,
                               .any = search->which == CUPRO_ANY,
                               .look = look,
                               .arg = search};
    error = cupro__seek_run(&seek, crew, call, step);
    cupro__pipe_close(&search->pipe);
    return error;
}

/* Set *at to where the first hit in the search's order is. */
static int find(const cupro_chain *chain, cupro_which which, bool for_failure, size_t *at,
                const cupro_call *call)
{
    struct search search = {.stages = cupro__chain_last_change(chain),
                            .for_failure = for_failure,
                            .which = which,
                            .n = chain->n};
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    size_t step;
    error = run_search(&crew, chain, &search, &step, call);
    cupro__crew_dismiss(&crew);
    if (error == 0)
        *at = step == CUPRO_NOWHERE ? CUPRO_NOWHERE : chain->first + start_of(&search, step, 1);
    return error;
}

static bool is_sound(const cupro_chain *chain)
{
    return cupro__chain_error(chain) == 0 && !cupro__chain_folds(chain);
}

int cupro_find_with(cupro_chain chain, cupro_which which, size_t *at, const cupro_call *call)
{
    if (!is_sound(&chain) || at == NULL || which < CUPRO_FIRST || which > CUPRO_ANY)
        return CUPRO_EINVAL;
    return find(&chain, which, false, at, call != NULL ? call : &cupro__usual_call);
}

int cupro_ask_with(cupro_chain chain, cupro_quantifier quantifier, bool *yes,
                   const cupro_call *call)
{
    if (!is_sound(&chain) || yes == NULL || quantifier < CUPRO_SOME || quantifier > CUPRO_NONE)
        return CUPRO_EINVAL;
    size_t at = CUPRO_NOWHERE;
    int error = find(&chain, CUPRO_ANY, quantifier == CUPRO_EVERY, &at,
                     call != NULL ? call : &cupro__usual_call);
    if (error == 0)
        *yes = (at != CUPRO_NOWHERE) == (quantifier == CUPRO_SOME);
    return error;
}
