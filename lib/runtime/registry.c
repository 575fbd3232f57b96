/* SPDX-License-Identifier: MIT */
/*
 * The registry: which handles are open pools, and what becomes of them in a fork's child.
 *
 * A handle is looked up by its address before it is read, so a closed or foreign one is an error
 * and not a crash. One lock over a short list: some 20 ns beside the 3 us of a dispatch.
 *
 * fork(): the child has one thread. libgomp would deadlock if that thread owned a team and opened a
 * region again, so it never does (`forked`): its operations go to a pool, whose host is created
 * then. All locks are held over the fork, so none of them is copied in mid-change, nor is any
 * thread created or ended meanwhile: a loader that is caught loading libgcc_s would be fatal.
 */
#include "runtime/pool.h"

#include "runtime/default.h"
#include "runtime/here.h"

#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_left = PTHREAD_COND_INITIALIZER;
static cupro_pool *pools;

/* Held while threads of pools start or end. Taken before `lock`. */
static pthread_mutex_t births = PTHREAD_MUTEX_INITIALIZER;

static cupro_pool **find(const cupro_pool *pool)
{
    cupro_pool **link = &pools;
    while (*link != NULL && *link != pool)
        link = &(*link)->next;
    return link;
}

void cupro__registry_add(cupro_pool *pool)
{
    pthread_mutex_lock(&lock);
    pool->next = pools;
    pools = pool;
    pthread_mutex_unlock(&lock);
}

static bool is_open(const cupro_pool *pool)
{
    return *find(pool) != NULL && !pool->closing;
}

static bool is_alive(cupro_pool *pool)
{
    pthread_mutex_lock(&lock);
    bool alive = pool->alive;
    pthread_mutex_unlock(&lock);
    return alive;
}

static int revive(cupro_pool *pool)
{
    pthread_mutex_lock(&births);
    int error = is_alive(pool) ? 0 : cupro__host_start(pool);
    pthread_mutex_lock(&lock);
    pool->alive = error == 0;
    pthread_mutex_unlock(&lock);
    pthread_mutex_unlock(&births);
    return error;
}

int cupro__registry_enter(cupro_pool *pool)
{
    pthread_mutex_lock(&lock);
    int error = is_open(pool) ? 0 : CUPRO_EINVAL;
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

int cupro__registry_remove(cupro_pool *pool)
{
    pthread_mutex_lock(&lock);
    int error = is_open(pool) ? 0 : CUPRO_EINVAL;
    if (error == 0) {
        pool->closing = true;
        while (pool->guests > 0)
            pthread_cond_wait(&all_left, &lock);
        *find(pool) = pool->next;
    }
    pthread_mutex_unlock(&lock);
    return error;
}

void cupro__births_lock(void)
{
    pthread_mutex_lock(&births);
}

void cupro__births_unlock(void)
{
    pthread_mutex_unlock(&births);
}

static void before_fork(void)
{
    pthread_mutex_lock(&births);
    pthread_mutex_lock(&lock);
}

static void after_fork_in_parent(void)
{
    pthread_mutex_unlock(&lock);
    pthread_mutex_unlock(&births);
}

static void after_fork_in_child(void)
{
    pthread_mutex_init(&births, NULL);
    pthread_mutex_init(&lock, NULL);
    pthread_cond_init(&all_left, NULL);
    for (cupro_pool *pool = pools; pool != NULL; pool = pool->next) {
        cupro__inbox_init(&pool->inbox);
        pool->alive = false;
        pool->guests = 0;
        pool->closing = false; /* whoever was closing it is gone */
    }
    cupro__here = (struct cupro__here){.index = -1, .forked = true, .used = cupro__here.used};
    cupro__machine_after_fork();
    cupro__default_after_fork();
}

__attribute__((constructor)) static void watch_forks(void)
{
    pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
}
