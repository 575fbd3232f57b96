/* SPDX-License-Identifier: MIT */
/*
 * Inboxes (see inbox.h): a list, a lock, and a condition for each thread that waits.
 *
 * Both sides spin for a while before they sleep, because to wake a thread takes 3 us, or 20 in a
 * virtual machine whose idle processor has to be woken first; a dispatch is two of these. They
 * yield at every turn: on a machine whose processors the pool fills, a waiter that only spins takes
 * one of them from the work that it waits for (11 to 16 us a dispatch instead of 3).
 */
#include "runtime/inbox.h"

#include "runtime/here.h"
#include "runtime/spin.h"

#include <stddef.h>

void cupro__inbox_init(struct cupro__inbox *inbox)
{
    *inbox = (struct cupro__inbox){0};
    pthread_mutex_init(&inbox->lock, NULL);
    pthread_cond_init(&inbox->arrival, NULL);
}

void cupro__inbox_destroy(struct cupro__inbox *inbox)
{
    pthread_cond_destroy(&inbox->arrival);
    pthread_mutex_destroy(&inbox->lock);
}

static bool descends(const struct cupro__request *request, const struct cupro__request *ancestor)
{
    while (request != NULL && request != ancestor)
        request = request->parent;
    return request != NULL;
}

bool cupro__inbox_leads_here(const struct cupro__inbox *inbox)
{
    const struct cupro__request *request = cupro__here.chain;
    while (request != NULL && request->inbox != inbox)
        request = request->parent;
    return request != NULL;
}

void cupro__inbox_post(struct cupro__inbox *inbox, struct cupro__request *request,
                       struct cupro__inbox *home, void (*run)(void *arg), void *arg)
{
    *request = (struct cupro__request){.run = run, .arg = arg, .inbox = inbox};
    request->parent = cupro__here.chain;
    request->guard = home != NULL ? &home->lock : &inbox->lock;
    pthread_cond_init(&request->wake, NULL);

    pthread_mutex_lock(&inbox->lock);
    struct cupro__request **last = &inbox->first;
    while (*last != NULL)
        last = &(*last)->next;
    *last = request;
    atomic_store_explicit(&inbox->news, true, memory_order_relaxed);
    pthread_cond_signal(&inbox->arrival);
    for (struct cupro__absence *away = inbox->absences; away != NULL; away = away->next)
        if (descends(request, away->request))
            pthread_cond_signal(&away->request->wake);
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

/* Unlink the first request that descends from `ancestor` (NULL: the first of all). Locked. */
static struct cupro__request *next_request(struct cupro__inbox *inbox,
                                           const struct cupro__request *ancestor)
{
    struct cupro__request **link = &inbox->first;
    while (*link != NULL && ancestor != NULL && !descends(*link, ancestor))
        link = &(*link)->next;
    struct cupro__request *request = *link;
    if (request != NULL)
        *link = request->next;
    return request;
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

static void serve(struct cupro__request *request)
{
    const struct cupro__request *chain = cupro__here.chain;
    struct cupro__worker *worker = cupro__here.worker;
    cupro__here.chain = request;
    cupro__here.worker =
        NULL; /* a tree that this thread works in meanwhile is none of its business */
    request->run(request->arg);
    cupro__here.chain = chain;
    cupro__here.worker = worker;

    finish(request); /* it is gone from here on */
}

static void await_away(struct cupro__request *request, struct cupro__inbox *home)
{
    struct cupro__absence absence = {request, home->absences};
    home->absences = &absence;
    while (!is_served(request)) {
        struct cupro__request *own = next_request(home, request);
        if (own == NULL) {
            pthread_cond_wait(&request->wake, &home->lock);
            continue;
        }
        pthread_mutex_unlock(&home->lock);
        serve(own);
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
            await_away(request, home);
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

void cupro__inbox_serve(struct cupro__inbox *inbox)
{
    pthread_mutex_lock(&inbox->lock);
    for (;;) {
        struct cupro__request *request = next_request(inbox, NULL);
        if (request != NULL) {
            atomic_store_explicit(&inbox->news, inbox->first != NULL, memory_order_relaxed);
            pthread_mutex_unlock(&inbox->lock);
            serve(request);
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
