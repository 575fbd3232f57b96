/* SPDX-License-Identifier: MIT */
/* Scopes, joins, started tasks and pipelines (see faulty_verbs.h). */
#include "runtime/faults/faulty_verbs.h"

#include <stdatomic.h>

static int add_one(void *arg)
{
    atomic_fetch_add((atomic_size_t *)arg, 1);
    return 0;
}

static int spawn_some(cupro_scope *scope, void *arg)
{
    int code = 0;
    for (int i = 0; i < 100 && code == 0; i++)
        code = cupro_spawn(scope, add_one, arg);
    return code;
}

static int run_scope(void)
{
    atomic_size_t count = 0;
    int code = cupro_scope_run(spawn_some, &count, .pool = target, .threads = 70);
    return judged(code, count == 100, true);
}

struct node {
    atomic_size_t *count;
    int depth;
};

static int join_deeply(void *arg)
{
    const struct node *node = arg;
    struct node child = {node->count, node->depth - 1};
    return node->depth == 0 ? add_one(node->count)
                            : cupro_join(join_deeply, &child, join_deeply, &child);
}

static int run_join(void)
{
    atomic_size_t count = 0;
    struct node root = {&count, 8};
    int code = join_deeply(&root);
    return judged(code, count == 256, true);
}

static int run_started_task(void)
{
    atomic_size_t count = 0;
    cupro_handle *task;
    int code = cupro_task_start(&task, add_one, &count, .pool = target);
    if (code == 0)
        code = cupro_task_wait(task);
    return judged(code, count == 1, task == NULL && count == 0);
}

static int give_number(void *item, bool *end, void *ctx)
{
    int *next = ctx;
    *end = *next == N;
    *(int *)item = *next;
    *next += !*end;
    return 0;
}

static int double_number(void *item, void *ctx)
{
    (void)ctx;
    *(int *)item *= 2;
    return 0;
}

static int run_pipeline(void)
{
    int next = 0;
    int code = cupro_pipeline(int, give_number, double_number, NULL, 0, &next, .pool = target);
    return judged(code, next == N, true);
}

const struct verb task_verbs[] = {
    {"scope", run_scope},       {"join", run_join}, {"started task", run_started_task},
    {"pipeline", run_pipeline}, {NULL, NULL},
};
