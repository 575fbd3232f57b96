/* SPDX-License-Identifier: MIT */
/*
 * Inboxes: how other threads have something run on a thread of a pool, and wait for it.
 *
 * A request lives on the stack of the thread that waits for it. It is served by the pool's host,
 * in the order of arrival; while the pool works on jobs (shift.h) by any of its threads; or by a
 * thread of the pool that itself waits for another pool, if the request was made, directly or
 * through others, by what that thread waits for. Serving those, and only those, keeps A -> B -> A
 * alive without running anything foreign under a lock that the waiting code may hold.
 */
#ifndef CUPRO__INBOX_H
#define CUPRO__INBOX_H

#include "runtime/pools/shift.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct cupro__inbox;

struct cupro__request {
    void (*run)(void *arg);
    void *arg;
    const struct cupro__inbox *inbox;              /* where it was posted */
    _Atomic(const struct cupro__request *) parent; /* what the asking thread was serving: the call
                                                      chain */
    struct cupro__request *next;                   /* in the inbox; guarded by its lock */
    pthread_mutex_t *guard;                        /* of `wake`, and of `state` from ASLEEP on */
    pthread_cond_t wake;
    atomic_int state; /* one of the below */
    bool whole;       /* only the host can serve it, when its team is free */
};

/* Whoever waits for a request first spins, and sleeps only if it takes long. Whoever has served it
 * must not touch it once the other may know: an awake waiter knows as soon as the state says so, a
 * sleeping one not before it has the guard. */
enum { CUPRO__AWAKE, CUPRO__ASLEEP, CUPRO__SERVED };

/* A thread of this pool that waits for a request to another pool. */
struct cupro__absence {
    struct cupro__request *request;
    struct cupro__absence *next;
};

struct cupro__inbox {
    pthread_mutex_t lock;
    pthread_cond_t arrival; /* the host waits here */
    struct cupro__request *first;
    struct cupro__absence *absences;
    struct cupro__shift shift; /* what is to be run apart from all requests; under the same lock */
    bool closing;
    atomic_bool news; /* a hint to a host that spins: look */
};

void cupro__inbox_init(struct cupro__inbox *inbox);
void cupro__inbox_destroy(struct cupro__inbox *inbox);

/* Post a request, which stays the caller's memory until await or withdraw has returned. `home` is
 * the inbox of the pool whose thread the caller is, or NULL. `whole`: it is to be served by the
 * host, when its team is free. */
void cupro__inbox_post(struct cupro__inbox *inbox, struct cupro__request *request,
                       struct cupro__inbox *home, bool whole, void (*run)(void *arg), void *arg);

/* Is the calling thread serving something that was posted there, or something that this led to? */
bool cupro__inbox_leads_here(const struct cupro__inbox *inbox);

/* Wait until the request has been served. */
void cupro__inbox_await(struct cupro__request *request, struct cupro__inbox *home);

/* Take the request back; false if its serving has begun, and then it must be awaited. */
bool cupro__inbox_withdraw(struct cupro__inbox *inbox, struct cupro__request *request);

/* On a thread of `home`, with its lock held: serve what comes there from `request`, until is_over()
 * says so, or the deadline (INT64_MAX: none). Who ends it signals `wake` under the lock. */
void cupro__inbox_attend(struct cupro__inbox *home, struct cupro__request *request,
                         bool (*is_over)(const struct cupro__request *request), int64_t deadline);

/* With the lock held: something has come that descends from this request; tell whoever attends to
 * that. */
void cupro__inbox_tell(const struct cupro__inbox *inbox, const struct cupro__request *request);

/* Tell all who attend to something, without the lock held. */
void cupro__inbox_tell_all(struct cupro__inbox *inbox);

/* Does it descend from the ancestor, or is it that? NULL does not. */
bool cupro__request_descends(const struct cupro__request *request,
                             const struct cupro__request *ancestor);

/* With the lock held: take the first request that a thread in a shift may serve, or NULL. */
struct cupro__request *cupro__inbox_next(struct cupro__inbox *inbox);
void cupro__request_serve(struct cupro__request *request);

/* The host's life: serve requests, and have work_shift(arg) called when there are jobs, until the
 * inbox closes and is empty. */
void cupro__inbox_serve(struct cupro__inbox *inbox, void (*work_shift)(void *arg), void *arg);
void cupro__inbox_close(struct cupro__inbox *inbox);

#endif
