/* SPDX-License-Identifier: MIT */
/* What the three ways to collect share: room for the results, and the loop. */
#include "primitives/chains/collecting.h"

#include "memory/pages.h"

#include <stdlib.h>

/* The other way to overlap, from within the array, was refused at once. */
static bool runs_into_the_array(const struct cupro__collect *collect, size_t count)
{
    const cupro_chain *chain = collect->chain;
    uintptr_t out = (uintptr_t)collect->out, base = (uintptr_t)chain->base;
    return out < base && base - out < count * chain->out_size;
}

bool cupro__collect_has_room(const struct cupro__collect *collect)
{
    return collect->reserved ||
           (!collect->allocate && !runs_into_the_array(collect, collect->chain->n));
}

void cupro__collect_reserve(struct cupro__collect *collect)
{
    size_t size;
    if (collect->allocate && collect->chain->n > 0 &&
        !__builtin_mul_overflow(collect->chain->n, collect->chain->out_size, &size))
        collect->out = cupro__pages_new(size);
    collect->reserved = collect->allocate && collect->out != NULL;
}

void cupro__collect_shrink(struct cupro__collect *collect)
{
    if (!collect->reserved)
        return;
    char *shrunk = NULL;
    if (collect->count > 0)
        shrunk = realloc(collect->out, collect->count * collect->chain->out_size);
    if (collect->count == 0)
        free(collect->out);
    if (collect->count == 0 || shrunk != NULL)
        collect->out = shrunk;
}

int cupro__collect_room(struct cupro__collect *collect, size_t count)
{
    collect->count = count;
    if (!collect->allocate)
        return runs_into_the_array(collect, count) ? CUPRO_EINVAL : 0;
    if (count == 0 || collect->reserved)
        return 0;
    size_t size;
    if (!__builtin_mul_overflow(count, collect->chain->out_size, &size))
        collect->out = cupro__pages_new(size);
    return collect->out != NULL ? 0 : CUPRO_ENOMEM;
}

static size_t in_blocks(size_t elements, size_t block)
{
    return elements / block + (elements % block != 0);
}

int cupro__collect_loop(struct cupro__collect *collect, size_t units, size_t block, cupro__run *run,
                        void *arg)
{
    const cupro_call *call = collect->call;
    struct cupro__work work = {.units = units,
                               .elements = collect->chain->n,
                               .pass = collect->pass++,
                               .passes = collect->passes,
                               .run = run,
                               .arg = arg,
                               .grain = in_blocks(call->grain, block),
                               .max_grain = in_blocks(call->max_grain, block)};
    return cupro__engine_run(collect->crew, &work, call);
}
