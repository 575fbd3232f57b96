/* SPDX-License-Identifier: MIT */
/* Actions of the stress test that lead elsewhere, where the walk goes on. */
#include "mix.h"

#include "runtime/children.h"
#include "runtime/origins.h"

#include <stdatomic.h>

enum { DEEPEST = 3 };

cupro_call some_call(struct walk *walk, size_t *at)
{
    size_t number = walk->lowest + dice_below(&walk->dice, 2 * (POOLS - walk->lowest));
    if (at != NULL)
        *at = number < POOLS ? number : POOLS;
    return (cupro_call){
        .abi = CUPRO_ABI,
        .pool = number < POOLS ? walk->world->pool[number] : NULL,
        .threads = dice_once_in(&walk->dice, 3) ? 1 + (int)dice_below(&walk->dice, 70) : 0,
        .grain = dice_once_in(&walk->dice, 2) ? 1 + dice_below(&walk->dice, 200) : 0,
    };
}

struct walk walk_branch(const struct walk *walk, size_t number)
{
    struct walk branch = *walk;
    branch.depth++;
    branch.dice.state = scramble(walk->dice.state + number);
    return branch;
}

static int go_on(void *arg)
{
    struct walk walk = walk_branch(arg, 1);
    return walk_on(&walk);
}

static int go_on_in_body(size_t lo, size_t hi, void *ctx)
{
    (void)hi;
    struct walk walk = walk_branch(ctx, lo);
    return walk_on(&walk);
}

/* The walk as it is to go on in the pool that some_call chose. */
static struct walk at_pool(const struct walk *walk, size_t at)
{
    struct walk there = *walk;
    if (at < POOLS)
        there.lowest = at;
    return there;
}

static int nest(struct walk *walk)
{
    size_t at, n = 1 + dice_below(&walk->dice, 6);
    cupro_call call = some_call(walk, &at);
    struct walk there = at_pool(walk, at);
    call.ctx = &there;
    call.grain = 1;
    return cupro_for_with(n, go_on_in_body, &call);
}

static int install(struct walk *walk)
{
    size_t at;
    cupro_call call = some_call(walk, &at);
    struct walk there = at_pool(walk, at);
    return call.pool != NULL ? cupro_install(call.pool, go_on, &there) : go_on(&there);
}

/* Twice from the same place: the walk takes two ways. */
static int join(struct walk *walk)
{
    struct walk left = walk_branch(walk, 3), right = walk_branch(walk, 4);
    return cupro_join(go_on, &left, go_on, &right);
}

static int spawn_walks(cupro_scope *scope, void *arg)
{
    struct walk *walks = arg;
    int error = 0;
    for (size_t i = 0; i < 5 && error == 0; i++)
        error = cupro_spawn(scope, go_on, &walks[i]);
    return error;
}

static int scope(struct walk *walk)
{
    size_t at;
    cupro_call call = some_call(walk, &at);
    struct walk there = at_pool(walk, at), walks[5];
    for (size_t i = 0; i < 5; i++)
        walks[i] = walk_branch(&there, i);
    return cupro_scope_run_with(spawn_walks, walks, &call);
}

/* Some tasks, that are waited for last to first. */
static int start(struct walk *walk)
{
    struct walk walks[4];
    cupro_handle *task[4];
    size_t started = 0;
    int result = 0;
    for (; started < 4 && result == 0; started += result == 0) {
        size_t at;
        cupro_call call = some_call(walk, &at);
        struct walk there = at_pool(walk, at);
        walks[started] = walk_branch(&there, started);
        result = cupro_task_start(&task[started], go_on, &walks[started], .pool = call.pool);
    }
    while (started > 0) {
        int code = cupro_task_wait(task[--started]);
        result = result != 0 ? result : code;
    }
    return result;
}

static int use(struct walk *walk)
{
    size_t at;
    cupro_call call = some_call(walk, &at);
    struct walk there = at_pool(walk, at);
    int error = call.pool != NULL ? cupro_use(call.pool) : 0;
    if (error == 0)
        error = go_on(&there);
    cupro_use(NULL);
    return error;
}

static int open_and_install(struct walk *walk)
{
    int threads = 1 + (int)dice_below(&walk->dice, 4);
    cupro_bind bind = dice_once_in(&walk->dice, 2) ? CUPRO_BIND_NONE : CUPRO_BIND_COMPACT;
    return installed(&(cupro_pool_options){.threads = threads, .bind = bind}, go_on, walk);
}

static int call_thread(int index, void *arg)
{
    (void)index;
    return arg != NULL ? 0 : WENT_WRONG;
}

/* The pool may be the one we are in, and busy. */
static int broadcast(struct walk *walk)
{
    cupro_call call = some_call(walk, NULL);
    int code = cupro_broadcast(call.pool, call_thread, walk);
    return code == CUPRO_EBUSY && walk->depth > 0 ? 0 : code;
}

static int go_on_without_children(void *arg)
{
    struct walk walk = walk_branch(arg, 2);
    struct world world = *walk.world;
    world.may_fork = false;
    walk.world = &world;
    return walk_on(&walk);
}

static int have_child(struct walk *walk)
{
    if (!walk->world->may_fork || !dice_once_in(&walk->dice, 10))
        return 0;
    return in_child(go_on_without_children, walk);
}

const struct action journeys[JOURNEYS] = {
    {"nesting", nest},
    {"install", install},
    {"use", use},
    {"join", join},
    {"scope", scope},
    {"started tasks", start},
    {"open and install", open_and_install},
    {"broadcast", broadcast},
    {"fork", have_child},
};

static _Atomic(const char *) failed;

const char *first_failure(void)
{
    return atomic_load(&failed);
}

int walk_on(struct walk *walk)
{
    bool far = walk->depth < DEEPEST && dice_once_in(&walk->dice, 3);
    const struct action *action = far ? &journeys[dice_below(&walk->dice, JOURNEYS)]
                                      : &operations[dice_below(&walk->dice, OPERATIONS)];
    int result = action->run(walk);
    const char *nobody = NULL;
    if (result != 0)
        atomic_compare_exchange_strong(&failed, &nobody, action->name);
    return result;
}
