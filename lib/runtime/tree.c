/* SPDX-License-Identifier: MIT */
/*
 * Trees (see tree.h): lazy promotion. Source of the idea: heartbeat scheduling (Acar et al., PLDI
 * 2018), with demand instead of a clock deciding when a branch is promoted.
 */
#include "runtime/tree.h"

#include <cupro/error.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>

static const long spin_ns = 30000; /* before an idle worker sleeps */

/* -- The shared queue --------------------------------------------------------------------------- */

static void promote(struct cupro__worker *worker)
{
    struct cupro__tree *tree = worker->tree;
    while (worker->bottom < worker->top && worker->pending[worker->bottom] == NULL)
        worker->bottom++;
    if (worker->bottom == worker->top)
        return;
    struct cupro__branch *branch = worker->pending[worker->bottom++];
    atomic_store_explicit(&branch->state, CUPRO__SHARED, memory_order_relaxed);
    branch->next = NULL;
    pthread_mutex_lock(&tree->lock);
    *tree->last = branch;
    tree->last = &branch->next;
    atomic_fetch_add_explicit(&tree->waiting, 1, memory_order_relaxed);
    if (tree->sleepers > 0)
        pthread_cond_signal(&tree->change);
    pthread_mutex_unlock(&tree->lock);
}

/* Unlink `wanted` from the queue, or the first if it is NULL. Locked. */
static struct cupro__branch *unlink_branch(struct cupro__tree *tree, struct cupro__branch *wanted)
{
    struct cupro__branch **link = &tree->first;
    while (*link != NULL && wanted != NULL && *link != wanted)
        link = &(*link)->next;
    struct cupro__branch *branch = *link;
    if (branch == NULL)
        return NULL;
    *link = branch->next;
    if (branch->next == NULL)
        tree->last = link;
    atomic_fetch_sub_explicit(&tree->waiting, 1, memory_order_relaxed);
    return branch;
}

static struct cupro__branch *take_shared(struct cupro__tree *tree, struct cupro__branch *wanted)
{
    if (atomic_load_explicit(&tree->waiting, memory_order_relaxed) <= 0)
        return NULL;
    pthread_mutex_lock(&tree->lock);
    struct cupro__branch *branch = unlink_branch(tree, wanted);
    pthread_mutex_unlock(&tree->lock);
    return branch;
}

/* -- Running ------------------------------------------------------------------------------------ */

/* Release: pairs with the acquire in is_done. The branch may be gone as soon as it is done. */
static void finish(struct cupro__tree *tree, struct cupro__branch *branch)
{
    atomic_store_explicit(&branch->state, CUPRO__DONE, memory_order_release);
    pthread_mutex_lock(&tree->lock);
    if (tree->sleepers > 0)
        pthread_cond_broadcast(&tree->change);
    pthread_mutex_unlock(&tree->lock);
}

/* Run a branch that others wait for. What the worker had noted before stays with it meanwhile. */
static void run_shared(struct cupro__worker *worker, struct cupro__branch *branch)
{
    size_t bottom = worker->bottom;
    worker->bottom = worker->top;
    branch->result = branch->run != NULL ? branch->run(branch) : branch->fn(branch->arg);
    worker->bottom = bottom;
    finish(worker->tree, branch);
}

static bool is_done(const struct cupro__branch *branch)
{
    return atomic_load_explicit(&branch->state, memory_order_acquire) == CUPRO__DONE;
}

static bool has_ended(const struct cupro__tree *tree, const struct cupro__branch *branch)
{
    return branch != NULL ? is_done(branch)
                          : atomic_load_explicit(&tree->over, memory_order_acquire);
}

static bool may_spin_on(const struct timespec *begin)
{
    struct timespec now;
    sched_yield();
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - begin->tv_sec) * 1000000000L + now.tv_nsec - begin->tv_nsec < spin_ns;
}

static void sleep_for_change(struct cupro__tree *tree, const struct cupro__branch *branch)
{
    pthread_mutex_lock(&tree->lock);
    tree->sleepers++;
    if (!has_ended(tree, branch) && tree->first == NULL)
        pthread_cond_wait(&tree->change, &tree->lock);
    tree->sleepers--;
    pthread_mutex_unlock(&tree->lock);
}

/* Run shared branches until `branch` is done, or the tree is over when it is NULL. */
static void help_until(struct cupro__worker *worker, const struct cupro__branch *branch)
{
    struct cupro__tree *tree = worker->tree;
    struct timespec begin;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    while (!has_ended(tree, branch)) {
        struct cupro__branch *other = take_shared(tree, NULL);
        if (other != NULL) {
            run_shared(worker, other);
            clock_gettime(CLOCK_MONOTONIC, &begin);
        } else if (!may_spin_on(&begin)) {
            sleep_for_change(tree, branch);
        }
    }
}

void cupro__worker_help(struct cupro__worker *worker)
{
    help_until(worker, NULL);
}

void cupro__worker_await(struct cupro__worker *worker, struct cupro__branch *branch)
{
    if (!is_done(branch) && take_shared(worker->tree, branch) != NULL)
        run_shared(worker, branch);
    else
        help_until(worker, branch);
}

void cupro__tree_end(struct cupro__tree *tree)
{
    atomic_store_explicit(&tree->over, true, memory_order_release);
    pthread_mutex_lock(&tree->lock);
    pthread_cond_broadcast(&tree->change);
    pthread_mutex_unlock(&tree->lock);
}

/* -- What only the worker knows ----------------------------------------------------------------- */

static int grow(struct cupro__worker *worker)
{
    size_t capacity = worker->capacity > 0 ? 2 * worker->capacity : 64;
    void *pending = realloc(worker->pending, capacity * sizeof *worker->pending);
    if (pending == NULL)
        return CUPRO_ENOMEM;
    worker->pending = pending;
    worker->capacity = capacity;
    return 0;
}

int cupro__worker_push(struct cupro__worker *worker, struct cupro__branch *branch)
{
    if (worker->top == worker->capacity && grow(worker) != 0)
        return CUPRO_ENOMEM;
    worker->pending[worker->top++] = branch;
    struct cupro__tree *tree = worker->tree;
    if (__builtin_expect(
            atomic_load_explicit(&tree->waiting, memory_order_relaxed) < tree->wanted, 0))
        promote(worker);
    return 0;
}

bool cupro__worker_take(struct cupro__worker *worker, size_t at, struct cupro__branch *branch)
{
    bool private = atomic_load_explicit(&branch->state, memory_order_relaxed) == CUPRO__PRIVATE;
    if (private && at + 1 != worker->top)
        worker->pending[at] = NULL; /* tasks were spawned on top of it, and stay */
    else if (at + 1 == worker->top)
        worker->top = at;
    if (worker->bottom > worker->top)
        worker->bottom = worker->top;
    return private;
}
