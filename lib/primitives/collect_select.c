/* SPDX-License-Identifier: MIT */
/*
 * Collecting when the filters come first: two passes.
 *
 * The first runs the filters and keeps one bit an element, and the number kept in each block; sums
 * over the blocks then say where each block's results begin. The second squeezes the elements whose
 * bit is set straight into the output, or through the maps and then there. Every stage sees an
 * element once, and each result is written once.
 *
 * Bytes moved for n elements of s bytes, k kept: reads 2 n s + n/8, writes k s + n/8.
 * A single pass over the array would need to know how many results the others have: either by
 * waiting for them, which runners never do, or by putting results aside, 2 k s more (that is
 * collect_stash.c, and slower as soon as a sixth is kept).
 *
 * Blocks need no common words of bits, so a block of any size has words of its own; blocks are
 * small for small arrays, in case a filter takes long.
 */
#include "primitives/collecting.h"

#include <stdlib.h>
#include <string.h>

struct selection {
    struct cupro__collect *collect;
    int filters;
    size_t block; /* elements of a block                   */
    size_t blocks;
    size_t words; /* of bits that a block has              */
    uint64_t *bits;
    size_t *begin; /* results of a block; then, where they begin */
};

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t choose_block(size_t n)
{
    size_t fine = n / 256 + 1;
    if (fine <= 64)
        return fine;
    size_t usual = n / 1024 / 64 * 64;
    return usual < 64 ? 64 : least(usual, 16384);
}

static size_t block_end(const struct selection *selection, size_t block)
{
    return least((block + 1) * selection->block, selection->collect->chain->n);
}

/* -- First pass: which ------------------------------------------------------------------------- */

/* Select among array elements [at, end), which are part of one block. */
static int select_part(const struct selection *selection, int runner, size_t block, size_t at,
                       size_t end)
{
    size_t kept;
    size_t word = block * selection->words + (at - block * selection->block) / 64;
    int error = cupro__pipe_select(&selection->collect->pipe, runner, at, end - at,
                                   selection->filters, &selection->bits[word], &kept);
    if (error == 0)
        selection->begin[block] += kept;
    return error;
}

static int select_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    const struct selection *selection = arg;
    size_t batch = selection->collect->pipe.batch;
    int error = 0;
    for (size_t block = lo; block < hi; block++) {
        selection->begin[block] = 0;
        size_t end = block_end(selection, block);
        for (size_t at = block * selection->block; at < end && error == 0; at += batch)
            error = select_part(selection, runner, block, at, least(at + batch, end));
        if (error != 0)
            break;
    }
    return error;
}

static size_t sum_blocks(struct selection *selection)
{
    size_t sum = 0;
    for (size_t block = 0; block < selection->blocks; block++) {
        size_t kept = selection->begin[block];
        selection->begin[block] = sum;
        sum += kept;
    }
    return sum;
}

/* -- Second pass: where to ----------------------------------------------------------------------
 */

/* Write the results of a part of a block to `out`; returns the end of them, or NULL on an error. */
static char *emit_part(const struct selection *selection, int runner, size_t at, size_t n,
                       const uint64_t *bits, char *out)
{
    const struct cupro__pipe *pipe = &selection->collect->pipe;
    const cupro_chain *chain = selection->collect->chain;
    const void *in = cupro__pipe_element(pipe, at);
    bool maps = chain->stages > selection->filters;
    void *to = maps ? cupro__pipe_buffer(pipe, runner, 0) : out;
    size_t kept = pipe->compact->squeeze(in, chain->size, n, bits, to);
    struct cupro__batch batch;
    if (maps && kept > 0 &&
        cupro__pipe_map(pipe, runner, to, kept, selection->filters, chain->stages, out, &batch) !=
            0)
        return NULL;
    return out + kept * chain->out_size;
}

static int emit_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    const struct selection *selection = arg;
    const struct cupro__collect *collect = selection->collect;
    size_t batch = collect->pipe.batch;
    for (size_t block = lo; block < hi; block++) {
        size_t from = block * selection->block, end = block_end(selection, block);
        char *out = collect->out + selection->begin[block] * collect->chain->out_size;
        for (size_t at = from; at < end; at += batch) {
            const uint64_t *bits = &selection->bits[block * selection->words + (at - from) / 64];
            out = emit_part(selection, runner, at, least(batch, end - at), bits, out);
            if (out == NULL)
                return CUPRO_EINVAL;
        }
    }
    return 0;
}

int cupro__collect_select(struct cupro__collect *collect)
{
    struct selection selection = {.collect = collect,
                                  .filters = cupro__chain_last_filter(collect->chain)};
    size_t n = collect->chain->n, block = choose_block(n);
    selection.block = block;
    selection.blocks = n / block + (n % block != 0);
    selection.words = (block + 63) / 64;
    selection.bits = malloc(selection.blocks * selection.words * sizeof *selection.bits + 1);
    selection.begin = malloc(selection.blocks * sizeof *selection.begin + 1);

    int error = CUPRO_ENOMEM;
    if (selection.bits != NULL && selection.begin != NULL)
        error = cupro__collect_loop(collect, selection.blocks, block, select_blocks, &selection);
    if (error == 0)
        error = cupro__collect_room(collect, sum_blocks(&selection));
    if (error == 0 && collect->count > 0)
        error = cupro__collect_loop(collect, selection.blocks, block, emit_blocks, &selection);
    free(selection.bits);
    free(selection.begin);
    return error;
}
