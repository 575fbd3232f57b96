/* SPDX-License-Identifier: MIT */
/* cupro_for and cupro_chunks: the engine's units are indexes, or chunks of the caller's size. */
#include <cupro/loop.h>

#include "runtime/engine.h"

struct loop {
    cupro_body *body;
    void *ctx;
    size_t n;
    size_t size;
};

static int run_indexes(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct loop *loop = arg;
    return loop->body(lo, hi, loop->ctx);
}

int cupro_for_with(size_t n, cupro_body *body, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (body == NULL)
        return CUPRO_EINVAL;
    struct loop loop = {body, call->ctx, n, 1};
    struct cupro__work work = {.units = n,
                               .width = 1,
                               .run = run_indexes,
                               .arg = &loop,
                               .grain = call->grain,
                               .max_grain = call->max_grain};
    return cupro__engine_call(call, &work);
}

static int run_chunks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct loop *loop = arg;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++) {
        size_t from = i * loop->size;
        size_t left = loop->n - from;
        error = loop->body(from, left < loop->size ? loop->n : from + loop->size, loop->ctx);
    }
    return error;
}

int cupro_chunks_with(size_t n, size_t size, cupro_body *body, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (body == NULL || size == 0)
        return CUPRO_EINVAL;
    struct loop loop = {body, call->ctx, n, size};
    bool one_by_one = call->keep_going || call->failures != NULL; /* each fails for itself */
    struct cupro__work work = {.units = n / size + (n % size != 0),
                               .width = size,
                               .elements = n,
                               .run = run_chunks,
                               .arg = &loop,
                               .grain = one_by_one && call->grain > 0 ? 1 : call->grain,
                               .max_grain = one_by_one ? 1 : call->max_grain};
    return cupro__engine_call(call, &work);
}
