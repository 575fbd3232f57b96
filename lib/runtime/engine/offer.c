/* SPDX-License-Identifier: MIT */
/*
 * Offers (see offer.h).
 *
 * The state is one word: a bit that says closed, and the number of members under way. Whoever
 * enters adds itself first and looks afterwards, so that after the closing the count is of those
 * that had begun, give or take some that come, see, and leave again. The offer lives until its last
 * task has looked at it, which may be at the region's final barrier; what it points to lives until
 * its closing.
 *
 * No task ends before all are made. Their parent is on the stack of the thread that makes them
 * (backend.c); libgomp 12 reads it once more after it has taken the last child off its list, when
 * the parent, which looks at that list without the lock, may already have returned.
 */
#include "runtime/engine/offer.h"

#include "runtime/engine/here.h"
#include "runtime/pools/inbox.h"
#include "runtime/spin.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

struct offer {
    atomic_uint state;
    atomic_int holders; /* tasks that have not looked at it yet, and the caller */
    atomic_bool made;   /* all tasks exist */
    cupro__member *member;
    void *arg;
    pthread_mutex_t lock; /* of the condition that nobody is left */
    pthread_cond_t empty;
    struct job {
        struct cupro__job job;
        struct offer *offer;
    } job[]; /* in a shift */
};

static const unsigned closed = 1u << 31;

static void drop(struct offer *offer)
{
    if (atomic_fetch_sub_explicit(&offer->holders, 1, memory_order_acq_rel) > 1)
        return;
    pthread_cond_destroy(&offer->empty);
    pthread_mutex_destroy(&offer->lock);
    free(offer);
}

/* Release: what a member did is there for the caller, which reads the state with acquire. */
static void leave(struct offer *offer)
{
    if (atomic_fetch_sub_explicit(&offer->state, 1, memory_order_release) != (closed | 1))
        return;
    pthread_mutex_lock(&offer->lock);
    pthread_cond_signal(&offer->empty);
    pthread_mutex_unlock(&offer->lock);
}

static void await_made(struct offer *offer)
{
    while (!atomic_load_explicit(&offer->made, memory_order_acquire))
        sched_yield();
}

static void accept(int index, int size, void *arg)
{
    struct offer *offer = arg;
    if (offer == cupro__here.offering) { /* the queue is full, and the caller takes part anyway */
        drop(offer);
        return;
    }
    if (!(atomic_fetch_add_explicit(&offer->state, 1, memory_order_acquire) & closed))
        offer->member(index, size, offer->arg);
    leave(offer);
    await_made(offer);
    drop(offer);
}

static void accept_job(struct cupro__job *job)
{
    cupro__backend_call(accept, ((struct job *)job)->offer);
}

/* A thread of the shift that is free takes the job, or finds it later and closed. */
static void offer_jobs(struct cupro__inbox *shift, int others, struct offer *offer)
{
    for (int i = 0; i < others; i++) {
        offer->job[i] = (struct job){{.run = accept_job}, offer};
        cupro__shift_add(shift, &offer->job[i].job);
    }
}

static void offer_tasks(int others, struct offer *offer)
{
    const void *before = cupro__here.offering;
    cupro__here.offering = offer;
    cupro__backend_offer(others, accept, offer);
    cupro__here.offering = before;
}

static bool is_empty(struct offer *offer)
{
    return atomic_load_explicit(&offer->state, memory_order_acquire) == closed;
}

static void close_offer(struct offer *offer)
{
    struct cupro__spin spin = cupro__spin_begin();
    atomic_fetch_or_explicit(&offer->state, closed, memory_order_release);
    while (!is_empty(offer) && cupro__spin_on(&spin))
        ;
    if (is_empty(offer))
        return;
    pthread_mutex_lock(&offer->lock);
    while (!is_empty(offer))
        pthread_cond_wait(&offer->empty, &offer->lock);
    pthread_mutex_unlock(&offer->lock);
}

void cupro__offer_run(int others, cupro__member *member, void *arg)
{
    struct cupro__inbox *shift = cupro__here.shift;
    size_t jobs = shift != NULL && others > 0 ? (size_t)others * sizeof(struct job) : 0;
    struct offer *offer = others > 0 ? malloc(sizeof *offer + jobs) : NULL;
    if (offer == NULL) { /* alone, then */
        cupro__backend_call(member, arg);
        return;
    }
    offer->member = member;
    offer->arg = arg;
    pthread_mutex_init(&offer->lock, NULL);
    pthread_cond_init(&offer->empty, NULL);
    atomic_init(&offer->holders, others + 1);
    atomic_init(&offer->made, false);
    atomic_init(&offer->state, 0);
    atomic_store_explicit(&offer->state, 0, memory_order_release);
    if (shift != NULL)
        offer_jobs(shift, others, offer);
    else
        offer_tasks(others, offer);
    atomic_store_explicit(&offer->made, true, memory_order_release);
    cupro__backend_call(member, arg);
    close_offer(offer);
    drop(offer);
}
