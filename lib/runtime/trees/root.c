/* SPDX-License-Identifier: MIT */
/* The root of a tree: the crew that grows it (see cupro__tree_run in tree.h). */
#include "runtime/clock.h"
#include "runtime/engine/crew.h"
#include "runtime/engine/engine.h"
#include "runtime/engine/here.h"
#include "runtime/trees/tree.h"

#include <stdlib.h>

struct root {
    int (*begin)(struct cupro__worker *worker, void *arg);
    void *arg;
    int result;
    struct cupro__tree tree;
    atomic_bool begun;
    const struct cupro__here *caller; /* who should begin, if it comes soon */
};

static const int64_t patience_ns = 20000;

static void begin_root(struct root *root, struct cupro__worker *worker)
{
    root->result = root->begin(worker, root->arg);
    atomic_store_explicit(&root->tree.over, true, memory_order_release);
    cupro__tree_wake(&root->tree);
}

/* The root belongs on the caller's thread. The others leave it the time to come, but not more: it
 * may be waiting for them to end, one after the other. */
static bool claims_root(struct root *root)
{
    int64_t begin = cupro__now();
    while (root->caller != &cupro__here && !atomic_load(&root->begun) &&
           cupro__now() - begin < patience_ns)
        ;
    return !atomic_exchange(&root->begun, true);
}

static void run_worker(int index, int size, void *arg)
{
    (void)index;
    (void)size;
    struct root *root = arg;
    struct cupro__worker worker = {.tree = &root->tree};
    struct cupro__worker *before = cupro__here.worker;
    cupro__here.worker = &worker;
    if (claims_root(root))
        begin_root(root, &worker);
    else
        cupro__worker_await(&worker, (struct cupro__awaited){NULL, NULL});
    cupro__here.worker = before;
    free(worker.pending);
}

static void run_root(const struct cupro__crew *crew, void *arg)
{
    struct root *root = arg;
    struct cupro__tree *tree = &root->tree;
    tree->wanted = crew->runners > 1 ? crew->runners : 0;
    tree->last = &tree->first;
    root->caller = &cupro__here;
    pthread_mutex_init(&tree->lock, NULL);
    pthread_cond_init(&tree->change, NULL);
    cupro__crew_launch(crew, run_worker, root);
    pthread_cond_destroy(&tree->change);
    pthread_mutex_destroy(&tree->lock);
}

int cupro__tree_run(int (*begin)(struct cupro__worker *worker, void *arg), void *arg,
                    const cupro_call *call)
{
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    struct root root = {.begin = begin, .arg = arg};
    if (crew.carrier == CUPRO__AWAY)
        cupro__crew_move(&crew, run_root, &root);
    else
        run_root(&crew, &root);
    cupro__crew_dismiss(&crew);
    return root.result;
}
