/* SPDX-License-Identifier: MIT */
/*
 * Collecting without filters: result i stands where element i says, so there is one pass, and the
 * last stage writes straight into the output. In place, where input and output of a step must not
 * be the same memory, it writes to a buffer that is then copied.
 */
#include "primitives/chains/collecting.h"

#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static int map_elements(size_t lo, size_t hi, int runner, void *arg)
{
    const struct cupro__collect *collect = arg;
    const struct cupro__pipe *pipe = &collect->pipe;
    const cupro_chain *chain = collect->chain;
    bool in_place = collect->out == chain->base;
    int error = 0;
    for (size_t at = lo; at < hi && error == 0; at += pipe->batch) {
        struct cupro__batch batch;
        size_t n = least(pipe->batch, hi - at);
        char *target = collect->out + at * chain->out_size;
        error =
            cupro__pipe_pass(pipe, runner, at, n, chain->stages, in_place ? NULL : target, &batch);
        if (error == 0 && batch.items != target)
            memcpy(target, batch.items, n * chain->out_size);
    }
    return error;
}

int cupro__collect_maps(struct cupro__collect *collect)
{
    int error = cupro__collect_room(collect, collect->chain->n);
    if (error != 0)
        return error;
    return cupro__collect_loop(collect, collect->chain->n, 1, map_elements, collect);
}
