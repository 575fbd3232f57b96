/* SPDX-License-Identifier: MIT */
/*
 * Inboxes (see inbox.h): a list, a lock, and a condition for each thread that waits.
 *
 * Both sides spin for a while before they sleep, because to wake a thread takes 3 us, or 20 in a
 * virtual machine whose idle processor has to be woken first; a dispatch is two of these. They
 * yield at every turn: on a machine whose processors the pool fills, a waiter that only spins takes
 * one of them from the work that it waits for (11 to 16 us a dispatch instead of 3).
 */
#include "runtime/pools/inbox.h"

#include "runtime/clock.h"
#include "runtime/engine/here.h"
#include "runtime/spin.h"

#include <stddef.h>

void cupro__inbox_init(struct cupro__inbox *inbox)
{
    *inbox = (struct cupro__inbox){0};
    pthread_mutex_init(&inbox->lock, NULL);
    pthread_cond_init(&inbox->arrival, NULL);
    cupro__shift_init(&inbox->shift);
}

void cupro__inbox_destroy(struct cupro__inbox *inbox)
{
    pthread_cond_destroy(&inbox->arrival);
    pthread_mutex_destroy(&inbox->lock);
}

/* Relaxed: a parent is there before its child, and stays until that has been served. */
static const struct cupro__request *parent_of(const struct cupro__request *request)
{
    return atomic_load_explicit(&request->parent, memory_order_relaxed);
}

bool cupro__request_descends(const struct cupro__request *request,
                             const struct cupro__request *ancestor)
{
    while (request != NULL && request != ancestor)
        request = parent_of(request);
    return request != NULL;
}

void cupro__inbox_tell(const struct cupro__inbox *inbox, const struct cupro__request *request)
{
    for (struct cupro__absence *away = inbox->absences; away != NULL; away = away->next)
        if (cupro__request_descends(request, away->request))
            pthread_cond_signal(&away->request->wake);
}

void cupro__inbox_tell_all(struct cupro__inbox *inbox)
{
    pthread_mutex_lock(&inbox->lock);
    for (struct cupro__absence *away = inbox->absences; away != NULL; away = away->next)
        pthread_cond_signal(&away->request->wake);
    pthread_mutex_unlock(&inbox->lock);
}

bool cupro__inbox_leads_here(const struct cupro__inbox *inbox)
{
    const struct cupro__request *request = cupro__here.chain;
    while (request != NULL && request->inbox != inbox)
        request = parent_of(request);
    return request != NULL;
}

void cupro__inbox_post(struct cupro__inbox *inbox, struct cupro__request *request,
                       struct cupro__inbox *home, bool whole, void (*run)(void *arg), void *arg)
{
    *request = (struct cupro__request){
        .run = run, .arg = arg, .inbox = inbox, .parent = cupro__here.chain, .whole = whole};
    request->guard = home != NULL ? &home->lock : &inbox->lock;
    pthread_cond_init(&request->wake, NULL);

    pthread_mutex_lock(&inbox->lock);
    struct cupro__request **last = &inbox->first;
    while (*last != NULL)
        last = &(*last)->next;
    *last = request;
    atomic_store_explicit(&inbox->news, true, memory_order_relaxed);
    pthread_cond_signal(&inbox->arrival);
    cupro__inbox_tell(inbox, request);
    pthread_mutex_unlock(&inbox->lock);
}

bool cupro__inbox_withdraw(struct cupro__inbox *inbox, struct cupro__request *request)
{
    pthread_mutex_lock(&inbox->lock);
    struct cupro__request **link = &inbox->first;
    while (*link != NULL && *link != request)
        link = &(*link)->next;
    bool waiting = *link == request;
    if (waiting)
        *link = request->next;
    pthread_mutex_unlock(&inbox->lock);
    if (waiting)
        pthread_cond_destroy(&request->wake);
    return waiting;
}

static struct cupro__request *take(struct cupro__request **link)
{
    struct cupro__request *request = *link;
    if (request != NULL)
        *link = request->next;
    return request;
}

struct cupro__request *cupro__inbox_next(struct cupro__inbox *inbox)
{
    struct cupro__request **link = &inbox->first;
    while (*link != NULL && (*link)->whole)
        link = &(*link)->next;
    return take(link);
}

/* Take the first request that descends from `ancestor`. Locked. */
static struct cupro__request *next_descendant(struct cupro__inbox *inbox,
                                              const struct cupro__request *ancestor)
{
    struct cupro__request **link = &inbox->first;
    while (*link != NULL && !cupro__request_descends(*link, ancestor))
        link = &(*link)->next;
    return take(link);
}

/* Release: what the request did is there for the waiter, which reads the state with acquire. */
static void finish(struct cupro__request *request)
{
    int awake = CUPRO__AWAKE;
    pthread_mutex_t *guard = request->guard;
    if (atomic_compare_exchange_strong_explicit(&request->state, &awake, CUPRO__SERVED,
                                                memory_order_release, memory_order_relaxed))
        return;
    pthread_mutex_lock(guard);
    atomic_store_explicit(&request->state, CUPRO__SERVED, memory_order_release);
    pthread_cond_signal(&request->wake);
    pthread_mutex_unlock(guard);
}

static bool is_served(const struct cupro__request *request)
{
    return atomic_load_explicit(&request->state, memory_order_acquire) == CUPRO__SERVED;
}

/* With the guard held: from now on, finish() takes it too; false if it has been here already. */
static bool fall_asleep(struct cupro__request *request)
{
    int awake = CUPRO__AWAKE;
    return atomic_compare_exchange_strong_explicit(&request->state, &awake, CUPRO__ASLEEP,
                                                   memory_order_acquire, memory_order_acquire);
}

void cupro__request_serve(struct cupro__request *request)
{
    struct cupro__here *here = &cupro__here, before = *here;
    here->chain = request;
    here->worker = NULL; /* a tree that this thread works in meanwhile is none of its business */
    here->token = NULL;
    request->run(request->arg);
    here->chain = before.chain;
    here->worker = before.worker;
    here->token = before.token;

    finish(request); /* it is gone from here on */
}

void cupro__inbox_attend(struct cupro__inbox *home, struct cupro__request *request,
                         bool (*is_over)(const struct cupro__request *request), int64_t deadline)
{
    struct cupro__absence absence = {request, home->absences};
    home->absences = &absence;
    while (!is_over(request)) {
        struct cupro__request *own = next_descendant(home, request);
        struct cupro__job *job = own == NULL ? cupro__shift_next(&home->shift, request) : NULL;
        if (own == NULL && job == NULL) {
            if (!cupro__sleep_until(&request->wake, &home->lock, deadline))
                break;
            continue;
        }
        pthread_mutex_unlock(&home->lock);
        if (own != NULL)
            cupro__request_serve(own);
        else
            job->run(job);
        pthread_mutex_lock(&home->lock);
    }
    struct cupro__absence **link = &home->absences;
    while (*link != &absence)
        link = &(*link)->next;
    *link = absence.next;
}

static void spin_until_served(const struct cupro__request *request)
{
    struct cupro__spin spin = cupro__spin_begin();
    while (!is_served(request) && cupro__spin_on(&spin))
        ;
}

void cupro__inbox_await(struct cupro__request *request, struct cupro__inbox *home)
{
    if (home == NULL)
        spin_until_served(request);
    if (!is_served(request)) {
        pthread_mutex_lock(request->guard);
        bool asleep = fall_asleep(request);
        if (asleep && home != NULL)
            cupro__inbox_attend(home, request, is_served, INT64_MAX);
        while (asleep && !is_served(request))
            pthread_cond_wait(&request->wake, request->guard);
        pthread_mutex_unlock(request->guard);
    }
    pthread_cond_destroy(&request->wake);
}

static void spin_for_news(struct cupro__inbox *inbox)
{
    struct cupro__spin spin = cupro__spin_begin();
    while (!atomic_load_explicit(&inbox->news, memory_order_relaxed) && cupro__spin_on(&spin))
        ;
}

void cupro__inbox_serve(struct cupro__inbox *inbox, void (*work_shift)(void *arg), void *arg)
{
    pthread_mutex_lock(&inbox->lock);
    for (;;) {
        struct cupro__request *request = take(&inbox->first);
        bool jobs = inbox->shift.first != NULL;
        if (request != NULL || jobs) {
            bool more = inbox->first != NULL || (request != NULL && jobs);
            atomic_store_explicit(&inbox->news, more, memory_order_relaxed);
            pthread_mutex_unlock(&inbox->lock);
            if (request != NULL)
                cupro__request_serve(request);
            else
                work_shift(arg);
            spin_for_news(inbox);
            pthread_mutex_lock(&inbox->lock);
        } else if (inbox->closing) {
            break;
        } else {
            pthread_cond_wait(&inbox->arrival, &inbox->lock);
        }
    }
    pthread_mutex_unlock(&inbox->lock);
}

void cupro__inbox_close(struct cupro__inbox *inbox)
{
    pthread_mutex_lock(&inbox->lock);
    inbox->closing = true;
    pthread_cond_signal(&inbox->arrival);
    pthread_mutex_unlock(&inbox->lock);
}
