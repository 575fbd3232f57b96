/* SPDX-License-Identifier: MIT */
/*
 * Started tasks (cupro/handle.h): a job in a pool's shift (shift.h), and what its waiter sees.
 *
 * The handle's lock guards its end. A thread of a pool waits under its pool's lock instead, to be
 * found by what comes back to it; whoever ends the task then takes both, the handle's first.
 * A task is the beginning of its own chain of requests, since who started it may be gone; it
 * becomes a link in the chain of the one that waits for it to the end.
 */
#include "runtime/clock.h"
#include "runtime/pools/default.h"
#include "runtime/engine/engine.h"
#include "runtime/engine/here.h"
#include "runtime/pools/inbox.h"
#include "runtime/pools/pool.h"
#include "runtime/engine/stop.h"

#include <cupro/handle.h>
#include <stdlib.h>

struct cupro_handle {
    struct cupro__job job;
    struct cupro__request request; /* stands for the task in the chains of what it asks for */
    cupro_task *fn;
    void *arg;
    cupro_stop token;
    cupro_pool *pool; /* entered until the task has ended */
    bool anywhere;    /* no pool was named: whoever waits may run it */
    int result;
    atomic_bool done;

    pthread_mutex_t lock;      /* of the next two */
    struct cupro__inbox *home; /* of the pool's thread that waits, or NULL */
    bool detached;
    pthread_cond_t ended;
};

static struct cupro_handle *of_job(struct cupro__job *job)
{
    return (struct cupro_handle *)job; /* its first member */
}

static struct cupro_handle *of_request(const struct cupro__request *request)
{
    return (struct cupro_handle *)((char *)request - offsetof(struct cupro_handle, request));
}

static bool is_done(const struct cupro_handle *handle)
{
    return atomic_load_explicit(&handle->done, memory_order_acquire);
}

static bool is_over(const struct cupro__request *request)
{
    return is_done(of_request(request));
}

static void destroy(struct cupro_handle *handle)
{
    pthread_cond_destroy(&handle->request.wake);
    pthread_cond_destroy(&handle->ended);
    pthread_mutex_destroy(&handle->lock);
    free(handle);
}

/* -- The task's side --------------------------------------------------------------------------- */

/* Release: what the task wrote is there for whoever sees that it is done. */
static void end(struct cupro_handle *handle, int result)
{
    cupro_pool *pool = handle->pool;
    pthread_mutex_lock(&handle->lock);
    struct cupro__inbox *home = handle->home;
    bool detached = handle->detached;
    if (home != NULL)
        pthread_mutex_lock(&home->lock);
    handle->result = result;
    atomic_store_explicit(&handle->done, true, memory_order_release);
    pthread_cond_signal(home != NULL ? &handle->request.wake : &handle->ended);
    if (home != NULL)
        pthread_mutex_unlock(&home->lock);
    pthread_mutex_unlock(&handle->lock); /* with a waiter, it is gone from here on */
    if (detached)
        destroy(handle);
    cupro__registry_leave(pool);
}

static void run(struct cupro__job *job)
{
    struct cupro_handle *handle = of_job(job);
    struct cupro__here *here = &cupro__here, before = *here;
    int result = cupro__stop_code(&handle->token);
    if (result == 0) {
        here->used = NULL;
        here->index = before.index < 0 ? 0 : before.index;
        here->chain = &handle->request;
        here->worker = NULL;
        here->token = &handle->token;
        result = handle->fn(handle->arg);
        here->used = before.used;
        here->index = before.index;
        here->chain = before.chain;
        here->worker = before.worker;
        here->token = before.token;
    }
    end(handle, result);
}

/* -- Starting ---------------------------------------------------------------------------------- */

/* Where the task goes: entered. */
static int find_pool(struct cupro_handle *handle, const cupro_call *call)
{
    cupro_pool *pool = call->pool != NULL ? call->pool : cupro__here.used;
    pool = pool != NULL ? pool : cupro__here.pool;
    handle->anywhere = pool == NULL;
    handle->pool = pool != NULL ? pool : cupro__default_workers();
    if (pool == NULL)
        return handle->pool != NULL ? 0 : CUPRO_ETHREADS;
    return cupro__registry_enter(pool);
}

int cupro_task_start_with(cupro_handle **result, cupro_task *f, void *arg, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (result != NULL)
        *result = NULL;
    if (f == NULL || call->threads < 0 || call->keep_going || call->failures != NULL ||
        call->progress != NULL)
        return CUPRO_EINVAL;
    struct cupro_handle *handle = malloc(sizeof *handle);
    if (handle == NULL)
        return CUPRO_ENOMEM;
    *handle = (struct cupro_handle){.job = {.run = run, .origin = &handle->request},
                                    .fn = f,
                                    .arg = arg,
                                    .token.parent = call->stop,
                                    .detached = result == NULL};
    int error = find_pool(handle, call);
    if (error != 0) {
        free(handle);
        return error;
    }
    handle->request.inbox = &handle->pool->inbox;
    pthread_cond_init(&handle->request.wake, NULL);
    pthread_mutex_init(&handle->lock, NULL);
    pthread_cond_init(&handle->ended, NULL);
    if (result != NULL)
        *result = handle;
    cupro__shift_add(&handle->pool->inbox, &handle->job);
    return 0;
}

/* -- Waiting ----------------------------------------------------------------------------------- */

/* Take the task back from the pool, if it has not begun. The pool may be gone once the task is
 * done; that it is not, the lock says. */
static bool recall_locked(struct cupro_handle *handle)
{
    return !is_done(handle) && cupro__shift_recall(&handle->pool->inbox, &handle->job);
}

static bool recall(struct cupro_handle *handle)
{
    pthread_mutex_lock(&handle->lock);
    bool has_not_begun = recall_locked(handle);
    pthread_mutex_unlock(&handle->lock);
    return has_not_begun;
}

/* What descends from the task descends from now on from what this thread is serving, too: in
 * whatever pool it has asked for something meanwhile. */
static void join_chain(struct cupro_handle *handle)
{
    if (cupro__here.chain == NULL || is_done(handle))
        return;
    atomic_store_explicit(&handle->request.parent, cupro__here.chain, memory_order_relaxed);
    cupro__registry_tell_all();
}

static bool may_run_here(const struct cupro_handle *handle)
{
    return cupro__here.pool == handle->pool || (handle->anywhere && cupro__here.pool == NULL);
}

static bool await_at_home(struct cupro_handle *handle, struct cupro__inbox *home, int64_t deadline)
{
    pthread_mutex_lock(&handle->lock);
    handle->home = home;
    pthread_mutex_unlock(&handle->lock);
    pthread_mutex_lock(&home->lock);
    cupro__inbox_attend(home, &handle->request, is_over, deadline);
    pthread_mutex_unlock(&home->lock);
    pthread_mutex_lock(&handle->lock);
    bool done = is_done(handle);
    handle->home = NULL;
    pthread_mutex_unlock(&handle->lock);
    return done;
}

static bool await_outside(struct cupro_handle *handle, int64_t deadline)
{
    pthread_mutex_lock(&handle->lock);
    while (!is_done(handle) && cupro__sleep_until(&handle->ended, &handle->lock, deadline))
        ;
    bool done = is_done(handle);
    pthread_mutex_unlock(&handle->lock);
    return done;
}

/* Has it ended? Both find out under the handle's lock: whoever ends the task has then left it. */
static bool await(struct cupro_handle *handle, int64_t deadline)
{
    struct cupro__inbox *home = cupro__pool_home();
    return home != NULL ? await_at_home(handle, home, deadline) : await_outside(handle, deadline);
}

static int take_result(struct cupro_handle *handle)
{
    int result = handle->result;
    destroy(handle);
    return result;
}

int cupro_task_wait(cupro_handle *handle)
{
    if (handle == NULL)
        return CUPRO_EINVAL;
    join_chain(handle); /* also for the task that is run here */
    if (may_run_here(handle) && recall(handle))
        run(&handle->job);
    await(handle, INT64_MAX);
    return take_result(handle);
}

int cupro_task_wait_until(cupro_handle *handle, cupro_time deadline, int *result)
{
    if (handle == NULL)
        return CUPRO_EINVAL;
    if (!await(handle, deadline))
        return CUPRO_ETIMEDOUT;
    int code = take_result(handle);
    if (result != NULL)
        *result = code;
    return 0;
}

int cupro_task_done(const cupro_handle *handle)
{
    return handle != NULL && is_done(handle);
}

int cupro_task_cancel(cupro_handle *handle)
{
    if (handle == NULL)
        return CUPRO_EINVAL;
    pthread_mutex_lock(
        &handle->lock); /* a task that sees it cannot end, and its waiter not return */
    cupro_stop_request(&handle->token);
    bool has_not_begun = recall_locked(handle);
    pthread_mutex_unlock(&handle->lock);
    if (has_not_begun)
        run(&handle->job); /* sees its token */
    return 0;
}

int cupro_task_detach(cupro_handle *handle)
{
    if (handle == NULL)
        return CUPRO_EINVAL;
    pthread_mutex_lock(&handle->lock);
    bool done = is_done(handle);
    handle->detached = true;
    pthread_mutex_unlock(&handle->lock);
    if (done)
        destroy(handle);
    return 0;
}

const cupro_stop *cupro_task_stop(void)
{
    return cupro__here.token;
}
