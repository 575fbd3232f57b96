/* SPDX-License-Identifier: MIT */
/*
 * Pipes (see pipe.h).
 *
 * A stage costs one indirect call a batch, some thousand elements, so nothing an element; what a
 * chain costs over one loop written by hand is that batches are written to the L1 cache and read
 * back between stages.
 */
#include "primitives/chains/pipe.h"

#include <cupro/error.h>
#include <stdlib.h>

static const size_t buffer_bytes = 8 << 10; /* two of these and the marks leave room in 32 KiB */

static size_t greatest(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* The most bytes that an element can be on its way. (No products overflow in a chain that was
 * built.) */
static size_t widest(const cupro_chain *chain)
{
    size_t size = chain->size, most = 1;
    for (int i = 0; i < chain->stages; i++) {
        if (chain->stage[i]->kind == CUPRO_STAGE_FLAT_MAP)
            most *= chain->stage[i]->most;
        size = greatest(size, most * chain->stage[i]->out_size);
    }
    return size;
}

/* Elements of `size` bytes at a time. Words of bits are for those of an array, so that a batch must
 * begin at a word's beginning; but where flat maps make much of each, they may be fewer. */
static size_t choose_batch(size_t size, bool flat)
{
    size_t batch = buffer_bytes / size;
    if (flat && batch < 64)
        return greatest(batch, 1);
    return batch < 64 ? 64 : batch > CUPRO__MOST_BATCH ? CUPRO__MOST_BATCH : batch / 64 * 64;
}

static size_t lines(size_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

int cupro__pipe_open(struct cupro__pipe *pipe, const cupro_chain *chain, int runners, void *ctx)
{
    *pipe = (struct cupro__pipe){.chain = chain, .compact = cupro__compact(), .ctx = ctx};
    size_t size = widest(chain);
    pipe->batch = choose_batch(size, chain->most > 1);
    pipe->items = pipe->batch * chain->most;
    if (__builtin_mul_overflow(pipe->batch, size, &pipe->buffer) || pipe->buffer > SIZE_MAX / 8)
        return CUPRO_ENOMEM;
    pipe->buffer = lines(pipe->buffer);
    pipe->scratch = 2 * pipe->buffer + 2 * lines(pipe->items); /* buffers, marks, bits */
    if (cupro__chain_is_range(chain))
        pipe->scratch += lines(pipe->batch * sizeof(size_t));
    size_t all;
    if (!__builtin_mul_overflow(pipe->scratch, (size_t)runners, &all))
        pipe->memory = aligned_alloc(64, all);
    return pipe->memory != NULL ? 0 : CUPRO_ENOMEM;
}

void cupro__pipe_close(struct cupro__pipe *pipe)
{
    free(pipe->memory);
    pipe->memory = NULL;
}

void *cupro__pipe_buffer(const struct cupro__pipe *pipe, int runner, int which)
{
    return pipe->memory + (size_t)runner * pipe->scratch + (size_t)which * pipe->buffer;
}

static unsigned char *marks_of(const struct cupro__pipe *pipe, int runner)
{
    return cupro__pipe_buffer(pipe, runner, 2);
}

static uint64_t *bits_of(const struct cupro__pipe *pipe, int runner)
{
    return (uint64_t *)(void *)(marks_of(pipe, runner) + lines(pipe->items));
}

static size_t *indexes_of(const struct cupro__pipe *pipe, int runner)
{
    return (size_t *)(void *)(marks_of(pipe, runner) + 2 * lines(pipe->items));
}

const void *cupro__pipe_elements(const struct cupro__pipe *pipe, int runner, size_t first, size_t n)
{
    const cupro_chain *chain = pipe->chain;
    if (!cupro__chain_is_range(chain))
        return (const char *)chain->base + first * chain->size;
    size_t *indexes = indexes_of(pipe, runner);
    for (size_t i = 0; i < n; i++)
        indexes[i] = chain->first + first + i;
    return indexes;
}

size_t cupro__pipe_most(const struct cupro__pipe *pipe, int stages)
{
    return stages == 0 && !cupro__chain_is_range(pipe->chain) ? pipe->chain->n : pipe->batch;
}

/* The buffer that the batch is not in. */
static void *other_buffer(const struct cupro__pipe *pipe, int runner,
                          const struct cupro__batch *batch)
{
    void *first = cupro__pipe_buffer(pipe, runner, 0);
    return batch->items == first ? cupro__pipe_buffer(pipe, runner, 1) : first;
}

/* Run a filter over the batch; its bits, and how many it keeps. */
static int mark(const struct cupro__pipe *pipe, int runner, const cupro_stage *filter,
                const struct cupro__batch *batch, uint64_t *bits, size_t *kept)
{
    unsigned char *marks = marks_of(pipe, runner);
    if (filter->step(batch->items, marks, batch->n, pipe->ctx) != batch->n)
        return CUPRO_EINVAL;
    *kept = pipe->compact->pack(marks, batch->n, bits);
    return 0;
}

static int map(const struct cupro__pipe *pipe, const cupro_stage *stage, void *out,
               struct cupro__batch *batch)
{
    if (stage->step(batch->items, out, batch->n, pipe->ctx) != batch->n)
        return CUPRO_EINVAL;
    batch->items = out;
    return 0;
}

static int filter(const struct cupro__pipe *pipe, int runner, const cupro_stage *stage,
                  struct cupro__batch *batch)
{
    size_t kept;
    uint64_t *bits = bits_of(pipe, runner);
    int error = mark(pipe, runner, stage, batch, bits, &kept);
    if (error != 0 || kept == batch->n)
        return error;
    void *out = other_buffer(pipe, runner, batch);
    pipe->compact->squeeze(batch->items, stage->in_size, batch->n, bits, out);
    *batch = (struct cupro__batch){out, kept, batch->dropped + batch->n - kept};
    return 0;
}

static int flat_map(const struct cupro__pipe *pipe, const cupro_stage *stage, void *out,
                    struct cupro__batch *batch)
{
    size_t made = stage->step(batch->items, out, batch->n, pipe->ctx);
    if (made > batch->n * stage->most)
        return CUPRO_EINVAL;
    *batch = (struct cupro__batch){out, made, batch->dropped};
    return 0;
}

/* The stages [from, stages) on a batch. */
static int pass(const struct cupro__pipe *pipe, int runner, int from, int stages, void *target,
                struct cupro__batch *batch)
{
    int error = 0;
    for (int i = from; i < stages && error == 0 && batch->n > 0; i++) {
        const cupro_stage *stage = pipe->chain->stage[i];
        void *out = i + 1 == stages && target != NULL ? target : other_buffer(pipe, runner, batch);
        if (stage->kind == CUPRO_STAGE_MAP)
            error = map(pipe, stage, out, batch);
        else if (stage->kind == CUPRO_STAGE_FILTER)
            error = filter(pipe, runner, stage, batch);
        else
            error = flat_map(pipe, stage, out, batch);
    }
    return error;
}

int cupro__pipe_pass(const struct cupro__pipe *pipe, int runner, size_t first, size_t n, int stages,
                     void *target, struct cupro__batch *batch)
{
    *batch = (struct cupro__batch){cupro__pipe_elements(pipe, runner, first, n), n, 0};
    return pass(pipe, runner, 0, stages, target, batch);
}

int cupro__pipe_map(const struct cupro__pipe *pipe, int runner, const void *items, size_t n,
                    int from, int stages, void *target, struct cupro__batch *batch)
{
    *batch = (struct cupro__batch){items, n, 0};
    return pass(pipe, runner, from, stages, target, batch);
}

int cupro__pipe_select(const struct cupro__pipe *pipe, int runner, const void *items, size_t n,
                       int stages, uint64_t *bits, size_t *kept)
{
    struct cupro__batch batch = {items, n, 0};
    int error = mark(pipe, runner, pipe->chain->stage[0], &batch, bits, kept);
    for (int i = 1; i < stages && error == 0 && *kept > 0; i++) {
        void *out = cupro__pipe_buffer(pipe, runner, 0);
        pipe->compact->squeeze(items, pipe->chain->size, n, bits, out);
        batch = (struct cupro__batch){out, *kept, 0};
        uint64_t *inner = bits_of(pipe, runner);
        error = mark(pipe, runner, pipe->chain->stage[i], &batch, inner, kept);
        cupro__bits_refine(bits, n, inner);
    }
    return error;
}

/* Of a last filter, only how many it keeps. */
int cupro__pipe_count(const struct cupro__pipe *pipe, int runner, size_t first, size_t n,
                      int stages, struct cupro__batch *batch)
{
    if (stages == 0) {
        *batch = (struct cupro__batch){NULL, n, 0};
        return 0;
    }
    const cupro_stage *last = pipe->chain->stage[stages - 1];
    if (last->kind != CUPRO_STAGE_FILTER)
        return cupro__pipe_pass(pipe, runner, first, n, stages, NULL, batch);
    int error = cupro__pipe_pass(pipe, runner, first, n, stages - 1, NULL, batch);
    if (error != 0 || batch->n == 0)
        return error;
    size_t kept = batch->n;
    error = mark(pipe, runner, last, batch, bits_of(pipe, runner), &kept);
    batch->dropped += batch->n - kept;
    batch->n = kept;
    return error;
}
