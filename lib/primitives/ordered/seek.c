/* SPDX-License-Identifier: MIT */
/* Seeking (see seek.h). */
#include "primitives/ordered/seek.h"

#include <limits.h>

/* Ends the engine's loop; no error of ours. */
enum { FOUND = INT_MIN };

static void note(struct cupro__seek *seek, size_t hit)
{
    size_t best = atomic_load_explicit(&seek->best, memory_order_relaxed);
    while (hit < best && !atomic_compare_exchange_weak_explicit(
                             &seek->best, &best, hit, memory_order_relaxed, memory_order_relaxed))
        ;
}

/* Whether nothing from this step on matters any more. */
static bool is_over(const struct cupro__seek *seek, size_t step)
{
    size_t best = atomic_load_explicit(&seek->best, memory_order_relaxed);
    return step >= best || (seek->any && best != CUPRO_NOWHERE);
}

static int look_at_block(struct cupro__seek *seek, int runner, size_t block)
{
    size_t step = block * seek->block;
    size_t end = seek->steps - step < seek->block ? seek->steps : step + seek->block;
    while (step < end && !is_over(seek, step)) {
        size_t next = end - step < seek->glance ? end : step + seek->glance;
        size_t hit = CUPRO_NOWHERE;
        int error = seek->look(seek->arg, runner, step, next, &hit);
        if (error != 0)
            atomic_store_explicit(&seek->error, error, memory_order_relaxed);
        note(seek, hit);
        step = next;
    }
    int error = atomic_load_explicit(&seek->error, memory_order_relaxed);
    return error != 0 ? error : is_over(seek, step) ? FOUND : 0;
}

static int look_at_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    struct cupro__seek *seek = arg;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = look_at_block(seek, runner,
                              atomic_fetch_add_explicit(&seek->next, 1, memory_order_relaxed));
    return error;
}

int cupro__seek_run(struct cupro__seek *seek, const struct cupro__crew *crew,
                    const cupro_call *call, size_t *hit)
{
    size_t blocks = seek->steps / seek->block + (seek->steps % seek->block != 0);
    struct cupro__work work = {.units = blocks,
                               .elements = seek->steps,
                               .run = look_at_blocks,
                               .arg = seek,
                               .grain = seek->grain,
                               .unit_ns = (double)seek->block * seek->step_ns,
                               .enough = FOUND,
                               .has_more = seek->has_more};
    atomic_init(&seek->next, 0);
    atomic_init(&seek->best, CUPRO_NOWHERE);
    atomic_init(&seek->error, 0);
    int error = cupro__engine_run(crew, &work, call);
    int own = atomic_load(&seek->error);
    if (own != 0 || error != 0)
        return own != 0 ? own : error;
    *hit = atomic_load(&seek->best);
    return 0;
}
