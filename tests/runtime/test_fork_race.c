/* SPDX-License-Identifier: MIT */
/* fork() while other threads run operations, open and close pools: a hundred children, none hangs.
 */
#include "run_tests.h"
#include "runtime/children.h"
#include "runtime/origins.h"
#include "runtime/process.h"
#include "runtime/work.h"

enum { CHILDREN = 100 };

static cupro_pool *shared;
static atomic_bool over;

/* -- Lanes of traffic in the parent -------------------------------------------------------------
 */

static int call_default(void *arg)
{
    (void)arg;
    return pool_works(NULL);
}

static int call_pool(void *arg)
{
    (void)arg;
    return pool_works(shared);
}

static int open_and_close(void *arg)
{
    (void)arg;
    cupro_pool *pool;
    int error = cupro_pool_open(&pool, .threads = 2, .bind = CUPRO_BIND_CORE);
    if (error == 0)
        error = pool_works(pool);
    return error != 0 ? error : cupro_pool_close(pool);
}

/* Each time another thread, which may own the default team. */
static int come_and_go(void *arg)
{
    return on_own_thread(call_default, arg);
}

static void *keep_driving(void *arg)
{
    struct trip *lane = arg;
    while (lane->result == 0 && !atomic_load(&over))
        lane->result = lane->task(NULL);
    return NULL;
}

/* -- Children -----------------------------------------------------------------------------------
 */

static int do_everything(void *arg)
{
    int error = call_default(arg);
    if (error == 0)
        error = call_pool(arg);
    if (error == 0)
        error = open_and_close(arg);
    return error != 0 ? error : cupro_pool_close(shared);
}

static int do_nothing(void *arg)
{
    (void)arg;
    return 0;
}

static int fork_often(void *arg)
{
    cupro_task *const *tasks = arg;
    for (int i = 0; i < CHILDREN; i++) {
        int error = in_child(tasks[i % 2], NULL);
        if (error != 0)
            return error;
        error = call_default(NULL);
        if (error != 0)
            return error;
    }
    return 0;
}

static void fork_in_traffic(int (*run)(cupro_task *task, void *arg))
{
    static cupro_task *tasks[] = {do_everything, do_nothing};
    struct trip lanes[] = {{call_default, NULL, 0},
                           {call_pool, NULL, 0},
                           {open_and_close, NULL, 0},
                           {come_and_go, NULL, 0}};
    pthread_t thread[4];
    ck_assert_int_eq(cupro_pool_open(&shared, .threads = 2), 0);
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&thread[i], NULL, keep_driving, &lanes[i]), 0);
    int result = run(fork_often, tasks);
    atomic_store(&over, true);
    for (int i = 0; i < 4; i++) {
        pthread_join(thread[i], NULL);
        ck_assert_int_eq(lanes[i].result, 0);
    }
    ck_assert_int_eq(result, 0);
    ck_assert_int_eq(cupro_pool_close(shared), 0);
}

START_TEST(no_child_hangs_in_the_middle_of_traffic)
{
    fork_in_traffic(on_own_thread);
}
END_TEST

START_TEST(nor_does_the_child_of_a_child)
{
    fork_in_traffic(on_the_test);
}
END_TEST

int main(void)
{
    return RUN_TESTS("fork_race", 1, no_child_hangs_in_the_middle_of_traffic,
                     nor_does_the_child_of_a_child);
}
