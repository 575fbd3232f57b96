/* SPDX-License-Identifier: MIT */
/*
 * The verbs of a chain that keep no elements: cupro_reduce, cupro_count, cupro_each.
 *
 * One pass; what leaves the last stage of a batch is used while it is in the L1 cache. A fold that
 * is the only stage gets its whole block at once, straight from the array.
 */
#include "primitives/loops/fold.h"
#include "primitives/chains/pipe.h"
#include "runtime/engine/engine.h"

#include <stdlib.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* -- cupro_reduce -------------------------------------------------------------------------------
 */

struct reduction {
    struct cupro__pipe pipe;
    const cupro_monoid *monoid;
};

/* Fold n elements, as they leave the stages before the fold, into acc. */
static int absorb(const struct reduction *reduction, void *acc, const void *items, size_t n)
{
    const cupro_chain *chain = reduction->pipe.chain;
    const cupro_monoid *monoid = reduction->monoid;
    void *ctx = reduction->pipe.ctx;
    if (cupro__chain_folds(chain))
        return chain->stage[chain->stages - 1]->step(items, acc, n, ctx) == n ? 0 : CUPRO_EINVAL;
    return cupro__monoid_fold(monoid, acc, items, n, ctx);
}

static int reduce_block(void *acc, size_t lo, size_t hi, int runner, void *arg)
{
    const struct reduction *reduction = arg;
    const struct cupro__pipe *pipe = &reduction->pipe;
    int stages = pipe->chain->stages - cupro__chain_folds(pipe->chain);
    size_t n, most = cupro__pipe_most(pipe, stages);
    int error = 0;
    for (size_t at = lo; at < hi && error == 0; at += n) {
        struct cupro__batch batch;
        n = least(most, hi - at);
        error = cupro__pipe_pass(pipe, runner, at, n, stages, NULL, &batch);
        if (error == 0 && batch.n > 0)
            error = absorb(reduction, acc, batch.items, batch.n);
    }
    return error;
}

int cupro_reduce_with(cupro_chain chain, const cupro_monoid *monoid, void *out, size_t out_size,
                      const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (cupro__chain_error(&chain) != 0 || !cupro__monoid_is_valid(monoid) || out == NULL ||
        out_size != monoid->size || chain.out_size != monoid->size)
        return CUPRO_EINVAL;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    struct reduction reduction = {.monoid = monoid};
    size_t finest = least(chain.n / 128 + 1, 64); /* a block costs a pass of the pipe, 50 ns */
    struct cupro__grid grid = cupro__grid_cut(chain.n, monoid->size, call->grain, finest);
    error = cupro__pipe_open(&reduction.pipe, &chain, crew.runners, call->ctx);
    if (error == 0)
        error = cupro__fold_grid(&crew, &grid, reduce_block, &reduction, monoid, out, 0, call);
    cupro__pipe_close(&reduction.pipe);
    cupro__crew_dismiss(&crew);
    return error;
}

/* -- cupro_count --------------------------------------------------------------------------------
 */

/* Run `run` over the chain's elements; `width` as in struct cupro__work. */
static int loop(const struct cupro__crew *crew, cupro__run *run, void *arg, size_t n, size_t width,
                const cupro_call *call)
{
    struct cupro__work work = {.units = n,
                               .width = width,
                               .run = run,
                               .arg = arg,
                               .grain = call->grain,
                               .max_grain = call->max_grain};
    return cupro__engine_run(crew, &work, call);
}

struct count {
    struct cupro__pipe pipe;
    int stages;
    size_t *counts; /* one a runner, 128 bytes apart */
};

enum { apart = 128 / sizeof(size_t) };

static int count_elements(size_t lo, size_t hi, int runner, void *arg)
{
    const struct count *count = arg;
    const struct cupro__pipe *pipe = &count->pipe;
    int error = 0;
    for (size_t at = lo; at < hi && error == 0; at += pipe->batch) {
        struct cupro__batch batch;
        size_t n = least(pipe->batch, hi - at);
        error = cupro__pipe_count(pipe, runner, at, n, count->stages, &batch);
        if (error == 0)
            count->counts[(size_t)runner * apart] += batch.n;
    }
    return error;
}

static int count_with_crew(const struct cupro__crew *crew, const cupro_chain *chain, size_t *result,
                           const cupro_call *call)
{
    struct count count = {.stages = cupro__chain_last_change(chain)};
    int error = cupro__pipe_open(&count.pipe, chain, crew->runners, call->ctx);
    if (error != 0)
        return error;
    count.counts = calloc((size_t)crew->runners * apart, sizeof *count.counts);
    size_t n = count.stages > 0 ? chain->n : 0; /* without filters all are counted already */
    error = count.counts != NULL ? loop(crew, count_elements, &count, n, 0, call) : CUPRO_ENOMEM;
    size_t total = chain->n - n;
    for (int i = 0; i < crew->runners && error == 0; i++)
        total += count.counts[(size_t)i * apart];
    if (error == 0)
        *result = total;
    free(count.counts);
    cupro__pipe_close(&count.pipe);
    return error;
}

int cupro_count_with(cupro_chain chain, size_t *count, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (cupro__chain_error(&chain) != 0 || count == NULL || cupro__chain_folds(&chain))
        return CUPRO_EINVAL;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = count_with_crew(&crew, &chain, count, call);
    cupro__crew_dismiss(&crew);
    return error;
}

/* -- cupro_each ---------------------------------------------------------------------------------
 */

struct each {
    struct cupro__pipe pipe;
    cupro_visit *visit;
};

static int visit_elements(size_t lo, size_t hi, int runner, void *arg)
{
    const struct each *each = arg;
    const struct cupro__pipe *pipe = &each->pipe;
    int error = 0;
    for (size_t at = lo; at < hi && error == 0; at += pipe->batch) {
        struct cupro__batch batch;
        size_t n = least(pipe->batch, hi - at);
        error = cupro__pipe_pass(pipe, runner, at, n, pipe->chain->stages, NULL, &batch);
        if (error == 0 && batch.n > 0)
            error = each->visit(batch.items, batch.n, pipe->ctx);
    }
    return error;
}

int cupro_each_with(cupro_chain chain, cupro_visit *visit, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (cupro__chain_error(&chain) != 0 || visit == NULL || cupro__chain_folds(&chain))
        return CUPRO_EINVAL;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    struct each each = {.visit = visit};
    error = cupro__pipe_open(&each.pipe, &chain, crew.runners, call->ctx);
    if (error == 0)
        error = loop(&crew, visit_elements, &each, chain.n, 1, call);
    cupro__pipe_close(&each.pipe);
    cupro__crew_dismiss(&crew);
    return error;
}
