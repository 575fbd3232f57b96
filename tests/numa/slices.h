/* SPDX-License-Identifier: MIT */
/* Slices of memory, and whether each lies near the thread that it is for. */
#ifndef CUPRO_TEST_SLICES_H
#define CUPRO_TEST_SLICES_H

#include "numa/nodes.h"

enum { MOST_THREADS = 64 };

/* What the kernel says of each thread of a pool. */
struct masks {
    cpu_set_t of[MOST_THREADS];
};

static inline int note_mask(int index, void *arg)
{
    struct masks *masks = arg;
    return index < MOST_THREADS ? sched_getaffinity(0, sizeof(cpu_set_t), &masks->of[index]) : 0;
}

/* Each thread's slice but for `slack` bytes at its ends, on the node that the thread is bound to.
 * Returns how many threads are bound to one. */
static inline int expect_slices(const struct nodes *nodes, const char *x, size_t bytes,
                                size_t slack, cupro_pool *pool, const char *what)
{
    struct masks masks;
    int bound = 0;
    size_t threads = (size_t)cupro_threads(pool);
    ck_assert_int_eq(cupro_broadcast(pool, note_mask, &masks), 0);
    for (size_t i = 0; i < threads && i < MOST_THREADS; i++) {
        size_t begin = bytes * i / threads, end = bytes * (i + 1) / threads;
        int node = node_of(nodes, &masks.of[i]);
        begin += i > 0 ? slack : 0;
        end -= i + 1 < threads ? slack : 0;
        bound += node >= 0;
        if (node >= 0 && begin < end)
            expect_on(x + begin, end - begin, node, what);
    }
    return bound;
}

#endif
