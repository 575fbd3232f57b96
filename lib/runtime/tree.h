/* SPDX-License-Identifier: MIT */
/*
 * Trees: operations that divide themselves, under joins and scopes.
 *
 *   branch   work that may run elsewhere: the right side of a join, a spawned task
 *   worker   a runner of the tree; keeps the branches that only it knows, oldest first
 *   shared   the queue of branches that idle workers may take
 *
 * Contract. A branch is PRIVATE to its worker until that worker promotes it, the oldest first, into
 * the shared queue; whoever takes it from there runs it and then marks it DONE, after which only the
 * worker that owns the branch touches it. A worker promotes one when fewer are waiting than there are
 * runners, which costs it one relaxed load to find out; so a tree on P threads promotes some dozens
 * of branches, and the others cost a store and a comparison each.
 */
#ifndef CUPRO__TREE_H
#define CUPRO__TREE_H

#include <cupro/pool.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum cupro__branch_state { CUPRO__PRIVATE, CUPRO__SHARED, CUPRO__DONE };

struct cupro__branch {
    int (*run)(struct cupro__branch *branch); /* NULL: fn(arg) */
    cupro_task *fn;
    void *arg;
    int result;
    atomic_int state;
    struct cupro__branch *next; /* in the shared queue; guarded by its lock */
};

struct cupro__tree {
    atomic_int waiting; /* branches in the queue */
    int wanted;         /* how many should be    */
    pthread_mutex_t lock;
    struct cupro__branch *first, **last;
    pthread_cond_t change; /* a branch came, or was done */
    int sleepers;
    atomic_bool over;
};

struct cupro__worker {
    struct cupro__tree *tree;
    struct cupro__branch **pending; /* [bottom, top) are private; NULL: was taken out */
    size_t bottom, top, capacity;
};

/* Note a branch; CUPRO_ENOMEM. Promotes the oldest if the tree wants more. */
int cupro__worker_push(struct cupro__worker *worker, struct cupro__branch *branch);

/* Take back the branch that was pushed as number `at`; false if it has been promoted. */
bool cupro__worker_take(struct cupro__worker *worker, size_t at, struct cupro__branch *branch);

/* Wait for a promoted branch, running others of the tree meanwhile. */
void cupro__worker_await(struct cupro__worker *worker, struct cupro__branch *branch);

/* Run what others promote until the tree is over. */
void cupro__worker_help(struct cupro__worker *worker);

void cupro__tree_end(struct cupro__tree *tree);

#endif
