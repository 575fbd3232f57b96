/* SPDX-License-Identifier: MIT */
/*
 * Stealing: where a runner without work looks for some.
 *
 * First near by: one slot after the other, those of the same L3 cache, then the rest of the node;
 * the first that has anything gives half of it. Memory on this node is as near to one of its
 * threads as to another, so any will do. Only when nobody here has work left is another node
 * robbed, the nearest first, and then of half of its fullest slot: what it costs to go there, and
 * to work on memory that is not here, is to be paid seldom. (Quintin and Wagner, "Hierarchical
 * Work-Stealing", Euro-Par 2010, between clusters; tests/topology/test_simulation.c shows how
 * seldom.)
 *
 * Thieves spread out: near by each begins with the slot after its own; elsewhere each begins as
 * many places on as its own number says.
 *
 * Work: a look at each slot in the worst case, after which the runner ends. Included by the model
 * check, as slots.h is.
 */
#ifndef CUPRO__STEAL_H
#define CUPRO__STEAL_H

#include "runtime/engine/slots.h"
#include "runtime/plans/victims.h"

#include <stddef.h>

/* Runner i has slot i and belongs to a thread of its own. With fewer runners than threads these
 * are spread evenly, so that the slice of a runner, a larger one then, begins where its thread's
 * slice would begin, and is mostly near the same memory. */
struct cupro__runners {
    struct cupro__slot *slot;
    int count;
    int threads;                          /* of their team, at least `count`       */
    const struct cupro__victims *victims; /* of that team; NULL: everybody is near */
};

/* What a thief has got. */
struct cupro__loot {
    int victim; /* whose slot */
    uint32_t chunks;
};

static inline int cupro__runner_thread(const struct cupro__runners *runners, int runner)
{
    return (int)((int64_t)runner * runners->threads / runners->count);
}

/* -1: the thread has none. */
static inline int cupro__thread_runner(const struct cupro__runners *runners, int thread)
{
    if (runners->count == runners->threads || thread >= runners->threads)
        return thread < runners->threads ? thread : -1;
    int64_t threads = runners->threads;
    int runner = (int)((thread * (int64_t)runners->count + threads - 1) / threads);
    return cupro__runner_thread(runners, runner) == thread ? runner : -1;
}

static inline struct cupro__loot cupro__steal_from(const struct cupro__runners *runners, int victim,
                                                   int own)
{
    struct cupro__loot loot = {victim, 0};
    if (victim >= 0 && victim != own)
        loot.chunks = cupro__slot_steal(&runners->slot[victim], &runners->slot[own]);
    return loot;
}

/* From each runner, beginning with the next. */
static inline struct cupro__loot cupro__steal_round(const struct cupro__runners *runners, int own)
{
    struct cupro__loot loot = {-1, 0};
    for (int i = 1; i < runners->count && loot.chunks == 0; i++)
        loot = cupro__steal_from(runners, (own + i) % runners->count, own);
    return loot;
}

/* From the runners of a row but those in `but`, a part of it; beginning with any of them. */
static inline struct cupro__loot cupro__steal_row(const struct cupro__runners *runners,
                                                  struct cupro__row row, struct cupro__row but,
                                                  int begin, int own)
{
    struct cupro__loot loot = {-1, 0};
    int left_out = but.end - but.first, length = row.end - row.first - left_out;
    for (int i = 0; i < length && loot.chunks == 0; i++) {
        int at = row.first + (begin + i) % length;
        at += at >= but.first ? left_out : 0;
        int victim = cupro__thread_runner(runners, runners->victims->thread[at]);
        loot = cupro__steal_from(runners, victim, own);
    }
    return loot;
}

/* The runner of a row that has the most left; -1: nobody has anything. */
static inline int cupro__fullest(const struct cupro__runners *runners, struct cupro__row row)
{
    int fullest = -1;
    uint32_t most = 0;
    for (int at = row.first; at < row.end; at++) {
        int runner = cupro__thread_runner(runners, runners->victims->thread[at]);
        uint32_t left = runner >= 0 ? cupro__slot_left(&runners->slot[runner]) : 0;
        if (left > most) {
            most = left;
            fullest = runner;
        }
    }
    return fullest;
}

/* Of equally near nodes, [first, end) in a list, each thief begins with another one. */
static inline struct cupro__loot cupro__steal_nodes(const struct cupro__runners *runners,
                                                    const int *node, int count, int begin, int own)
{
    struct cupro__loot loot = {-1, 0};
    for (int i = 0; i < count && loot.chunks == 0; i++) {
        struct cupro__row row = runners->victims->node[node[(begin + i) % count]];
        int fullest = cupro__fullest(runners, row);
        while (fullest >= 0 && loot.chunks == 0) { /* others may have been faster */
            loot = cupro__steal_from(runners, fullest, own);
            fullest = loot.chunks == 0 ? cupro__fullest(runners, row) : -1;
        }
    }
    return loot;
}

static inline struct cupro__loot cupro__steal_far(const struct cupro__runners *runners, int thread,
                                                  int own)
{
    const struct cupro__victims *victims = runners->victims;
    struct cupro__loot loot = {-1, 0};
    int others = victims->nodes - 1, first = 0;
    const int *other = victims->other + (ptrdiff_t)victims->node_of[thread] * others;
    const int *rank = victims->rank + (ptrdiff_t)victims->node_of[thread] * others;
    while (first < others && loot.chunks == 0) {
        int end = first + 1;
        while (end < others && rank[end] == rank[first])
            end++;
        loot = cupro__steal_nodes(runners, &other[first], end - first, thread, own);
        first = end;
    }
    return loot;
}

/* For the runner with slot `own`, which is empty, on that thread of the team. No chunks: nobody has
 * any, and the runner may end. */
static inline struct cupro__loot cupro__steal(const struct cupro__runners *runners, int thread,
                                              int own)
{
    const struct cupro__victims *victims = runners->victims;
    if (victims == NULL || thread >= victims->threads)
        return cupro__steal_round(runners, own);
    struct cupro__row nobody = {0, 0}, cache = victims->cache[thread];
    struct cupro__row node = victims->node[victims->node_of[thread]];
    struct cupro__loot loot =
        cupro__steal_row(runners, cache, nobody, victims->stand[thread] - cache.first + 1, own);
    if (loot.chunks == 0)
        loot = cupro__steal_row(runners, node, cache, thread, own);
    if (loot.chunks == 0)
        loot = cupro__steal_far(runners, thread, own);
    return loot;
}

#endif
