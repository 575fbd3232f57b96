/* SPDX-License-Identifier: MIT */
/*
 * Scopes (see task.h, tree.h): a spawned task is a branch in memory of its own, noted by the worker
 * that spawns it, and run by that worker when the task it is in has ended, the newest first; so a
 * chain of tasks that spawn one another takes no more stack than one.
 */
#include "runtime/scope.h"

#include "runtime/engine.h"
#include "runtime/here.h"

#include <cupro/error.h>
#include <stdint.h>
#include <stdlib.h>

struct cupro_scope {
    struct cupro__tree *tree;
    const struct cupro__branch *parent;
    atomic_size_t unfinished; /* tasks, and the body                       */
    atomic_size_t spawned;    /* so far                                    */
    atomic_size_t failed;     /* lowest number of a failed one, plus one; 0 is the body's */
    int error;                /* of that one; guarded by the tree's lock   */
};

struct spawned {
    struct cupro__branch branch;
    cupro_scope *scope;
    size_t number;
};

bool cupro__scope_is_done(const cupro_scope *scope)
{
    return atomic_load_explicit(&scope->unfinished, memory_order_acquire) == 0;
}

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
    if (atomic_fetch_sub_explicit(&scope->unfinished, 1, memory_order_acq_rel) == 1)
        cupro__tree_wake(tree);
}

void cupro__scope_run_task(struct cupro__branch *branch)
{
    struct spawned *spawned = (struct spawned *)branch;
    cupro_scope *scope = spawned->scope;
    if (atomic_load_explicit(&scope->failed, memory_order_relaxed) == SIZE_MAX) {
        int error = branch->fn(branch->arg);
        if (error != 0)
            note_failure(scope, spawned->number, error);
    }
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
        .branch = {.fn = f, .arg = arg, .scope = scope, .parent = scope->parent},
        .scope = scope,
        .number = atomic_fetch_add_explicit(&scope->spawned, 1, memory_order_relaxed) + 1};
    atomic_fetch_add_explicit(&scope->unfinished, 1, memory_order_relaxed);
    struct cupro__worker *worker = cupro__here.worker;
    if (worker == NULL || worker->scope != scope ||
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
};

static int run_scope(struct cupro__worker *worker, void *arg)
{
    const struct first_scope *first = arg;
    cupro_scope scope = {
        .tree = worker->tree, .parent = worker->current, .unfinished = 1, .failed = SIZE_MAX};
    size_t mark = worker->top;
    const cupro_scope *outer = worker->scope;
    worker->scope = &scope;
    int error = first->body(&scope, first->arg);
    if (error != 0)
        note_failure(&scope, 0, error);
    cupro__worker_drain(worker, mark);
    leave(&scope);
    cupro__worker_await(worker, (struct cupro__awaited){NULL, &scope});
    worker->scope = outer;
    return scope.error;
}

int cupro_scope_run_with(cupro_scope_body *body, void *arg, const cupro_call *call)
{
    if (body == NULL)
        return CUPRO_EINVAL;
    if (call == NULL)
        call = &cupro__usual_call;
    struct first_scope first = {body, arg};
    struct cupro__worker *worker = cupro__here.worker;
    bool elsewhere = call->pool != NULL && call->pool != cupro__here.pool;
    return worker != NULL && !elsewhere ? run_scope(worker, &first)
                                        : cupro__tree_run(run_scope, &first, call);
}
