/* SPDX-License-Identifier: MIT */
/*
 * Collecting when the filters come first: one pass, and a second one for what it left over.
 *
 * Runners take the blocks in order. A runner runs the filters over a block, which gives one bit an
 * element and the number kept, and squeezes the elements whose bit is set straight into the output
 * (or through the maps and then there) while they are still in its cache. Where they go is known as
 * soon as the blocks before have been counted, which is mostly the case at once, for they were
 * taken just before; meanwhile the runner counts its next block, and never waits. Blocks whose
 * place was not known in time (a runner was preempted) keep their bits, and are squeezed in a
 * second loop. Every stage sees an element once, and each result is written once.
 *
 * Bytes moved for n elements of s bytes, k kept of r: reads n s, writes k r, and n/8 of bits that
 * stay in the caches. The array is read twice when the results could run into it, or when memory of
 * their exact size is to be got first.
 *
 * Time for the even half of 1e8 int32 on two threads of a Zen 4, medians (cupro-bench, row filter),
 * 20.7 ms. What was slower: two passes over the array 30.3; ordinary stores instead of
 * streams 23.5; results put aside in the L2 cache and moved when their place is known 28; reading a
 * block and writing the one before it in turn, batch by batch, 24; fetching the lines to be written
 * while the next block is read, no gain.
 *
 * Blocks need no common words of bits, so a block of any size has words of its own; blocks are
 * small for small arrays, in case a filter takes long.
 */
#include "primitives/chains/collecting.h"
#include "primitives/chains/flow.h"
#include "primitives/ordered/offsets.h"

#include <stdlib.h>
#include <string.h>

/* Blocks that a runner has counted and not written yet; oldest first. */
#define MOST_PENDING 3

struct pending {
    _Alignas(128) size_t block[MOST_PENDING];
    int blocks;
};

struct selection {
    struct cupro__collect *collect;
    int filters;
    size_t block; /* elements of a block      */
    size_t words; /* of bits that a block has */
    uint64_t *bits;
    bool *written;
    struct pending *pending; /* of each runner; NULL: nothing is written in the first pass */
    size_t *left;            /* the blocks that the first pass did not write               */
    char *buffers;           /* two of each runner, for its flows                          */
    size_t flow;             /* bytes of one, or 0                                         */
    _Atomic size_t next;     /* block to be taken                                          */
    struct cupro__offsets offsets;
};

static const size_t block_bytes = 128 << 10; /* with what is pending, some of an L2 cache */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t choose_block(size_t n, size_t size)
{
    size_t fine = n / 256 + 1;
    if (fine <= 64)
        return fine;
    size_t usual = least(n / 1024, block_bytes / size) / 64 * 64;
    return usual < 64 ? 64 : usual;
}

static size_t block_end(const struct selection *selection, size_t block)
{
    return least((block + 1) * selection->block, selection->collect->chain->n);
}

/* -- Writing ------------------------------------------------------------------------------------
 */

/* Where a block's results go, and in a partition the others. */
struct flows {
    struct cupro__flow kept, rest;
};

static struct cupro__flow begin_flow(const struct selection *selection, int buffer, char *out,
                                     size_t begin)
{
    char *lines =
        selection->flow > 0 ? selection->buffers + (size_t)buffer * selection->flow : NULL;
    return cupro__flow_begin(out + begin * selection->collect->chain->out_size, lines);
}

static struct flows begin_flows(const struct selection *selection, int runner, size_t block,
                                size_t begin)
{
    const struct cupro__collect *collect = selection->collect;
    struct flows flows = {.kept = begin_flow(selection, 2 * runner, collect->out, begin)};
    if (collect->rest != NULL)
        flows.rest =
            begin_flow(selection, 2 * runner + 1, collect->rest, block * selection->block - begin);
    return flows;
}

static void end_flows(const struct selection *selection, struct flows *flows)
{
    cupro__flow_end(&flows->kept);
    if (selection->collect->rest != NULL)
        cupro__flow_end(&flows->rest);
}

/* The elements whose bit is not set, of a batch. */
static void write_rest(const struct selection *selection, const void *in, size_t n,
                       const uint64_t *bits, struct cupro__flow *flow)
{
    uint64_t others[CUPRO__MOST_BATCH / 64];
    for (size_t word = 0; word * 64 < n; word++)
        others[word] = ~bits[word];
    if (n % 64 != 0)
        others[n / 64] &= ((uint64_t)1 << n % 64) - 1;
    size_t size = selection->collect->chain->size;
    size_t left =
        selection->collect->pipe.compact->squeeze(in, size, n, others, cupro__flow_room(flow));
    cupro__flow_add(flow, left * size);
}

/* Write the results of a part of a block. */
static int write_part(const struct selection *selection, int runner, const void *in, size_t n,
                      const uint64_t *bits, struct flows *flows)
{
    const struct cupro__pipe *pipe = &selection->collect->pipe;
    const cupro_chain *chain = selection->collect->chain;
    bool maps = chain->stages > selection->filters;
    void *out = cupro__flow_room(&flows->kept);
    void *to = maps ? cupro__pipe_buffer(pipe, runner, 0) : out;
    size_t kept = pipe->compact->squeeze(in, chain->size, n, bits, to);
    struct cupro__batch batch;
    int error = maps && kept > 0 ? cupro__pipe_map(pipe, runner, to, kept, selection->filters,
                                                   chain->stages, out, &batch)
                                 : 0;
    cupro__flow_add(&flows->kept, kept * chain->out_size);
    if (selection->collect->rest != NULL)
        write_rest(selection, in, n, bits, &flows->rest);
    return error;
}

static int write_block(const struct selection *selection, int runner, size_t block, size_t begin)
{
    const struct cupro__pipe *pipe = &selection->collect->pipe;
    size_t from = block * selection->block, end = block_end(selection, block);
    struct flows flows = begin_flows(selection, runner, block, begin);
    int error = 0;
    for (size_t at = from; at < end && error == 0; at += pipe->batch) {
        size_t n = least(pipe->batch, end - at);
        const void *in = cupro__pipe_elements(pipe, runner, at, n);
        const uint64_t *bits = &selection->bits[block * selection->words + (at - from) / 64];
        error = write_part(selection, runner, in, n, bits, &flows);
    }
    end_flows(selection, &flows);
    selection->written[block] = true;
    return error;
}

static void drop_oldest(struct pending *pending)
{
    pending->blocks--;
    memmove(pending->block, pending->block + 1, (size_t)pending->blocks * sizeof *pending->block);
}

static void push(struct pending *pending, size_t block)
{
    if (pending->blocks == MOST_PENDING)
        drop_oldest(pending);
    pending->block[pending->blocks++] = block;
}

static int write_pending(const struct selection *selection, int runner)
{
    struct pending *pending = &selection->pending[runner];
    size_t begin;
    int error = 0;
    while (error == 0 && pending->blocks > 0 &&
           cupro__offsets_known(&selection->offsets, pending->block[0], &begin)) {
        error = write_block(selection, runner, pending->block[0], begin);
        drop_oldest(pending);
    }
    return error;
}

/* -- First pass: which, and where to ------------------------------------------------------------
 */

/* Select among the block's elements, and write them at once if there is a flow. */
static int select_block(struct selection *selection, int runner, size_t block, struct flows *flows)
{
    const struct cupro__pipe *pipe = &selection->collect->pipe;
    size_t from = block * selection->block, end = block_end(selection, block), results = 0;
    int error = 0;
    for (size_t at = from; at < end && error == 0; at += pipe->batch) {
        size_t kept, n = least(pipe->batch, end - at);
        const void *in = cupro__pipe_elements(pipe, runner, at, n);
        uint64_t *bits = &selection->bits[block * selection->words + (at - from) / 64];
        error = cupro__pipe_select(pipe, runner, in, n, selection->filters, bits, &kept);
        if (error == 0 && flows != NULL)
            error = write_part(selection, runner, in, n, bits, flows);
        results += kept;
    }
    if (error == 0)
        cupro__offsets_count(&selection->offsets, block, results);
    return error;
}

static int take_block(struct selection *selection, int runner)
{
    size_t begin, block = atomic_fetch_add(&selection->next, 1);
    if (selection->pending == NULL)
        return select_block(selection, runner, block, NULL);
    if (cupro__offsets_known(&selection->offsets, block, &begin)) {
        struct flows flows = begin_flows(selection, runner, block, begin);
        int error = select_block(selection, runner, block, &flows);
        end_flows(selection, &flows);
        selection->written[block] = true;
        return error;
    }
    int error = select_block(selection, runner, block, NULL);
    push(&selection->pending[runner], block);
    return error != 0 ? error : write_pending(selection, runner);
}

/* The engine says how many blocks; which, the order does. */
static int select_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = take_block(arg, runner);
    return error;
}

/* -- Second pass: the others --------------------------------------------------------------------
 */

static size_t find_left(const struct selection *selection)
{
    size_t left = 0;
    for (size_t block = 0; block < selection->offsets.frontier.blocks; block++)
        if (!selection->written[block])
            selection->left[left++] = block;
    return left;
}

static int write_left(size_t lo, size_t hi, int runner, void *arg)
{
    const struct selection *selection = arg;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++) {
        size_t begin, block = selection->left[i];
        bool known = cupro__offsets_known(&selection->offsets, block, &begin);
        error = known ? write_block(selection, runner, block, begin) : CUPRO_EINVAL;
    }
    return error;
}

static int run_passes(struct selection *selection)
{
    struct cupro__collect *collect = selection->collect;
    size_t blocks = selection->offsets.frontier.blocks, results = 0;
    collect->passes = cupro__collect_has_room(collect) ? 1 : 2;
    int error = cupro__collect_loop(collect, blocks, selection->block, select_blocks, selection);
    if (error != 0)
        return error;
    cupro__offsets_known(&selection->offsets, blocks, &results);
    error = cupro__collect_room(collect, results);
    bool any = results > 0 || collect->rest != NULL;
    size_t left = error == 0 && any ? find_left(selection) : 0;
    return error == 0 ? cupro__collect_loop(collect, left, selection->block, write_left, selection)
                      : error;
}

static int open_selection(struct selection *selection, size_t blocks)
{
    struct cupro__collect *collect = selection->collect;
    size_t runners = (size_t)collect->crew->runners;
    bool at_once = cupro__collect_has_room(collect);
    const cupro_chain *chain = collect->chain;
    selection->flow = cupro__flow_buffer(collect->pipe.batch * chain->out_size,
                                         cupro__chain_bytes(chain) + chain->n * chain->out_size);
    if (selection->flow > 0)
        selection->buffers = aligned_alloc(64, 2 * runners * selection->flow);
    selection->bits = malloc(blocks * selection->words * sizeof *selection->bits + 1);
    selection->written = calloc(blocks + 1, sizeof *selection->written);
    selection->left = malloc((blocks + 1) * sizeof *selection->left);
    if (at_once)
        selection->pending = aligned_alloc(128, runners * sizeof *selection->pending);
    if ((selection->flow > 0 && selection->buffers == NULL) || selection->bits == NULL ||
        selection->written == NULL || selection->left == NULL ||
        (at_once && selection->pending == NULL))
        return CUPRO_ENOMEM;
    for (size_t runner = 0; at_once && runner < runners; runner++)
        selection->pending[runner].blocks = 0;
    return cupro__offsets_open(&selection->offsets, blocks);
}

static void close_selection(struct selection *selection)
{
    cupro__offsets_close(&selection->offsets);
    free(selection->buffers);
    free(selection->pending);
    free(selection->left);
    free(selection->written);
    free(selection->bits);
}

int cupro__collect_select(struct cupro__collect *collect)
{
    size_t n = collect->chain->n, block = choose_block(n, collect->chain->size);
    struct selection selection = {.collect = collect,
                                  .filters = cupro__chain_last_change(collect->chain),
                                  .block = block,
                                  .words = (block + 63) / 64};
    int error = open_selection(&selection, n / block + (n % block != 0));
    if (error == 0)
        error = run_passes(&selection);
    close_selection(&selection);
    return error;
}
