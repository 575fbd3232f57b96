/* SPDX-License-Identifier: MIT */
/* What workers note, promote and yield to, where one needs another that runs at the same time. */
#include "places.h"
#include "run_tests.h"

#include <cupro/error.h>
#include <cupro/task.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static int return_zero(void *arg)
{
    (void)arg;
    return 0;
}

/* -- Yielding ---------------------------------------------------------------------------------- */

/* What a task waits for may have been noted before it, below what joins have noted since, or while
 * another yields: it is run all the same, also on one thread. */
struct wish {
    cupro_scope *scope;
    atomic_bool fulfilled;
    bool joins;
};

static int fulfil(void *arg)
{
    struct wish *wish = arg;
    wish->fulfilled = true;
    return 0;
}

static int yield_until_fulfilled(void *arg)
{
    struct wish *wish = arg;
    for (int turns = 0; !wish->fulfilled && turns < 10000; turns++)
        if (cupro_yield() == 0)
            usleep(100);
    return wish->fulfilled ? 0 : 1;
}

static int spawn_nothing(void *arg)
{
    struct wish *wish = arg;
    return cupro_spawn(wish->scope, return_zero, NULL);
}

static int wish_beside_a_join(cupro_scope *scope, void *arg)
{
    struct wish *wish = arg;
    wish->scope = scope;
    ck_assert_int_eq(cupro_spawn(scope, fulfil, wish), 0);
    return wish->joins ? cupro_join(spawn_nothing, wish, yield_until_fulfilled, wish)
                       : cupro_join(yield_until_fulfilled, wish, return_zero, NULL);
}

static int yield_to_one_who_wishes(cupro_scope *scope, void *arg)
{
    ck_assert_int_eq(cupro_spawn(scope, fulfil, arg), 0);
    ck_assert_int_eq(cupro_spawn(scope, yield_until_fulfilled, arg), 0);
    cupro_yield();
    return 0;
}

START_TEST(yielding_finds_tasks_that_are_noted_below_others)
{
    struct place place = place_open(_i);
    struct wish left = {0}, right = {.joins = true}, deep = {0};
    ck_assert_int_eq(cupro_scope_run(wish_beside_a_join, &left, AT(place)), 0);
    ck_assert_int_eq(cupro_scope_run(wish_beside_a_join, &right, AT(place)), 0);
    ck_assert_int_eq(cupro_scope_run(yield_to_one_who_wishes, &deep, AT(place)), 0);
    place_close(&place);
}
END_TEST

/* -- Promotion -----------------------------------------------------------------------------------
 * A join's right side stays what it was noted as when it is promoted while a task above it runs. */

struct scene {
    cupro_scope *outer;
    pthread_t stage;
    atomic_int briefs;
    atomic_bool begun, playing, called, foreign;
};

enum { BRIEFS = 200 };

/* Keeps the other thread in the queue's first tasks, and then in the last one. */
static int be_brief(void *arg)
{
    struct scene *scene = arg;
    int number = atomic_fetch_add(&scene->briefs, 1);
    while (!scene->begun || (number == BRIEFS - 1 && !scene->called))
        usleep(50);
    return 0;
}

static int call_the_other(void *arg)
{
    ((struct scene *)arg)->called = true;
    return 0;
}

/* What is noted is promoted here, the oldest first. */
static int join_when_the_queue_is_empty(void *arg)
{
    struct scene *scene = arg;
    while (scene->briefs < BRIEFS)
        usleep(50);
    for (int i = 0; i < 10; i++)
        cupro_join(return_zero, NULL, return_zero, NULL);
    return 0;
}

static int spawn_both(cupro_scope *scope, void *arg)
{
    int error = cupro_spawn(scope, call_the_other, arg);
    return error != 0 ? error : cupro_spawn(scope, join_when_the_queue_is_empty, arg);
}

static int play(void *arg)
{
    struct scene *scene = arg;
    scene->stage = pthread_self();
    scene->begun = true;
    scene->playing = true;
    int error = cupro_scope_run(spawn_both, scene);
    scene->playing = false;
    return error;
}

static int come_afterwards(void *arg)
{
    struct scene *scene = arg;
    if (scene->playing && pthread_equal(scene->stage, pthread_self()))
        scene->foreign = true;
    return 0;
}

static int play_with_the_queue_full(cupro_scope *scope, void *arg)
{
    struct scene *scene = arg;
    (void)scope;
    for (int i = 0; i < BRIEFS; i++)
        ck_assert_int_eq(cupro_spawn(scene->outer, be_brief, scene), 0);
    return cupro_join(play, scene, come_afterwards, scene);
}

static int open_outer(cupro_scope *scope, void *arg)
{
    ((struct scene *)arg)->outer = scope;
    return cupro_scope_run(play_with_the_queue_full, arg);
}

START_TEST(who_waits_for_a_scope_runs_no_right_side_around_it)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 2), 0);
    for (int round = 0; round < 5; round++) {
        struct scene scene = {0};
        ck_assert_int_eq(cupro_scope_run(open_outer, &scene, .pool = pool), 0);
        ck_assert(!scene.foreign);
    }
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("promotion", PLACES, yielding_finds_tasks_that_are_noted_below_others,
                     who_waits_for_a_scope_runs_no_right_side_around_it);
}
