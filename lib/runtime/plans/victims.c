/* SPDX-License-Identifier: MIT */
/*
 * Who is near to whom (see victims.h).
 *
 * Nodes are ranked by the latencies that the machine tells of, from the thief's node; those that
 * share an L3 cache come before, and where the latencies are equal, or not told, those in the same
 * package.
 *
 * Work: threads * log threads, and nodes^2 * log nodes.
 */
#include "runtime/plans/victims.h"

#include "runtime/machine/distances.h"
#include "runtime/plans/plan.h"

#include <cupro/error.h>
#include <stdint.h>
#include <stdlib.h>

/* -- Threads ------------------------------------------------------------------------------------
 */

struct standing {
    const struct cupro__place *place;
    int thread;
};

static int order(int a, int b)
{
    return (a > b) - (a < b);
}

static int compare_standing(const void *left, const void *right)
{
    const struct standing *a = left, *b = right;
    if (a->place->node != b->place->node)
        return order(a->place->node, b->place->node);
    if (a->place->l3 != b->place->l3)
        return order(a->place->l3, b->place->l3);
    return order(a->thread, b->thread);
}

/* Threads of unknown caches share one. */
static void note_rows(struct cupro__victims *victims, const struct standing *standing)
{
    struct cupro__row cache = {0, 0};
    int end = victims->threads;
    for (int at = 0; at < end; at++) {
        const struct cupro__place *here = standing[at].place;
        bool first = at == 0 || here->node != standing[at - 1].place->node;
        if (first)
            victims->node[victims->nodes++] = (struct cupro__row){at, at};
        if (first || here->l3 != standing[at - 1].place->l3)
            for (cache.first = cache.end = at;
                 cache.end < end && standing[cache.end].place->node == here->node &&
                 standing[cache.end].place->l3 == here->l3;
                 cache.end++)
                ;
        victims->node[victims->nodes - 1].end = at + 1;
        victims->node_of[standing[at].thread] = victims->nodes - 1;
        victims->cache[standing[at].thread] = cache;
        victims->thread[at] = standing[at].thread;
        victims->stand[standing[at].thread] = at;
    }
}

static int line_up(struct cupro__victims *victims, const struct cupro__plan *plan)
{
    struct standing *standing = calloc((size_t)plan->threads, sizeof *standing);
    if (standing == NULL)
        return CUPRO_ENOMEM;
    for (int i = 0; i < plan->threads; i++)
        standing[i] = (struct standing){&plan->place[i], i};
    qsort(standing, (size_t)plan->threads, sizeof *standing, compare_standing);
    note_rows(victims, standing);
    free(standing);
    return 0;
}

/* -- Nodes --------------------------------------------------------------------------------------
 */

/* Smaller is nearer. */
struct nearness {
    bool other_cache, other_package;
    uint64_t latency; /* UINT64_MAX: not told */
    int node;
};

static int compare_nearness(const struct nearness *a, const struct nearness *b)
{
    if (a->other_cache != b->other_cache)
        return order(a->other_cache, b->other_cache);
    if (a->latency != b->latency)
        return a->latency < b->latency ? -1 : 1;
    return order(a->other_package, b->other_package);
}

static int compare_others(const void *left, const void *right)
{
    const struct nearness *a = left, *b = right;
    int nearer = compare_nearness(a, b);
    return nearer != 0 ? nearer : order(a->node, b->node);
}

static const struct cupro__place *place_on(const struct cupro__victims *victims,
                                           const struct cupro__plan *plan, int node)
{
    return &plan->place[victims->thread[victims->node[node].first]];
}

/* The others of one node, nearest first. Without memory for the distances none are known, which
 * costs order and nothing else. */
static void rank_others(struct cupro__victims *victims, const struct cupro__plan *plan,
                        const struct cupro__machine *machine, int node, struct nearness *near)
{
    int others = 0;
    const struct cupro__place *here = place_on(victims, plan, node);
    uint64_t *distances = cupro__distances_from(machine, here->node);
    for (int other = 0; other < victims->nodes; other++) {
        const struct cupro__place *there = place_on(victims, plan, other);
        bool known = distances != NULL && there->node >= 0;
        if (other != node)
            near[others++] = (struct nearness){
                .other_cache = here->l3 < 0 || here->l3 != there->l3,
                .other_package = here->package < 0 || here->package != there->package,
                .latency = known ? distances[there->node] : UINT64_MAX,
                .node = other,
            };
    }
    free(distances);
    qsort(near, (size_t)others, sizeof *near, compare_others);
    for (int i = 0; i < others; i++) {
        bool tie = i > 0 && compare_nearness(&near[i - 1], &near[i]) == 0;
        victims->other[node * others + i] = near[i].node;
        victims->rank[node * others + i] = tie ? victims->rank[node * others + i - 1] : i;
    }
}

static int rank_nodes(struct cupro__victims *victims, const struct cupro__plan *plan,
                      const struct cupro__machine *machine)
{
    size_t pairs = (size_t)victims->nodes * (size_t)victims->nodes;
    victims->other = calloc(pairs, sizeof *victims->other);
    victims->rank = calloc(pairs, sizeof *victims->rank);
    struct nearness *near = calloc((size_t)victims->nodes, sizeof *near);
    bool room = victims->other != NULL && victims->rank != NULL && near != NULL;
    for (int node = 0; node < victims->nodes && room; node++)
        rank_others(victims, plan, machine, node, near);
    free(near);
    return room ? 0 : CUPRO_ENOMEM;
}

/* -- Entrances ----------------------------------------------------------------------------------
 */

int cupro__victims_find(struct cupro__victims *victims, const struct cupro__plan *plan,
                        const struct cupro__machine *machine)
{
    size_t threads = (size_t)plan->threads;
    *victims = (struct cupro__victims){
        .threads = plan->threads,
        .thread = calloc(threads, sizeof *victims->thread),
        .stand = calloc(threads, sizeof *victims->stand),
        .node_of = calloc(threads, sizeof *victims->node_of),
        .cache = calloc(threads, sizeof *victims->cache),
        .node = calloc(threads, sizeof *victims->node),
    };
    bool room = victims->thread != NULL && victims->stand != NULL && victims->node_of != NULL &&
                victims->cache != NULL && victims->node != NULL;
    int error = room ? line_up(victims, plan) : CUPRO_ENOMEM;
    if (error == 0)
        error = rank_nodes(victims, plan, machine);
    if (error != 0)
        cupro__victims_free(victims);
    return error;
}

void cupro__victims_free(struct cupro__victims *victims)
{
    free(victims->thread);
    free(victims->stand);
    free(victims->node_of);
    free(victims->cache);
    free(victims->node);
    free(victims->other);
    free(victims->rank);
    *victims = (struct cupro__victims){0};
}

enum cupro__kinship cupro__kinship(const struct cupro__plan *plan, int thief, int victim)
{
    const struct cupro__place *a = &plan->place[thief], *b = &plan->place[victim];
    if (a->node < 0 || b->node < 0)
        return CUPRO__UNPLACED;
    if (a->node != b->node)
        return CUPRO__REMOTE;
    return a->l3 >= 0 && a->l3 == b->l3 ? CUPRO__NEAR : CUPRO__SAME_NODE;
}
