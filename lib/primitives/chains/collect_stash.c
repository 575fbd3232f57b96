/* SPDX-License-Identifier: MIT */
/*
 * Collecting when a filter comes after a map, or there is a flat map: how many results there are is
 * known only once the elements have been mapped, and a map may be dear, so nothing is done twice.
 * Each block's results are put aside in memory of their own, then moved to where they belong.
 *
 * Bytes moved for n elements of s bytes, k results of r: reads n s + k r, writes 2 k r. A block
 * begins with room for as many results as it has elements, and only where flat maps make more of
 * them gets larger, to twice the room each time; what they could make at most may be far more.
 */
#include "primitives/chains/collecting.h"

#include <stdlib.h>
#include <string.h>

struct stash {
    char *items;
    size_t n, room;
    size_t begin; /* of these results among all */
};

struct stashing {
    struct cupro__collect *collect;
    size_t block;
    size_t blocks;
    struct stash *stash;
};

static const size_t stash_bytes = 64 << 10;

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t choose_block(size_t n, size_t out_size)
{
    size_t most = stash_bytes / out_size;
    size_t block = least(n / 256 + 1, most);
    return block < 1 ? 1 : block;
}

/* Make room for so many results more. (All results together are a size_t, and no memory that there
 * is has more than SIZE_MAX / 2 bytes.) */
static int grow(struct stash *stash, size_t more, size_t out_size)
{
    size_t size, room = stash->n + more;
    if (room <= stash->room)
        return 0;
    if (room < 2 * stash->room)
        room = 2 * stash->room;
    if (__builtin_mul_overflow(room, out_size, &size))
        return CUPRO_ENOMEM;
    char *items = realloc(stash->items, size);
    if (items == NULL)
        return CUPRO_ENOMEM;
    stash->items = items;
    stash->room = room;
    return 0;
}

static int fill(const struct stashing *stashing, int runner, size_t lo, size_t hi,
                struct stash *stash)
{
    const struct cupro__pipe *pipe = &stashing->collect->pipe;
    const cupro_chain *chain = stashing->collect->chain;
    int error = grow(stash, hi - lo, chain->out_size);
    for (size_t at = lo; at < hi && error == 0; at += pipe->batch) {
        struct cupro__batch batch;
        error = cupro__pipe_pass(pipe, runner, at, least(pipe->batch, hi - at), chain->stages, NULL,
                                 &batch);
        if (error == 0)
            error = grow(stash, batch.n, chain->out_size);
        if (error != 0 || batch.n == 0)
            continue;
        memcpy(stash->items + stash->n * chain->out_size, batch.items, batch.n * chain->out_size);
        stash->n += batch.n;
    }
    return error;
}

/* Give back what the results do not need; it does not matter if that fails. */
static void shrink(struct stash *stash, size_t out_size)
{
    char *exact = stash->n > 0 ? realloc(stash->items, stash->n * out_size) : NULL;
    if (stash->n == 0)
        free(stash->items);
    if (stash->n == 0 || exact != NULL)
        stash->items = exact;
}

static int stash_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    const struct stashing *stashing = arg;
    const cupro_chain *chain = stashing->collect->chain;
    for (size_t block = lo; block < hi; block++) {
        size_t from = block * stashing->block, to = least(from + stashing->block, chain->n);
        struct stash *stash = &stashing->stash[block];
        int error = fill(stashing, runner, from, to, stash);
        if (error != 0)
            return error;
        shrink(stash, chain->out_size);
    }
    return 0;
}

static int move_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct stashing *stashing = arg;
    const struct cupro__collect *collect = stashing->collect;
    size_t size = collect->chain->out_size;
    for (size_t block = lo; block < hi; block++) {
        const struct stash *stash = &stashing->stash[block];
        if (stash->n > 0)
            memcpy(collect->out + stash->begin * size, stash->items, stash->n * size);
    }
    return 0;
}

static size_t sum_stashes(struct stashing *stashing)
{
    size_t sum = 0;
    for (size_t block = 0; block < stashing->blocks; block++) {
        stashing->stash[block].begin = sum;
        sum += stashing->stash[block].n;
    }
    return sum;
}

int cupro__collect_stash(struct cupro__collect *collect)
{
    struct stashing stashing = {.collect = collect};
    size_t n = collect->chain->n;
    stashing.block = choose_block(n, collect->chain->out_size);
    stashing.blocks = n / stashing.block + (n % stashing.block != 0);
    stashing.stash = calloc(stashing.blocks + 1, sizeof *stashing.stash);
    if (stashing.stash == NULL)
        return CUPRO_ENOMEM;
    collect->passes = 2;
    int error =
        cupro__collect_loop(collect, stashing.blocks, stashing.block, stash_blocks, &stashing);
    if (error == 0)
        error = cupro__collect_room(collect, sum_stashes(&stashing));
    if (error == 0)
        error =
            cupro__collect_loop(collect, stashing.blocks, stashing.block, move_blocks, &stashing);
    for (size_t block = 0; block < stashing.blocks; block++)
        free(stashing.stash[block].items);
    free(stashing.stash);
    return error;
}
