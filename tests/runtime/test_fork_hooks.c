/* SPDX-License-Identifier: MIT */
/* fork() and the hooks of pools: which run again in a child, and hooks that fork. */
#include "run_tests.h"
#include "runtime/children.h"
#include "runtime/work.h"

static cupro_pool *inherited; /* opened by the parent */

static atomic_int starts, exits;

static int count_start(int index, void *arg)
{
    (void)index;
    (void)arg;
    atomic_fetch_add(&starts, 1);
    return 0;
}

static void count_exit(int index, void *arg)
{
    (void)index;
    (void)arg;
    atomic_fetch_add(&exits, 1);
}

static int hooks_run_again(void *arg)
{
    int error = pool_works(inherited);
    (void)arg;
    if (error != 0 || starts != 6 || exits != 0)
        return 1;
    error = cupro_pool_close(inherited);
    return error != 0 || starts != 6 || exits != 3 ? 2 : 0;
}

static int no_thread_no_hook(void *arg)
{
    int error = cupro_pool_close(inherited);
    (void)arg;
    return error != 0 || starts != 3 || exits != 0 ? 1 : 0;
}

START_TEST(new_threads_of_a_pool_run_its_hooks)
{
    ck_assert_int_eq(
        cupro_pool_open(&inherited, .threads = 3, .on_start = count_start, .on_exit = count_exit),
        0);
    ck_assert_int_eq(in_child(hooks_run_again, NULL), 0);
    ck_assert_int_eq(in_child(no_thread_no_hook, NULL), 0);
    ck_assert_int_eq(cupro_pool_close(inherited), 0);
    ck_assert_int_eq(exits, 3);
}
END_TEST

static atomic_int children;

static int run_operation(void *arg)
{
    (void)arg;
    return pool_works(NULL);
}

static int have_child(int index, void *arg)
{
    (void)index;
    int error = in_child(run_operation, arg);
    if (error == 0)
        atomic_fetch_add(&children, 1);
    return error;
}

static void have_child_at_exit(int index, void *arg)
{
    have_child(index, arg);
}

START_TEST(hooks_may_fork)
{
    cupro_pool *pool;
    ck_assert_int_eq(
        cupro_pool_open(&pool, .threads = 2, .on_start = have_child, .on_exit = have_child_at_exit),
        0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    ck_assert_int_eq(children, 4);
}
END_TEST

int main(void)
{
    return RUN_TESTS("fork_hooks", 1, new_threads_of_a_pool_run_its_hooks, hooks_may_fork);
}
