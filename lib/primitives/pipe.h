/* SPDX-License-Identifier: MIT */
/*
 * Pipes: a chain at work. Elements pass all stages in batches, between two buffers that stay in the
 * L1 cache; each runner has buffers of its own.
 */
#ifndef CUPRO__PIPE_H
#define CUPRO__PIPE_H

#include "primitives/chain.h"
#include "primitives/compact.h"

#include <stdint.h>

enum { CUPRO__MOST_BATCH = 2048 };

struct cupro__pipe {
    const cupro_chain *chain;
    const struct cupro__compact *compact;
    void *ctx;
    size_t batch;   /* elements at a time, a multiple of 64, CUPRO__MOST_BATCH at most */
    size_t buffer;  /* bytes of one of a runner's buffers   */
    size_t scratch; /* bytes of all that a runner has       */
    char *memory;
};

/* Get the memory for so many runners; CUPRO_ENOMEM. */
int cupro__pipe_open(struct cupro__pipe *pipe, const cupro_chain *chain, int runners, void *ctx);
void cupro__pipe_close(struct cupro__pipe *pipe);

/* A batch on its way. */
struct cupro__batch {
    const void *items; /* the array itself, one of the runner's buffers, or `target` */
    size_t n;
};

/*
 * Pass array elements [first, first + n), n <= pipe.batch, through the chain's stages [0, stages),
 * none of which is a fold. A map that is the last of them writes to `target` if that is not NULL.
 * CUPRO_EINVAL when a step says that it did less than its batch.
 */
int cupro__pipe_pass(const struct cupro__pipe *pipe, int runner, size_t first, size_t n, int stages,
                     void *target, struct cupro__batch *batch);

/* The same for maps only, from elements that stand elsewhere. */
int cupro__pipe_map(const struct cupro__pipe *pipe, int runner, const void *items, size_t n,
                    int from, int stages, void *target, struct cupro__batch *batch);

/*
 * Which of the array elements [first, first + n) pass the stages [0, stages), all of them filters?
 * Sets ceil(n / 64) words of bits, and *kept. Each filter sees only what those before it kept.
 */
int cupro__pipe_select(const struct cupro__pipe *pipe, int runner, size_t first, size_t n,
                       int stages, uint64_t *bits, size_t *kept);

/* How many elements are left after the stages [0, stages), of which the last is a filter. */
int cupro__pipe_count(const struct cupro__pipe *pipe, int runner, size_t first, size_t n,
                      int stages, size_t *kept);

/* The runner's buffer 0 or 1, and where array element i stands. */
void *cupro__pipe_buffer(const struct cupro__pipe *pipe, int runner, int which);
const void *cupro__pipe_element(const struct cupro__pipe *pipe, size_t i);

#endif
