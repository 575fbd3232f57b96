/* SPDX-License-Identifier: MIT */
/*
 * Scopes (see task.h, tree.h): a spawned task is a branch in memory of its own, noted by the worker
 * that spawns it, and run by that worker when the task it is in has ended, the newest first; so a
 * chain of tasks that spawn one another takes no more stack than one.
 */
#include "runtime/engine/engine.h"
#include "runtime/engine/failures.h"
#include "runtime/engine/here.h"
#include "runtime/engine/stop.h"
#include "runtime/trees/tree.h"

#include <cupro/error.h>
#include <stdint.h>
#include <stdlib.h>

struct cupro_scope {
    struct cupro__group group; /* the tasks, and the body */
    struct cupro__tree *tree;
    const struct cupro__branch *parent;
    const cupro_call *call;
    struct cupro__failure_log *log; /* NULL: nobody wants to know */
    atomic_size_t spawned;          /* so far                                    */
    atomic_size_t failed;           /* lowest number of a failed one, plus one; 0 is the body's */
    int error;                      /* of that one; guarded by the tree's lock   */
    atomic_int stopped;             /* the token's code, once a task was not run for it */
};

struct spawned {
    struct cupro__branch branch;
    cupro_scope *scope;
    size_t number;
};

/* The lowest number wins. */
static void note_failure(cupro_scope *scope, size_t number, int error)
{
    pthread_mutex_lock(&scope->tree->lock);
    if (number < atomic_load(&scope->failed)) {
        atomic_store(&scope->failed, number);
        scope->error = error;
    }
    pthread_mutex_unlock(&scope->tree->lock);
}

/* The last one wakes who waits; the scope may be gone at once, the tree not. */
static void leave(cupro_scope *scope)
{
    struct cupro__tree *tree = scope->tree;
    if (atomic_fetch_sub_explicit(&scope->group.unfinished, 1, memory_order_acq_rel) == 1)
        cupro__tree_wake(tree);
}

/* May another task begin? */
static bool goes_on(cupro_scope *scope)
{
    int stopped = cupro__stop_code(scope->call->stop);
    if (stopped != 0)
        atomic_store_explicit(&scope->stopped, stopped, memory_order_relaxed);
    return stopped == 0 && (scope->call->keep_going ||
                            atomic_load_explicit(&scope->failed, memory_order_relaxed) == SIZE_MAX);
}

static void run_task(struct cupro__branch *branch)
{
    struct spawned *spawned = (struct spawned *)branch;
    cupro_scope *scope = spawned->scope;
    int error = goes_on(scope) ? branch->fn(branch->arg) : 0;
    if (error != 0)
        note_failure(scope, spawned->number, error);
    if (error != 0 && scope->log != NULL)
        cupro__failure_log_add(scope->log, spawned->number - 1, error);
    free(spawned);
    leave(scope);
}

int cupro_spawn(cupro_scope *scope, cupro_task *f, void *arg)
{
    if (scope == NULL || f == NULL)
        return CUPRO_EINVAL;
    struct spawned *spawned = malloc(sizeof *spawned);
    if (spawned == NULL)
        return CUPRO_ENOMEM;
    *spawned = (struct spawned){
        .branch =
            {.fn = f, .arg = arg, .group = &scope->group, .run = run_task, .parent = scope->parent},
        .scope = scope,
        .number = atomic_fetch_add_explicit(&scope->spawned, 1, memory_order_relaxed) + 1};
    atomic_fetch_add_explicit(&scope->group.unfinished, 1, memory_order_relaxed);
    struct cupro__worker *worker = cupro__here.worker;
    if (worker == NULL || worker->group != &scope->group ||
        (cupro__worker_is_full(worker) && cupro__worker_grow(worker) != 0))
        cupro__tree_share(scope->tree, &spawned->branch);
    else
        cupro__worker_push(worker, &spawned->branch);
    return 0;
}

/* -- cupro_scope_run ----------------------------------------------------------------------------
 */

struct first_scope {
    cupro_scope_body *body;
    void *arg;
    const cupro_call *call;
};

static int run_scope(struct cupro__worker *worker, const struct first_scope *first,
                     struct cupro__failure_log *log)
{
    cupro_scope scope = {.tree = worker->tree,
                         .parent = worker->current,
                         .call = first->call,
                         .log = log,
                         .group.unfinished = 1,
                         .failed = SIZE_MAX};
    size_t mark = worker->top;
    const struct cupro__group *outer = worker->group;
    worker->group = &scope.group;
    int error = first->body(&scope, first->arg);
    if (error != 0)
        note_failure(&scope, 0, error);
    cupro__worker_drain(worker, mark);
    leave(&scope);
    cupro__worker_await(worker, (struct cupro__awaited){NULL, &scope.group});
    worker->group = outer;
    return scope.error != 0 ? scope.error : atomic_load(&scope.stopped);
}

/* Within a tree; so a list of failures is emptied when nothing can refuse the call any more. */
static int begin_scope(struct cupro__worker *worker, void *arg)
{
    const struct first_scope *first = arg;
    struct cupro__failure_log log;
    if (first->call->failures == NULL)
        return run_scope(worker, first, NULL);
    cupro__failure_log_open(&log, first->call->failures);
    int error = run_scope(worker, first, &log);
    return cupro__failure_log_close(&log) ? error : CUPRO_ENOMEM;
}

/* In the tree that the caller is in, unless the call is for another pool. */
int cupro_scope_run_with(cupro_scope_body *body, void *arg, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (body == NULL || call->progress != NULL)
        return CUPRO_EINVAL;
    struct cupro__worker *worker = cupro__here.worker;
    struct first_scope first = {body, arg, call};
    return worker != NULL && (call->pool == NULL || call->pool == cupro__here.pool)
               ? begin_scope(worker, &first)
               : cupro__tree_run(begin_scope, &first, call);
}
