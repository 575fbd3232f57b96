/* SPDX-License-Identifier: MIT */
/*
 * cupro_join: note the right branch, run the left one, take the right one back (see tree.h).
 *
 * Work: two calls and some nanoseconds a join, as long as no other thread is idle.
 */
#include "runtime/engine/engine.h"
#include "runtime/engine/here.h"
#include "runtime/trees/tree.h"

#include <cupro/error.h>

static int join_here(struct cupro__worker *worker, cupro_task *f, void *a, cupro_task *g, void *b);

static __attribute__((noinline)) int
join_with_more_room(struct cupro__worker *worker, cupro_task *f, void *a, cupro_task *g, void *b)
{
    if (cupro__worker_grow(worker) == 0)
        return join_here(worker, f, a, g, b);
    int result = f(a);
    return result != 0 ? result : g(b);
}

static int join_here(struct cupro__worker *worker, cupro_task *f, void *a, cupro_task *g, void *b)
{
    if (cupro__worker_is_full(worker))
        return join_with_more_room(worker, f, a, g, b);
    struct cupro__branch right;
    right.fn = g;
    right.arg = b;
    right.group = NULL;
    right.parent = worker->current;
    size_t at = worker->top;
    cupro__worker_push(worker, &right);
    int result = f(a);
    if (cupro__worker_take(worker, at))
        return result != 0 ? result : g(b);
    cupro__worker_await(worker, (struct cupro__awaited){&right, NULL});
    return result != 0 ? result : right.result;
}

struct first_join {
    cupro_task *f, *g;
    void *a, *b;
};

static int begin_with_join(struct cupro__worker *worker, void *arg)
{
    const struct first_join *join = arg;
    return join_here(worker, join->f, join->a, join->g, join->b);
}

int cupro_join(cupro_task *f, void *a, cupro_task *g, void *b)
{
    if (f == NULL || g == NULL)
        return CUPRO_EINVAL;
    struct cupro__worker *worker = cupro__here.worker;
    if (__builtin_expect(worker != NULL, 1))
        return join_here(worker, f, a, g, b);
    struct first_join join = {f, g, a, b};
    return cupro__tree_run(begin_with_join, &join, &cupro__usual_call);
}
