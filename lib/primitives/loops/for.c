/* SPDX-License-Identifier: MIT */
/* cupro_for, cupro_windows, cupro_chunks and cupro_rchunks: the engine's units are indexes, or
 * chunks of the caller's size. */
#include <cupro/loop.h>

#include "runtime/engine/engine.h"

struct loop {
    cupro_body *body;
    void *ctx;
    size_t n;
    size_t size;
    size_t first; /* the size of chunk 0 */
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
    struct loop loop = {.body = body, .ctx = call->ctx};
    struct cupro__work work = {.units = n,
                               .width = 1,
                               .run = run_indexes,
                               .arg = &loop,
                               .grain = call->grain,
                               .max_grain = call->max_grain};
    return cupro__engine_call(call, &work);
}

/* The ranges of starts are all that distinguishes windows from a loop. */
int cupro_windows_with(size_t n, size_t width, cupro_body *body, const cupro_call *call)
{
    if (width == 0)
        return CUPRO_EINVAL;
    return cupro_for_with(width > n ? 0 : n - width + 1, body, call);
}

static int run_chunks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct loop *loop = arg;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++) {
        size_t from = i == 0 ? 0 : loop->first + (i - 1) * loop->size;
        size_t size = i == 0 ? loop->first : loop->size;
        size_t left = loop->n - from;
        error = loop->body(from, left < size ? loop->n : from + size, loop->ctx);
    }
    return error;
}

static int loop_chunks(size_t n, size_t size, size_t first, cupro_body *body,
                       const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    struct loop loop = {body, call->ctx, n, size, first};
    bool one_by_one = call->keep_going || call->failures != NULL; /* each fails for itself */
    struct cupro__work work = {.units = n / size + (n % size != 0),
                               .width = size,
                               .missing = size - first,
                               .elements = n,
                               .run = run_chunks,
                               .arg = &loop,
                               .grain = one_by_one && call->grain > 0 ? 1 : call->grain,
                               .max_grain = one_by_one ? 1 : call->max_grain};
    return cupro__engine_call(call, &work);
}

int cupro_chunks_with(size_t n, size_t size, cupro_body *body, const cupro_call *call)
{
    if (body == NULL || size == 0)
        return CUPRO_EINVAL;
    return loop_chunks(n, size, size, body, call);
}

int cupro_rchunks_with(size_t n, size_t size, cupro_body *body, const cupro_call *call)
{
    if (body == NULL || size == 0)
        return CUPRO_EINVAL;
    return loop_chunks(n, size, n % size != 0 ? n % size : size, body, call);
}
