/* SPDX-License-Identifier: MIT */
/*
 * Hosts: the life of a pool's threads.
 *
 * A dedicated host costs 2 us a dispatch over a region on the caller's own thread, and buys what
 * the pool promises: fixed size, binding, names, nothing of the caller's touched. Pinning happens
 * inside the region, because a team's first region may move its threads (OMP_PROC_BIND, libomp).
 */
#include "runtime/pools/pool.h"

#include "runtime/pools/exit.h"
#include "runtime/pools/fork.h"
#include "runtime/engine/here.h"
#include "runtime/pools/lodge.h"
#include "runtime/machine/mask.h"
#include "runtime/pools/spawnable.h"

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
    else
        cupro__mask_leave_place();
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
    cupro__here.working = true;
    cupro__here.worker = NULL;
    entry->member(index, size, entry->arg);
    before.settled = cupro__here.settled;
    cupro__here = before;
}

void cupro__host_region(cupro_pool *pool, cupro__member *member, void *arg)
{
    struct entry entry = {pool, member, arg, cupro__here.chain};
    cupro__exit_delay();
    cupro__backend_region(pool->threads, enter, &entry);
    cupro__exit_allow();
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

/* libgomp gives its workers the process's default stack unless OMP_STACKSIZE says otherwise, so the
 * default is changed while the team is created. The lock keeps our own pools apart; a thread that
 * the program creates at this moment gets the other stack. */
static void create_team(cupro_pool *pool)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_attr_t own, usual;
    pthread_mutex_lock(&lock);
    bool sized = pool->options.stack_size > 0 && pthread_getattr_default_np(&usual) == 0;
    if (sized) {
        own = usual;
        pthread_attr_setstacksize(&own, pool->options.stack_size);
        pthread_setattr_default_np(&own);
    }
    cupro__exit_delay();
    cupro__backend_region(pool->asked, measure, pool);
    cupro__exit_allow();
    if (sized) {
        pthread_setattr_default_np(&usual);
        pthread_attr_destroy(&usual);
    }
    pthread_mutex_unlock(&lock);
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

/* Whoever opens or closes the pool has forbidden to fork, for the threads that begin or end; it
 * waits for us, so the hooks may have that back. */
static void run_hooks(cupro_pool *pool, cupro__member *hooks)
{
    cupro__fork_allow();
    cupro__host_region(pool, hooks, pool);
    cupro__fork_forbid();
}

static void work_in_shift(int index, int size, void *arg)
{
    (void)index;
    (void)size;
    cupro_pool *pool = arg;
    cupro__shift_work(&pool->inbox);
}

static void work_shift(void *arg)
{
    cupro_pool *pool = arg;
    cupro__shift_open(&pool->inbox);
    cupro__host_region(pool, work_in_shift, pool);
}

static void host_main(void *arg)
{
    struct opening *opening = arg;
    cupro_pool *pool = opening->pool;
    cupro__backend_host_begins();
    if (pool->roams)
        cupro__mask_copy(getpid());
    create_team(pool);
    run_hooks(pool, start_member);
    int error = first_failure(pool);
    report(opening, error); /* the opening is gone from here on */
    if (error == 0) {
        cupro__here.pool = pool;
        cupro__here.index = 0;
        cupro__inbox_serve(&pool->inbox, work_shift, pool);
    }
    cupro__here.pool = NULL;
    cupro__here.index = -1;
    run_hooks(pool, end_member);
    cupro__backend_host_ends();
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
    cupro__exit_watch();
    pool->life = atomic_fetch_add(&lives, 1) + 1;
    for (int i = 0; i < pool->asked; i++)
        pool->fellow[i] = (struct cupro__fellow){0};
    if (cupro__spawnable(pool->asked, pool->options.stack_size) < pool->asked)
        return CUPRO_ETHREADS;
    struct opening opening = {pool, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, 0};
    int error = cupro__lodge_start(&pool->host, pool->options.stack_size, host_main, &opening);
    if (error != 0)
        return error;
    error = await_opening(&opening);
    if (error != 0)
        cupro__lodge_join(pool->host);
    return error;
}

void cupro__host_end(cupro_pool *pool)
{
    cupro__inbox_close(&pool->inbox);
    cupro__lodge_join(pool->host);
}
