/* SPDX-License-Identifier: MIT */
/*
 * Trees: operations that divide themselves, under joins and scopes.
 *
 *   branch   work that may run elsewhere: the right side of a join, a spawned task
 *   worker   a runner of the tree; keeps the branches that only it knows, oldest first
 *   queue    the branches that idle workers may take
 *
 * Contract. A branch is PRIVATE to its worker until that worker promotes it, the oldest first, into
 * the queue; whoever takes it from there runs it and then marks it DONE, after which only the
 * worker that waits for it touches it. A worker promotes one when fewer are waiting than there are
 * runners, which costs it one relaxed load to find out; so a tree on P threads promotes some dozens
 * of branches, and the others cost a store and a comparison each.
 *
 * Who waits runs only what descends from what it waits for: anything else might want a lock that
 * the waiting task holds. So every branch in the queue knows its parent, the branch within which it
 * was noted; parents outlive their children.
 *
 * Source of the idea: heartbeat scheduling (Acar, Charguéraud, Guatto, Rainey, Sieczkowski, PLDI
 * 2018), with demand instead of a clock deciding when a branch is promoted; leapfrogging (Wagner
 * and Calder, PPoPP 1993) for what a waiter may run.
 */
#ifndef CUPRO__TREE_H
#define CUPRO__TREE_H

#include <cupro/task.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* Tasks that are waited for together: those of a scope. */
struct cupro__group {
    atomic_size_t unfinished;
};

enum cupro__branch_state { CUPRO__PRIVATE, CUPRO__SHARED, CUPRO__DONE };

struct cupro__branch {
    cupro_task *fn;
    void *arg;
    int result;
    atomic_int state;
    const struct cupro__group *group;          /* of a spawned task, or NULL                   */
    void (*run)(struct cupro__branch *branch); /* of a spawned task, which it frees   */
    const struct cupro__branch *parent;        /* within which it was noted; NULL: the root   */
    struct cupro__branch *next;                /* in the queue; guarded by the tree's lock */
};

struct cupro__tree {
    atomic_int waiting; /* branches in the queue */
    int wanted;         /* how many should be    */
    atomic_bool over;
    pthread_mutex_t lock;
    struct cupro__branch *first, **last;
    pthread_cond_t change; /* a branch came, or something that is waited for has ended */
    int sleepers;
};

struct cupro__worker {
    struct cupro__tree *tree;
    struct cupro__branch **pending; /* [bottom, top) are private; NULL: was taken out */
    size_t bottom, top, capacity;
    const struct cupro__branch *current; /* that it runs, not counting right sides taken back */
    const struct cupro__group *group;    /* whose tasks it notes; others go to the queue */
};

/* -- Private branches ---------------------------------------------------------------------------
 */

/* Have room for a branch more; CUPRO_ENOMEM. */
int cupro__worker_grow(struct cupro__worker *worker);

static inline bool cupro__worker_is_full(const struct cupro__worker *worker)
{
    return __builtin_expect(worker->top == worker->capacity, 0);
}

/* Move the oldest private branch into the queue. */
void cupro__worker_promote(struct cupro__worker *worker);

/* Note a branch, when there is room. */
static inline void cupro__worker_push(struct cupro__worker *worker, struct cupro__branch *branch)
{
    worker->pending[worker->top++] = branch;
    struct cupro__tree *tree = worker->tree;
    int waiting = atomic_load_explicit(&tree->waiting, memory_order_relaxed);
    if (__builtin_expect(waiting < tree->wanted, 0))
        cupro__worker_promote(worker);
}

/* Take back the branch that was pushed as number `at`; false if it has been promoted. */
static inline bool cupro__worker_take(struct cupro__worker *worker, size_t at)
{
    bool is_private = at >= worker->bottom;
    if (at + 1 == worker->top)
        worker->top = at;
    else if (is_private)
        worker->pending[at] = NULL; /* tasks were spawned on top of it, and stay */
    if (worker->bottom > worker->top)
        worker->bottom = worker->top;
    return is_private;
}

/* Run the private tasks from number `mark` on, the newest first, and those that they spawn. */
void cupro__worker_drain(struct cupro__worker *worker, size_t mark);

/* -- Shared branches ----------------------------------------------------------------------------
 */

/* What a worker waits for: a promoted branch, a group's tasks, or (both NULL) the tree's end. */
struct cupro__awaited {
    const struct cupro__branch *branch;
    const struct cupro__group *group;
};

/* Wait, running what descends from it meanwhile; for the tree's end, whatever there is. */
void cupro__worker_await(struct cupro__worker *worker, struct cupro__awaited awaited);

/* Put a branch into the queue that no worker has noted. */
void cupro__tree_share(struct cupro__tree *tree, struct cupro__branch *branch);

/* Something that may be waited for has ended. */
void cupro__tree_wake(struct cupro__tree *tree);

/* -- Trees --------------------------------------------------------------------------------------
 */

/* Open a tree where the call says, have begin(worker, arg) run there, on the calling thread if that
 * takes part, and return what it returned; or an error of the call. */
int cupro__tree_run(int (*begin)(struct cupro__worker *worker, void *arg), void *arg,
                    const cupro_call *call);

#endif
