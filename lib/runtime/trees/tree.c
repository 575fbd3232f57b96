/* SPDX-License-Identifier: MIT */
/* Trees: promotion, the queue and waiting (see tree.h). */
#include "runtime/trees/tree.h"

#include "runtime/engine/here.h"
#include "runtime/spin.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { TASKS_AHEAD = 16 }; /* spawned tasks in the queue for each runner */

/* -- The queue ----------------------------------------------------------------------------------
 */

void cupro__tree_share(struct cupro__tree *tree, struct cupro__branch *branch)
{
    atomic_store_explicit(&branch->state, CUPRO__SHARED, memory_order_relaxed);
    branch->next = NULL;
    pthread_mutex_lock(&tree->lock);
    *tree->last = branch;
    tree->last = &branch->next;
    atomic_fetch_add_explicit(&tree->waiting, 1, memory_order_relaxed);
    if (tree->sleepers > 0)
        pthread_cond_broadcast(&tree->change);
    pthread_mutex_unlock(&tree->lock);
}

void cupro__worker_promote(struct cupro__worker *worker)
{
    while (worker->bottom < worker->top && worker->pending[worker->bottom] == NULL)
        worker->bottom++;
    if (worker->bottom == worker->top)
        return;
    struct cupro__branch *branch = worker->pending[worker->bottom++];
    cupro__tree_share(worker->tree, branch);
}

static bool descends(const struct cupro__branch *branch, struct cupro__awaited from)
{
    if (from.branch == NULL && from.group == NULL)
        return true;
    while (branch != NULL && branch != from.branch &&
           (from.group == NULL || branch->group != from.group))
        branch = branch->parent;
    return branch != NULL;
}

/* The first in the queue that a waiter may run. */
static struct cupro__branch *take_shared(struct cupro__tree *tree, struct cupro__awaited awaited)
{
    if (atomic_load_explicit(&tree->waiting, memory_order_relaxed) <= 0)
        return NULL;
    pthread_mutex_lock(&tree->lock);
    struct cupro__branch **link = &tree->first;
    while (*link != NULL && !descends(*link, awaited))
        link = &(*link)->next;
    struct cupro__branch *branch = *link;
    if (branch != NULL) {
        *link = branch->next;
        if (branch->next == NULL)
            tree->last = link;
        atomic_fetch_sub_explicit(&tree->waiting, 1, memory_order_relaxed);
    }
    pthread_mutex_unlock(&tree->lock);
    return branch;
}

void cupro__tree_wake(struct cupro__tree *tree)
{
    pthread_mutex_lock(&tree->lock);
    if (tree->sleepers > 0)
        pthread_cond_broadcast(&tree->change);
    pthread_mutex_unlock(&tree->lock);
}

/* -- Running ------------------------------------------------------------------------------------
 */

static void run_branch(struct cupro__worker *worker, struct cupro__branch *branch)
{
    const struct cupro__branch *before = worker->current;
    const struct cupro__group *group = worker->group;
    worker->current = branch;
    worker->group = branch->group;
    if (branch->group != NULL) {
        branch->run(branch); /* it is gone from here on */
    } else {
        branch->result = branch->fn(branch->arg);
        /* pairs with the load in has_ended; the branch may be gone at once */
        atomic_store_explicit(&branch->state, CUPRO__DONE, memory_order_release);
        cupro__tree_wake(worker->tree);
    }
    worker->current = before;
    worker->group = group;
}

/* What the worker had noted before stays with it meanwhile. */
static void run_shared(struct cupro__worker *worker, struct cupro__branch *branch)
{
    size_t bottom = worker->bottom, mark = worker->top;
    worker->bottom = mark;
    run_branch(worker, branch);
    cupro__worker_drain(worker, mark);
    worker->bottom = bottom;
}

/* Tasks are coarser than joins, and a worker that is busy with a long one cannot be asked for the
 * others. */
static void share_ahead(struct cupro__worker *worker)
{
    struct cupro__tree *tree = worker->tree;
    while (worker->top > worker->bottom + 1 &&
           atomic_load_explicit(&tree->waiting, memory_order_relaxed) < TASKS_AHEAD * tree->wanted)
        cupro__worker_promote(worker);
}

void cupro__worker_drain(struct cupro__worker *worker, size_t mark)
{
    while (worker->top > mark && worker->top > worker->bottom) {
        share_ahead(worker);
        struct cupro__branch *branch = worker->pending[--worker->top];
        if (branch != NULL)
            run_branch(worker, branch);
    }
    worker->top = mark < worker->top ? mark : worker->top;
    worker->bottom = worker->bottom < worker->top ? worker->bottom : worker->top;
}

/* -- Waiting ------------------------------------------------------------------------------------
 */

static bool has_ended(const struct cupro__tree *tree, struct cupro__awaited awaited)
{
    if (awaited.branch != NULL)
        return atomic_load_explicit(&awaited.branch->state, memory_order_acquire) == CUPRO__DONE;
    if (awaited.group != NULL)
        return atomic_load_explicit(&awaited.group->unfinished, memory_order_acquire) == 0;
    return atomic_load_explicit(&tree->over, memory_order_acquire);
}

static void sleep_for_change(struct cupro__tree *tree, struct cupro__awaited awaited)
{
    pthread_mutex_lock(&tree->lock);
    tree->sleepers++;
    const struct cupro__branch *branch = tree->first;
    while (branch != NULL && !descends(branch, awaited))
        branch = branch->next;
    if (branch == NULL && !has_ended(tree, awaited))
        pthread_cond_wait(&tree->change, &tree->lock);
    tree->sleepers--;
    pthread_mutex_unlock(&tree->lock);
}

void cupro__worker_await(struct cupro__worker *worker, struct cupro__awaited awaited)
{
    struct cupro__tree *tree = worker->tree;
    struct cupro__spin spin = cupro__spin_begin();
    while (!has_ended(tree, awaited)) {
        struct cupro__branch *branch = take_shared(tree, awaited);
        if (branch != NULL) {
            run_shared(worker, branch);
            spin = cupro__spin_begin();
        } else if (!cupro__spin_on(&spin)) {
            sleep_for_change(tree, awaited);
        }
    }
}

static bool is_task(const struct cupro__branch *branch)
{
    return branch != NULL && branch->group != NULL;
}

/* The newest task, if it is of the scope that this worker is in; what lies above belongs to joins
 * that are under way, and what lies below to scopes around this one. */
static struct cupro__branch *take_noted(struct cupro__worker *worker)
{
    size_t at = worker->top;
    while (at > worker->bottom && !is_task(worker->pending[at - 1]))
        at--;
    if (at == worker->bottom || worker->pending[at - 1]->group != worker->group)
        return NULL;
    struct cupro__branch *branch = worker->pending[at - 1];
    cupro__worker_take(worker, at - 1);
    return branch;
}

/* As when the task that the worker is in had ended; so this one may yield to those that the other
 * has noted. */
static void run_noted(struct cupro__worker *worker, struct cupro__branch *branch)
{
    size_t mark = worker->top;
    run_branch(worker, branch);
    cupro__worker_drain(worker, mark);
}

int cupro_yield(void)
{
    struct cupro__worker *worker = cupro__here.worker;
    if (worker == NULL)
        return 0;
    struct cupro__branch *branch = take_noted(worker);
    if (branch != NULL) {
        run_noted(worker, branch);
        return 1;
    }
    struct cupro__awaited within = {worker->group == NULL ? worker->current : NULL, worker->group};
    branch = take_shared(worker->tree, within);
    if (branch != NULL)
        run_shared(worker, branch);
    return branch != NULL;
}

int cupro__worker_grow(struct cupro__worker *worker)
{
    size_t capacity = worker->capacity > 0 ? 2 * worker->capacity : 64;
    void *pending = realloc(worker->pending, capacity * sizeof *worker->pending);
    if (pending == NULL)
        return CUPRO_ENOMEM;
    worker->pending = pending;
    worker->capacity = capacity;
    return 0;
}
