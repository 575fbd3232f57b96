/* SPDX-License-Identifier: MIT */
/*
 * Pipes: a chain at work. Elements pass all stages in batches, between two buffers that stay in the
 * L1 cache; each runner has buffers of its own.
 */
#ifndef CUPRO__PIPE_H
#define CUPRO__PIPE_H

#include "primitives/chains/chain.h"
#include "primitives/chains/compact.h"

#include <stdint.h>

enum { CUPRO__MOST_BATCH = 2048 };

struct cupro__pipe {
    const cupro_chain *chain;
    const struct cupro__compact *compact;
    void *ctx;
    /* Elements at a time, CUPRO__MOST_BATCH at most; without flat maps a multiple of 64. */
    size_t batch;
    size_t items;   /* that a batch can become on its way */
    size_t buffer;  /* bytes of one of a runner's buffers */
    size_t scratch; /* bytes of all that a runner has     */
    char *memory;
};

/* Get the memory for so many runners; CUPRO_ENOMEM. */
int cupro__pipe_open(struct cupro__pipe *pipe, const cupro_chain *chain, int runners, void *ctx);
void cupro__pipe_close(struct cupro__pipe *pipe);

/*
 * Where the chain's elements [first, first + n) stand: in the array, or, if they are indexes, in a
 * buffer of the runner's that has just been filled with them; then n <= pipe.batch. No stage writes
 * there.
 */
const void *cupro__pipe_elements(const struct cupro__pipe *pipe, int runner, size_t first,
                                 size_t n);

/* A batch on its way. */
struct cupro__batch {
    const void *items; /* the array itself, one of the runner's buffers, or `target` */
    size_t n;
    size_t dropped; /* by filters, so far */
};

/* How many elements can pass so many stages at a time: a batch; or all, where there is no stage and
 * an array whose elements only need to be pointed at. */
size_t cupro__pipe_most(const struct cupro__pipe *pipe, int stages);

/*
 * Pass the elements [first, first + n), as many as can pass at a time or less, through the chain's
 * stages [0, stages), none of which is a fold. A map or flat map that is the last of them writes to
 * `target` if that is not NULL. CUPRO_EINVAL when a step says that it did less than its batch, or a
 * flat map more than it may.
 */
int cupro__pipe_pass(const struct cupro__pipe *pipe, int runner, size_t first, size_t n, int stages,
                     void *target, struct cupro__batch *batch);

/* The same for maps only, from elements that stand elsewhere. */
int cupro__pipe_map(const struct cupro__pipe *pipe, int runner, const void *items, size_t n,
                    int from, int stages, void *target, struct cupro__batch *batch);

/*
 * Which of n of the chain's elements, standing at `items`, pass the stages [0, stages), all of them
 * filters? Sets ceil(n / 64) words of bits, and *kept. The first filter gets `items` itself, the
 * others see only what those before them kept.
 */
int cupro__pipe_select(const struct cupro__pipe *pipe, int runner, const void *items, size_t n,
                       int stages, uint64_t *bits, size_t *kept);

/* The same as cupro__pipe_pass, if the last stage is a filter or a flat map, or there is none; but
 * only the numbers are right afterwards. */
int cupro__pipe_count(const struct cupro__pipe *pipe, int runner, size_t first, size_t n,
                      int stages, struct cupro__batch *batch);

/* The runner's buffer 0 or 1. */
void *cupro__pipe_buffer(const struct cupro__pipe *pipe, int runner, int which);

#endif
