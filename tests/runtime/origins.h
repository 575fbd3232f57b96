/* SPDX-License-Identifier: MIT */
/*
 * Where in a program a call may come from. Check runs each test in a fork's child, so
 * `the_test` is one too; `a_thread_of_its_own` is what main is to most programs: it may own the
 * default team.
 */
#ifndef CUPRO_TEST_ORIGINS_H
#define CUPRO_TEST_ORIGINS_H

#include <cupro.h>
#include <pthread.h>
#include <stdbool.h>

struct origin {
    const char *name;
    int (*run)(cupro_task *task, void *arg); /* what the task returned, or an error */
    bool in_operation;                       /* run() is inside a loop's body       */
};

struct trip {
    cupro_task *task;
    void *arg;
    int result;
};

static inline void *thread_of_trip(void *arg)
{
    struct trip *trip = arg;
    trip->result = trip->task(trip->arg);
    return NULL;
}

static inline int on_own_thread(cupro_task *task, void *arg)
{
    struct trip trip = {task, arg, CUPRO_ETHREADS};
    pthread_t thread;
    if (pthread_create(&thread, NULL, thread_of_trip, &trip) == 0)
        pthread_join(thread, NULL);
    return trip.result;
}

static inline int on_the_test(cupro_task *task, void *arg)
{
    return task(arg);
}

static inline int under_use(cupro_task *task, void *arg)
{
    cupro_pool *pool;
    int error = cupro_pool_open(&pool, .threads = 3);
    if (error != 0)
        return error;
    cupro_use(pool);
    int result = task(arg);
    cupro_use(NULL);
    cupro_pool_close(pool);
    return result;
}

static inline int installed(const cupro_pool_options *options, cupro_task *task, void *arg)
{
    cupro_pool *pool;
    int error = cupro_pool_open_with(&pool, options);
    if (error != 0)
        return error;
    int result = cupro_install(pool, task, arg);
    cupro_pool_close(pool);
    return result;
}

static inline int in_pool_of_one(cupro_task *task, void *arg)
{
    return installed(&(cupro_pool_options){.threads = 1}, task, arg);
}

static inline int in_bound_pool(cupro_task *task, void *arg)
{
    return installed(&(cupro_pool_options){.threads = 3, .bind = CUPRO_BIND_CORE}, task, arg);
}

static inline int body_of_trip(size_t lo, size_t hi, void *arg)
{
    (void)hi;
    struct trip *trip = arg;
    return lo == 1 ? trip->task(trip->arg) : 0;
}

static inline int in_a_body(cupro_task *task, void *arg)
{
    struct trip trip = {task, arg, 0};
    cupro_pool *pool;
    int error = cupro_pool_open(&pool, .threads = 3);
    if (error != 0)
        return error;
    int result = cupro_for(4, body_of_trip, &trip, .grain = 1, .pool = pool);
    cupro_pool_close(pool);
    return result;
}

static inline int in_a_body_of_the_default(cupro_task *task, void *arg)
{
    struct trip trip = {task, arg, 0};
    return cupro_for(4, body_of_trip, &trip, .grain = 1);
}

static const struct origin origins[] = {
    {"the test", on_the_test, false},
    {"a thread of its own", on_own_thread, false},
    {"under cupro_use", under_use, false},
    {"installed in a pool of one", in_pool_of_one, false},
    {"installed in a bound pool", in_bound_pool, false},
    {"a body of a pool's loop", in_a_body, true},
    {"a body of a default loop", in_a_body_of_the_default, true},
};

#define ORIGINS (sizeof origins / sizeof *origins)

#endif
