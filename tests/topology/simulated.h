/* SPDX-License-Identifier: MIT */
/*
 * A machine of virtual workers, in virtual time, on one thread: the library's own slots and steals
 * (slots.h, steal.h) over the victims of a real plan, with as many threads as one likes.
 *
 * An event is a worker that becomes free. It takes a chunk, or steals some and takes the first;
 * both happen at that instant, and then it is busy for as long as they take. The earliest event is
 * next; a heap says which. Time is in microseconds.
 */
#ifndef CUPRO_TEST_SIMULATED_H
#define CUPRO_TEST_SIMULATED_H

#include <stdint.h>

/* Slots without atomics, since there is one thread; and each look at one is told. */
#define CUPRO__SLOTS_MODEL
#define CUPRO__ATOMIC_U64                       uint64_t
#define CUPRO__ATOMIC_INT                       int
#define atomic_load_explicit(at, order)         look(at)
#define atomic_store_explicit(at, value, order) (*(at) = (value))
#define atomic_compare_exchange_weak_explicit(at, expected, value, order, other) \
    (*(at) = (value), true)

static void (*looked)(const uint64_t *at); /* NULL: nobody wants to know */

static inline uint64_t look(const uint64_t *at)
{
    if (looked != NULL)
        looked(at);
    return *at;
}

#include "plans.h"

#include "runtime/engine/steal.h"

static const double chunk_time = 20;  /* on average: some 1.3 ms for all */
static const double take_time = 0.01; /* the owner, from its slot        */
static const double look_time = 0.02; /* a thief, at a slot of its node  */
static const double far_time = 0.05;  /* … of another node               */
static const double steal_time = 0.2; /* the exchange itself             */
static const double late_time = 1;    /* workers begin up to so much late */

/* How long chunk i of n takes, in a unit of the function's own. */
typedef double cost_fn(uint32_t chunk, uint32_t chunks);

/* How many times as long as others a worker takes. */
typedef double pace_fn(int worker, int workers);

/* Whom a thief tries; the library's own is cupro__steal. */
typedef struct cupro__loot steal_fn(const struct cupro__runners *runners, int thread, int own);

struct event {
    double time;
    int worker;
};

struct simulation {
    /* What is given. */
    const struct cupro__plan *plan;
    const struct cupro__victims *victims;
    steal_fn *steal;
    cost_fn *cost;
    pace_fn *pace;
    uint32_t chunks_each;
    /* What comes out: `end` in terms of the time that it would take without waiting and stealing.
     */
    double end;
    uint32_t chunks, ran;
    uint64_t steals[CUPRO__KINSHIPS], stolen[CUPRO__KINSHIPS]; /* ranges, and chunks in them */
    /* What goes on. */
    struct cupro__runners runners;
    double *takes; /* for each chunk, how long */
    struct cupro__span *span;
    struct event *heap;
    int events, thief;
    double looking;
};

/* -- The heap ---------------------------------------------------------------------------------- */

static inline bool is_earlier(struct event a, struct event b)
{
    return a.time < b.time || (a.time == b.time && a.worker < b.worker);
}

static inline void push(struct simulation *s, struct event event)
{
    int at = s->events++;
    for (; at > 0 && is_earlier(event, s->heap[(at - 1) / 2]); at = (at - 1) / 2)
        s->heap[at] = s->heap[(at - 1) / 2];
    s->heap[at] = event;
}

static inline struct event pop(struct simulation *s)
{
    struct event first = s->heap[0], last = s->heap[--s->events];
    int at = 0, child = 1;
    while (child < s->events) {
        child += child + 1 < s->events && is_earlier(s->heap[child + 1], s->heap[child]);
        if (!is_earlier(s->heap[child], last))
            break;
        s->heap[at] = s->heap[child];
        at = child;
        child = 2 * at + 1;
    }
    s->heap[at] = last;
    return first;
}

/* -- Workers ----------------------------------------------------------------------------------- */

static struct simulation *looking; /* whose thief is looking around */

static inline void note_look(const uint64_t *at)
{
    const int *node_of = looking->victims->node_of;
    ptrdiff_t seen = (const struct cupro__slot *)(const void *)at - looking->runners.slot;
    bool far = node_of[seen] != node_of[looking->thief];
    looking->looking += far ? far_time : look_time;
}

/* How long it took; or -1: there is nothing left, and the worker ends. */
static inline double steal_something(struct simulation *s, int worker)
{
    s->thief = worker;
    s->looking = 0;
    looking = s;
    looked = note_look;
    struct cupro__loot loot = s->steal(&s->runners, worker, worker);
    looked = NULL;
    if (loot.chunks == 0)
        return -1;
    enum cupro__kinship kinship = cupro__kinship(s->plan, worker, loot.victim);
    s->steals[kinship]++;
    s->stolen[kinship] += loot.chunks;
    return s->looking + steal_time;
}

/* A thief takes its first chunk at once, before others find it. */
static inline void step(struct simulation *s, struct event event)
{
    struct cupro__slot *slot = &s->runners.slot[event.worker];
    struct cupro__span *span = &s->span[event.worker];
    double time = event.time;
    if (cupro__slot_wants(slot, *span)) {
        cupro__slot_fill(slot, *span);
        span->lo = span->hi;
    }
    if (span->lo >= span->hi)
        *span = cupro__slot_take(slot);
    if (span->lo >= span->hi) {
        s->end = time > s->end ? time : s->end;
        double stealing = steal_something(s, event.worker);
        if (stealing < 0)
            return;
        time += stealing;
        *span = cupro__slot_take(slot);
    }
    s->ran++;
    time += take_time + s->takes[span->lo++] * s->pace(event.worker, s->plan->threads);
    push(s, (struct event){time, event.worker});
}

/* -- A run ------------------------------------------------------------------------------------- */

static inline void fill_slots(struct simulation *s)
{
    uint64_t workers = (uint64_t)s->plan->threads;
    for (uint64_t i = 0; i < workers; i++) {
        struct cupro__span slice = {(uint32_t)(s->chunks * i / workers),
                                    (uint32_t)(s->chunks * (i + 1) / workers)};
        s->runners.slot[i] = (struct cupro__slot){0};
        cupro__slot_fill(&s->runners.slot[i], slice);
    }
}

static inline void set_costs(struct simulation *s)
{
    double sum = 0;
    for (uint32_t i = 0; i < s->chunks; i++)
        sum += s->takes[i] = s->cost(i, s->chunks);
    for (uint32_t i = 0; i < s->chunks; i++)
        s->takes[i] *= chunk_time * s->chunks / sum;
}

/* If nobody ever waited. */
static inline double ideal_time(const struct simulation *s)
{
    double speed = 0;
    for (int i = 0; i < s->plan->threads; i++)
        speed += 1 / s->pace(i, s->plan->threads);
    return chunk_time * s->chunks / speed;
}

static inline void simulate(struct simulation *s)
{
    const int workers = s->plan->threads;
    const size_t count = (size_t)workers;
    uint64_t seed = first_seed();
    s->chunks = s->chunks_each * (uint32_t)workers;
    s->runners =
        (struct cupro__runners){.slot = aligned_alloc(CUPRO__SLOT_BYTES, count * CUPRO__SLOT_BYTES),
                                .count = workers,
                                .threads = workers,
                                .victims = s->victims};
    s->takes = calloc(s->chunks, sizeof *s->takes);
    s->span = calloc(count, sizeof *s->span);
    s->heap = calloc(count, sizeof *s->heap);
    fill_slots(s);
    set_costs(s);
    for (int i = 0; i < workers; i++)
        push(s, (struct event){late_time * random_between(&seed, 0, 1000) / 1000, i});
    while (s->events > 0)
        step(s, pop(s));
    s->end /= ideal_time(s);
    free(s->heap);
    free(s->span);
    free(s->takes);
    free(s->runners.slot);
}

#endif
