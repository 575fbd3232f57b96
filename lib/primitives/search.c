/* SPDX-License-Identifier: MIT */
/*
 * Searches that stop early.
 *
 * Runners take blocks in the order of the search, whatever units the engine gives them: what lies
 * near the beginning is found as fast as by one thread, where a cut into halves would have the
 * others search in vain. The lowest hit so far is known to all; who would have to begin beyond it
 * is done. In a batch that has a hit, its place is found by halves, which passes the batch twice
 * more at most.
 *
 * Work: the elements up to the hit, and a block for each runner. Bytes read: the same.
 */
#include "primitives/pipe.h"
#include "runtime/engine.h"

#include <cupro/search.h>
#include <limits.h>
#include <stdatomic.h>

/* Ends the loop; not an error of ours. */
enum { FOUND = INT_MIN };

struct search {
    struct cupro__pipe pipe;
    int stages;
    bool for_failure; /* looks for what a filter keeps back          */
    cupro_which which;
    size_t n;
    size_t block;
    _Atomic size_t next; /* block to be taken                           */
    _Atomic size_t best; /* steps from where the search begins to a hit */
    atomic_int error;
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

/* Has the range [at, at + n), one batch at most, what is looked for? */
static bool has_hit(struct search *search, int runner, size_t at, size_t n)
{
    struct cupro__batch batch;
    int error = cupro__pipe_count(&search->pipe, runner, at, n, search->stages, &batch);
    if (error != 0)
        atomic_store_explicit(&search->error, error, memory_order_relaxed);
    return error == 0 && (search->for_failure ? batch.dropped > 0 : batch.n > 0);
}

/* The steps of a search from one end are indexes, counted from there. */
static size_t start_of(const struct search *search, size_t step, size_t n)
{
    return search->which == CUPRO_LAST ? search->n - step - n : step;
}

/* The first step among [step, step + n), of which one is a hit. */
static size_t locate(struct search *search, int runner, size_t step, size_t n)
{
    while (n > 1) {
        size_t half = n / 2;
        if (has_hit(search, runner, start_of(search, step, half), half)) {
            n = half;
        } else {
            step += half;
            n -= half;
        }
    }
    return step;
}

static void note(struct search *search, size_t step)
{
    size_t best = atomic_load_explicit(&search->best, memory_order_relaxed);
    while (step < best &&
           !atomic_compare_exchange_weak_explicit(&search->best, &best, step, memory_order_relaxed,
                                                  memory_order_relaxed))
        ;
}

/* Whether nothing from this step on matters any more. */
static bool is_over(const struct search *search, size_t step)
{
    size_t best = atomic_load_explicit(&search->best, memory_order_relaxed);
    return step >= best || (search->which == CUPRO_ANY && best != CUPRO_NOWHERE);
}

static int search_block(struct search *search, int runner, size_t block)
{
    size_t step = block * search->block, end = least(step + search->block, search->n);
    for (; step < end && !is_over(search, step); step += search->pipe.batch) {
        size_t n = least(search->pipe.batch, end - step);
        if (has_hit(search, runner, start_of(search, step, n), n))
            note(search, locate(search, runner, step, n));
    }
    int error = atomic_load_explicit(&search->error, memory_order_relaxed);
    return error != 0 ? error : is_over(search, step) ? FOUND : 0;
}

static int search_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    struct search *search = arg;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = search_block(search, runner,
                             atomic_fetch_add_explicit(&search->next, 1, memory_order_relaxed));
    return error;
}

static int run_search(const struct cupro__crew *crew, const cupro_chain *chain,
                      struct search *search, const cupro_call *call)
{
    int error = cupro__pipe_open(&search->pipe, chain, crew->runners, call->ctx);
    if (error != 0)
        return error;
    search->block = choose_block(chain, &search->pipe);
    size_t blocks = chain->n / search->block + (chain->n % search->block != 0);
    struct cupro__work work = {.units = blocks,
                               .elements = chain->n,
                               .run = search_blocks,
                               .arg = search,
                               .enough = FOUND};
    error = cupro__engine_run(crew, &work, call);
    cupro__pipe_close(&search->pipe);
    int own = atomic_load(&search->error);
    return own != 0 ? own : error;
}

/* Set *at to where the first hit in the search's order is. */
static int find(const cupro_chain *chain, cupro_which which, bool for_failure, size_t *at,
                const cupro_call *call)
{
    struct search search = {.stages = cupro__chain_last_change(chain),
                            .for_failure = for_failure,
                            .which = which,
                            .n = chain->n,
                            .best = CUPRO_NOWHERE};
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = run_search(&crew, chain, &search, call);
    cupro__crew_dismiss(&crew);
    size_t step = atomic_load(&search.best);
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
