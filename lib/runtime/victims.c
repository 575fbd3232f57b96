/* SPDX-License-Identifier: MIT */
/*
 * From whom a thread steals (see plan.h).
 *
 * Equally near threads make a class. In the nearest class a thread begins with the one after
 * itself, and goes round. In the classes farther off, that would send a whole node to the same
 * first victim; there it begins as many places on as its own number, so that thieves which share a
 * class differ.
 */
#include "runtime/plan.h"

#include "runtime/distances.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

/* Smaller is nearer. */
struct nearness {
    unsigned apart;    /* 4: another L3, plus 2: another node, plus 1: another package */
    uint64_t distance; /* from the thief's node */
};

static int compare(struct nearness a, struct nearness b)
{
    if (a.apart != b.apart)
        return a.apart < b.apart ? -1 : 1;
    return (a.distance > b.distance) - (a.distance < b.distance);
}

/* A node of unknown distance is farther than any known one. */
static struct nearness nearness(const struct cupro__place *thief, const struct cupro__place *victim,
                                const uint64_t *distances)
{
    struct nearness near = {0};
    near.apart += thief->l3 != victim->l3 ? 4 : 0;
    near.apart += thief->node != victim->node ? 2 : 0;
    near.apart += thief->package != victim->package ? 1 : 0;
    if (distances != NULL && thief->node != victim->node)
        near.distance = victim->node < 0 ? UINT64_MAX : distances[victim->node];
    return near;
}

enum cupro__kinship cupro__plan_kinship(const struct cupro__plan *plan, int thief, int victim)
{
    const struct cupro__place *a = &plan->place[thief], *b = &plan->place[victim];
    if (a->node < 0 || b->node < 0)
        return CUPRO__UNPLACED;
    if (a->node != b->node)
        return CUPRO__REMOTE;
    return a->l3 >= 0 && a->l3 == b->l3 ? CUPRO__NEAR : CUPRO__SAME_NODE;
}

struct view {
    const struct cupro__plan *plan;
    int index;                 /* the thief */
    const uint64_t *distances; /* from its node */
};

static struct nearness near(const struct view *view, int victim)
{
    return nearness(&view->plan->place[view->index], &view->plan->place[victim], view->distances);
}

struct class
{
    struct nearness near;
    int members, below; /* how many, and how many of them before the thief in pool order */
};

/* The nearest class; with `after`, the nearest that is farther than that. */
static struct class next_class(const struct view *view, const struct class *after)
{
    struct class next = {{UINT_MAX, UINT64_MAX}, 0, 0};
    for (int i = 0; i < view->plan->threads; i++) {
        struct nearness to = near(view, i);
        if (i == view->index || compare(to, next.near) > 0 ||
            (after != NULL && compare(to, after->near) <= 0))
            continue;
        if (compare(to, next.near) < 0)
            next = (struct class){to, 0, 0};
        next.members++;
        next.below += i < view->index;
    }
    return next;
}

static void put_members(const struct view *view, const struct class *class, int start, int *order)
{
    int at = class->members - start;
    for (int i = 0; i < view->plan->threads; i++)
        if (i != view->index && compare(near(view, i), class->near) == 0)
            order[at++ % class->members] = i;
}

void cupro__plan_victims(const struct cupro__plan *plan, const struct cupro__machine *machine,
                         int index, int *order)
{
    uint64_t *distances = cupro__distances_from(machine, plan->place[index].node);
    struct view view = {plan, index, distances};
    struct class class = {0};
    for (int taken = 0; taken < plan->threads - 1; taken += class.members) {
        class = next_class(&view, taken == 0 ? NULL : &class);
        int start = taken == 0 ? class.below : index;
        put_members(&view, &class, start % class.members, &order[taken]);
    }
    free(distances);
}
