/* SPDX-License-Identifier: MIT */
/*
 * The registry: which handles are open pools.
 *
 * A handle is looked up by its address before it is read, so a closed or foreign one is an error
 * and not a crash. One lock over a short list: some 20 ns beside the 3 us of a dispatch.
 */
#include "runtime/pools/pool.h"

#include "runtime/pools/fork.h"

#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_left = PTHREAD_COND_INITIALIZER;
static pthread_cond_t revived = PTHREAD_COND_INITIALIZER;
static cupro_pool *pools;

static cupro_pool **find(const cupro_pool *pool)
{
    cupro_pool **link = &pools;
    while (*link != NULL && *link != pool)
        link = &(*link)->next;
    return link;
}

static void after_fork(void)
{
    pthread_mutex_init(&lock, NULL);
    pthread_cond_init(&all_left, NULL);
    pthread_cond_init(&revived, NULL);
    for (cupro_pool *pool = pools; pool != NULL; pool = pool->next) {
        cupro__inbox_init(&pool->inbox);
        pool->alive = false;
        pool->reviving = false;
        pool->guests = 0;
        pool->closing = false; /* whoever was closing it is gone */
    }
}

void cupro__registry_add(cupro_pool *pool)
{
    cupro__fork_tell(after_fork);
    pthread_mutex_lock(&lock);
    pool->next = pools;
    pools = pool;
    pthread_mutex_unlock(&lock);
}

static bool is_open(const cupro_pool *pool)
{
    return *find(pool) != NULL && !pool->closing;
}

/* A guest that is already inside may come again, by way of other pools, until it leaves. */
static bool lets_in(const cupro_pool *pool)
{
    return *find(pool) != NULL && (!pool->closing || cupro__inbox_leads_here(&pool->inbox));
}

/* In a fork's child, give the pool threads again; one guest does, others wait for it. */
static int revive(cupro_pool *pool)
{
    cupro__fork_forbid();
    pthread_mutex_lock(&lock);
    while (pool->reviving)
        pthread_cond_wait(&revived, &lock);
    int error = 0;
    if (!pool->alive) {
        pool->reviving = true;
        pthread_mutex_unlock(&lock);
        error = cupro__host_start(pool);
        pthread_mutex_lock(&lock);
        pool->reviving = false;
        pool->alive = error == 0;
        pthread_cond_broadcast(&revived);
    }
    pthread_mutex_unlock(&lock);
    cupro__fork_allow();
    return error;
}

int cupro__registry_enter(cupro_pool *pool)
{
    pthread_mutex_lock(&lock);
    int error = lets_in(pool) ? 0 : CUPRO_EINVAL;
    bool alive = true;
    if (error == 0) {
        pool->guests++;
        alive = pool->alive;
    }
    pthread_mutex_unlock(&lock);
    if (!alive) {
        error = revive(pool);
        if (error != 0)
            cupro__registry_leave(pool);
    }
    return error;
}

void cupro__registry_leave(cupro_pool *pool)
{
    pthread_mutex_lock(&lock);
    if (--pool->guests == 0 && pool->closing)
        pthread_cond_broadcast(&all_left);
    pthread_mutex_unlock(&lock);
}

int cupro__registry_retire(cupro_pool *pool, bool waits)
{
    pthread_mutex_lock(&lock);
    int error = is_open(pool) ? 0 : CUPRO_EINVAL;
    if (error == 0 && waits && cupro__inbox_leads_here(&pool->inbox))
        error = CUPRO_EBUSY; /* the call that we are below would wait for us, and we for it */
    if (error == 0)
        pool->closing = true;
    pthread_mutex_unlock(&lock);
    return error;
}

void cupro__registry_reopen(cupro_pool *pool)
{
    pthread_mutex_lock(&lock);
    pool->closing = false;
    pthread_mutex_unlock(&lock);
}

void cupro__registry_empty(cupro_pool *pool)
{
    pthread_mutex_lock(&lock);
    while (pool->guests > 0)
        pthread_cond_wait(&all_left, &lock);
    pthread_mutex_unlock(&lock);
}

void cupro__registry_tell_all(void)
{
    pthread_mutex_lock(&lock);
    for (cupro_pool *pool = pools; pool != NULL; pool = pool->next)
        cupro__inbox_tell_all(&pool->inbox);
    pthread_mutex_unlock(&lock);
}

void cupro__registry_remove(cupro_pool *pool)
{
    pthread_mutex_lock(&lock);
    *find(pool) = pool->next;
    pthread_mutex_unlock(&lock);
}
