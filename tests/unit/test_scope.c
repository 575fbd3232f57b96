/* SPDX-License-Identifier: MIT */
/* Scopes: every task runs once before the scope ends, whoever spawned it. */
#include "places.h"
#include "run_tests.h"

#include <cupro/error.h>
#include <cupro/loop.h>
#include <cupro/task.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

struct job {
    cupro_scope *scope;
    size_t tasks;
    _Atomic size_t done;
};

static int count(void *arg)
{
    ((struct job *)arg)->done++;
    return 0;
}

static int spawn_all(cupro_scope *scope, void *arg)
{
    struct job *job = arg;
    int error = 0;
    for (size_t i = 0; i < job->tasks && error == 0; i++)
        error = cupro_spawn(scope, count, job);
    return error;
}

START_TEST(all_tasks_have_run_when_the_scope_ends)
{
    static const size_t numbers[] = {0, 1, 2, 3, 100, 20000};
    struct place place = place_open(_i);
    for (size_t k = 0; k < COUNT_OF(numbers); k++) {
        struct job job = {NULL, numbers[k], 0};
        ck_assert_int_eq(cupro_scope_run(spawn_all, &job, AT(place)), 0);
        ck_assert_uint_eq(job.done, numbers[k]);
    }
    place_close(&place);
}
END_TEST

/* -- Tasks that spawn tasks ---------------------------------------------------------------------
 */

struct node {
    struct job *job;
    int depth;
};

static int grow(void *arg)
{
    struct node *node = arg;
    int error = 0;
    for (int i = 0; i < 3 && node->depth > 0 && error == 0; i++) {
        struct node *child = malloc(sizeof *child);
        *child = (struct node){node->job, node->depth - 1};
        error = cupro_spawn(node->job->scope, grow, child);
    }
    node->job->done++;
    free(node);
    return error;
}

static int plant(cupro_scope *scope, void *arg)
{
    struct job *job = arg;
    struct node *root = malloc(sizeof *root);
    *root = (struct node){job, 8};
    job->scope = scope;
    return cupro_spawn(scope, grow, root);
}

static int spawn_some(size_t lo, size_t hi, void *ctx)
{
    struct job *job = ctx;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = cupro_spawn(job->scope, count, job);
    return error;
}

static int spawn_from_loop(cupro_scope *scope, void *arg)
{
    struct job *job = arg;
    job->scope = scope;
    return cupro_for(job->tasks, spawn_some, job, .grain = 10);
}

static int nest(void *arg)
{
    struct job inner = {NULL, 50, 0}, *job = arg;
    int error = cupro_scope_run(spawn_all, &inner);
    job->done += inner.done;
    return error;
}

static int spawn_scopes(cupro_scope *scope, void *arg)
{
    int error = 0;
    for (int i = 0; i < 40 && error == 0; i++)
        error = cupro_spawn(scope, nest, arg);
    return error;
}

START_TEST(tasks_spawn_tasks_from_anywhere)
{
    struct place place = place_open(_i);
    struct job tree = {0}, loop = {NULL, 3000, 0}, scopes = {0};
    ck_assert_int_eq(cupro_scope_run(plant, &tree, AT(place)), 0);
    ck_assert_uint_eq(tree.done, 9841); /* 1 + 3 + … + 3^8 */
    ck_assert_int_eq(cupro_scope_run(spawn_from_loop, &loop, AT(place)), 0);
    ck_assert_uint_eq(loop.done, 3000);
    ck_assert_int_eq(cupro_scope_run(spawn_scopes, &scopes, AT(place)), 0);
    ck_assert_uint_eq(scopes.done, 40 * 50);
    place_close(&place);
}
END_TEST

/* -- Stack --------------------------------------------------------------------------------------
 */

struct chain {
    cupro_scope *scope;
    size_t left;
    uintptr_t lowest, highest;
};

static int next_link(void *arg)
{
    struct chain *chain = arg;
    char here;
    uintptr_t at = (uintptr_t)&here;
    chain->lowest = at < chain->lowest ? at : chain->lowest;
    chain->highest = at > chain->highest ? at : chain->highest;
    return chain->left-- > 0 ? cupro_spawn(chain->scope, next_link, chain) : 0;
}

static int begin_chain(cupro_scope *scope, void *arg)
{
    ((struct chain *)arg)->scope = scope;
    return cupro_spawn(scope, next_link, arg);
}

START_TEST(a_chain_of_spawns_takes_the_stack_of_one)
{
    struct chain chain = {NULL, 50000, UINTPTR_MAX, 0};
    ck_assert_int_eq(cupro_scope_run(begin_chain, &chain, .threads = 1), 0);
    ck_assert_uint_lt(chain.highest - chain.lowest, 4096);
}
END_TEST

/* -- Failures -----------------------------------------------------------------------------------
 */

static int give(void *arg)
{
    return *(int *)arg;
}

static int spawn_failures(cupro_scope *scope, void *arg)
{
    static int codes[100];
    for (int i = 0; i < 100; i++) {
        codes[i] = i < 60 ? 0 : i;
        int error = cupro_spawn(scope, give, &codes[i]);
        if (error != 0)
            return error;
    }
    return *(int *)arg;
}

START_TEST(failures_come_back)
{
    struct place place = place_open(_i);
    int own = 0;
    int code = cupro_scope_run(spawn_failures, &own, AT(place));
    ck_assert_int_ge(code, 60);
    own = 7;
    ck_assert_int_eq(cupro_scope_run(spawn_failures, &own, AT(place)), 7);
    ck_assert_int_eq(cupro_scope_run(NULL, &own, AT(place)), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_scope_run(spawn_all, &own, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_spawn(NULL, give, &own), CUPRO_EINVAL);
    place_close(&place);
}
END_TEST

/* -- Locks --------------------------------------------------------------------------------------
 */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int nest_under_lock(void *arg)
{
    pthread_mutex_lock(&lock);
    int error = nest(arg);
    pthread_mutex_unlock(&lock);
    return error;
}

static int spawn_lockers(cupro_scope *scope, void *arg)
{
    int error = 0;
    for (int i = 0; i < 100 && error == 0; i++)
        error = cupro_spawn(scope, nest_under_lock, arg);
    return error;
}

START_TEST(a_lock_may_be_held_across_a_scope)
{
    struct place place = place_open(_i);
    struct job job = {0};
    ck_assert_int_eq(cupro_scope_run(spawn_lockers, &job, AT(place)), 0);
    ck_assert_uint_eq(job.done, 100 * 50);
    place_close(&place);
}
END_TEST

/* -- Which thread ------------------------------------------------------------------------------ */

static int check_index(void *arg)
{
    const struct place *place = arg;
    int index = cupro_thread_index();
    return index < 0 || (place->threads > 0 && index >= place->threads);
}

static int spawn_index_checks(cupro_scope *scope, void *arg)
{
    int error = check_index(arg);
    for (int i = 0; i < 20 && error == 0; i++)
        error = cupro_spawn(scope, check_index, arg);
    return error;
}

START_TEST(tasks_have_the_index_of_a_thread)
{
    struct place place = place_open(_i);
    ck_assert_int_eq(cupro_scope_run(spawn_index_checks, &place, AT(place)), 0);
    ck_assert_int_eq(cupro_thread_index(), -1);
    place_close(&place);
}
END_TEST

START_TEST(both_sides_of_a_join_have_one)
{
    struct place anywhere = {0};
    ck_assert_int_eq(cupro_join(check_index, &anywhere, check_index, &anywhere), 0);
    ck_assert_int_eq(cupro_thread_index(), -1);
}
END_TEST

/* -- Yielding -----------------------------------------------------------------------------------
 */

struct pair {
    atomic_int arrived, yielded;
};

/* Each of the two needs the other to have begun, on whatever threads there are. */
static int await_the_other(void *arg)
{
    struct pair *pair = arg;
    atomic_fetch_add(&pair->arrived, 1);
    while (pair->arrived < 2)
        atomic_fetch_add(&pair->yielded, cupro_yield());
    return 0;
}

static int spawn_two(cupro_scope *scope, void *arg)
{
    int error = cupro_spawn(scope, await_the_other, arg);
    return error != 0 ? error : cupro_spawn(scope, await_the_other, arg);
}

START_TEST(who_yields_lets_the_others_run)
{
    struct place place = place_open(_i);
    struct pair pair = {0};
    ck_assert_int_eq(cupro_scope_run(spawn_two, &pair, AT(place)), 0);
    ck_assert_int_eq(pair.arrived, 2);
    if (place_threads(&place) == 1)
        ck_assert_int_eq(pair.yielded, 1);
    ck_assert_int_eq(cupro_yield(), 0);
    place_close(&place);
}
END_TEST

static int yield_until_all_ran(cupro_scope *scope, void *arg)
{
    struct job *job = arg;
    for (size_t i = 0; i < job->tasks; i++)
        ck_assert_int_eq(cupro_spawn(scope, count, job), 0);
    while (job->done < job->tasks)
        cupro_yield();
    return 0;
}

START_TEST(a_body_that_yields_need_not_end_for_its_tasks_to_run)
{
    struct place place = place_open(_i);
    struct job job = {NULL, 1000, 0};
    ck_assert_int_eq(cupro_scope_run(yield_until_all_ran, &job, AT(place)), 0);
    ck_assert_uint_eq(job.done, 1000);
    place_close(&place);
}
END_TEST

static int yield_only(void *arg)
{
    while (cupro_yield())
        atomic_fetch_add((atomic_int *)arg, 1);
    return 0;
}

START_TEST(yielding_in_a_join_is_harmless)
{
    struct place place = place_open(_i);
    atomic_int yields = 0;
    ck_assert_int_eq(cupro_join(yield_only, &yields, yield_only, &yields), 0);
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS(
        "scope", PLACES, all_tasks_have_run_when_the_scope_ends, tasks_spawn_tasks_from_anywhere,
        a_chain_of_spawns_takes_the_stack_of_one, failures_come_back,
        a_lock_may_be_held_across_a_scope, tasks_have_the_index_of_a_thread,
        both_sides_of_a_join_have_one, who_yields_lets_the_others_run,
        a_body_that_yields_need_not_end_for_its_tasks_to_run, yielding_in_a_join_is_harmless);
}
