/* SPDX-License-Identifier: MIT */
/*
 * Hosts: the life of a pool's threads.
 *
 * A dedicated host costs 2 us a dispatch over a region on the caller's own thread, and buys what
 * the pool promises: fixed size, binding, names, nothing of the caller's touched. Pinning happens
 * inside the region, because a team's first region may move its threads (OMP_PROC_BIND, libomp).
 */
#include "runtime/pool.h"

#include "runtime/here.h"
#include "runtime/spawnable.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct opening {
    cupro_pool *pool;
    pthread_mutex_t lock;
    pthread_cond_t done;
    bool is_done;
    int error;
};

struct entry {
    cupro_pool *pool;
    cupro__member *member;
    void *arg;
    const struct cupro__request *chain;
};

/* Name and bind a thread that is new to the pool. */
static void settle(cupro_pool *pool, int index)
{
    char name[16];
    const char *stem = pool->options.name;
    int digits = snprintf(NULL, 0, "%d", index);
    snprintf(name, sizeof name, "%.*s-%d", 14 - digits, stem, index);
    pthread_setname_np(pthread_self(), name);

    struct cupro__fellow *fellow = &pool->fellow[index];
    fellow->tid = gettid();
    fellow->bind_error = 0;
    if (pool->machine != NULL)
        fellow->bind_error = cupro__plan_apply(&pool->plan, pool->machine, index);
    cupro__here.settled = pool->life;
}

static void enter(int index, int size, void *arg)
{
    const struct entry *entry = arg;
    cupro_pool *pool = entry->pool;
    if (index >= pool->threads) /* cannot happen: the size was measured */
        return;
    if (cupro__here.settled != pool->life)
        settle(pool, index);
    struct cupro__here before = cupro__here;
    cupro__here.pool = pool;
    cupro__here.index = index;
    cupro__here.chain = entry->chain;
    cupro__here.worker = NULL;
    entry->member(index, size, entry->arg);
    before.settled = cupro__here.settled;
    cupro__here = before;
}

void cupro__host_region(cupro_pool *pool, cupro__member *member, void *arg)
{
    struct entry entry = {pool, member, arg, cupro__here.chain};
    cupro__backend_region(pool->threads, enter, &entry);
}

static void measure(int index, int size, void *arg)
{
    cupro_pool *pool = arg;
    if (index == 0)
        pool->threads = size;
}

static void start_member(int index, int size, void *arg)
{
    (void)size;
    cupro_pool *pool = arg;
    struct cupro__fellow *fellow = &pool->fellow[index];
    if (pool->options.on_start != NULL)
        fellow->started = pool->options.on_start(index, pool->options.arg);
    fellow->present = fellow->started == 0;
}

static void end_member(int index, int size, void *arg)
{
    (void)size;
    cupro_pool *pool = arg;
    struct cupro__fellow *fellow = &pool->fellow[index];
    if (fellow->present && pool->options.on_exit != NULL)
        pool->options.on_exit(index, pool->options.arg);
    fellow->present = false;
    /* libomp keeps the thread for teams to come; they shall find it free to move. */
    if (pool->machine != NULL)
        cupro__plan_release(pool->machine);
    cupro__here.settled = 0;
}

/* libgomp gives its workers the process's default stack unless OMP_STACKSIZE says otherwise, so
 * the default is changed while the team is created. No other thread of ours is born meanwhile (fork
 * is forbidden, which takes a lock); one that the program creates at this moment gets the larger
 * stack. */
static void create_team(cupro_pool *pool)
{
    pthread_attr_t own, usual;
    bool sized = pool->options.stack_size > 0 && pthread_getattr_default_np(&usual) == 0;
    if (sized) {
        own = usual;
        pthread_attr_setstacksize(&own, pool->options.stack_size);
        pthread_setattr_default_np(&own);
    }
    cupro__backend_region(pool->asked, measure, pool);
    if (sized) {
        pthread_setattr_default_np(&usual);
        pthread_attr_destroy(&usual);
    }
}

static int first_failure(const cupro_pool *pool)
{
    for (int i = 0; i < pool->threads; i++)
        if (pool->fellow[i].started != 0)
            return pool->fellow[i].started;
    for (int i = 0; i < pool->threads; i++)
        if (pool->fellow[i].bind_error != 0)
            return pool->fellow[i].bind_error;
    return 0;
}

static void report(struct opening *opening, int error)
{
    pthread_mutex_lock(&opening->lock);
    opening->error = error;
    opening->is_done = true;
    pthread_cond_signal(&opening->done);
    pthread_mutex_unlock(&opening->lock);
}

static void *host_main(void *arg)
{
    struct opening *opening = arg;
    cupro_pool *pool = opening->pool;
    cupro__backend_host_begins();
    create_team(pool);
    cupro__host_region(pool, start_member, pool);
    int error = first_failure(pool);
    report(opening, error); /* the opening is gone from here on */
    if (error == 0) {
        cupro__here.pool = pool;
        cupro__here.index = 0;
        cupro__inbox_serve(&pool->inbox);
    }
    cupro__host_region(pool, end_member, pool);
    cupro__backend_host_ends();
    return NULL;
}

/* The host, with all signals blocked, for itself and the workers that inherit from it: signals are
 * for the program's threads. */
static int create_host(struct opening *opening)
{
    cupro_pool *pool = opening->pool;
    pthread_attr_t attr;
    if (pthread_attr_init(&attr) != 0)
        return CUPRO_ENOMEM;
    int refused = 0;
    if (pool->options.stack_size > 0)
        refused = pthread_attr_setstacksize(&attr, pool->options.stack_size);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (refused == 0)
        refused = pthread_create(&pool->host, &attr, host_main, opening);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attr);
    return refused == 0 ? 0 : CUPRO_ETHREADS;
}

static int await_opening(struct opening *opening)
{
    pthread_mutex_lock(&opening->lock);
    while (!opening->is_done)
        pthread_cond_wait(&opening->done, &opening->lock);
    pthread_mutex_unlock(&opening->lock);
    return opening->error;
}

int cupro__host_start(cupro_pool *pool)
{
    static _Atomic uint64_t lives;
    pool->life = atomic_fetch_add(&lives, 1) + 1;
    for (int i = 0; i < pool->asked; i++)
        pool->fellow[i] = (struct cupro__fellow){0};
    if (cupro__spawnable(pool->asked, pool->options.stack_size) < pool->asked)
        return CUPRO_ETHREADS;
    struct opening opening = {pool, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, 0};
    int error = create_host(&opening);
    if (error != 0)
        return error;
    error = await_opening(&opening);
    if (error != 0)
        pthread_join(pool->host, NULL);
    return error;
}

void cupro__host_end(cupro_pool *pool)
{
    cupro__inbox_close(&pool->inbox);
    pthread_join(pool->host, NULL);
}
