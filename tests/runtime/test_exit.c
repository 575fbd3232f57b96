/* SPDX-License-Identifier: MIT */
/* Processes that end while the library's threads are on their way out of OpenMP: libomp 14 aborted
 * about one in a hundred. */
#include "run_tests.h"
#include "runtime/children.h"
#include "runtime/gate.h"
#include "runtime/work.h"

enum { CHILDREN = 150 };

static int close_own(void *pool)
{
    return cupro_pool_close_async(pool);
}

static int end_after_a_close_from_inside(void *arg)
{
    cupro_pool *pool;
    cupro_handle *task;
    int error = cupro_pool_open(&pool, .threads = *(int *)arg);
    if (error == 0)
        error = cupro_task_start(&task, close_own, pool, .pool = pool);
    if (error == 0)
        error = cupro_task_wait(task);
    exit(error == 0 ? 0 : 1);
}

static int end_after_a_task(void *arg)
{
    cupro_pool *pool;
    cupro_handle *task;
    atomic_int ran = 0;
    int error = cupro_pool_open(&pool, .threads = *(int *)arg);
    if (error == 0)
        error = cupro_task_start(&task, add_one, &ran, .pool = pool);
    if (error == 0)
        error = cupro_task_wait(task);
    exit(error == 0 && ran == 1 ? 0 : 1);
}

START_TEST(a_process_may_end_at_once)
{
    int threads = _i + 1;
    cupro_task *const end[] = {end_after_a_close_from_inside, end_after_a_task};
    for (int i = 0; i < CHILDREN; i++)
        ck_assert_int_eq(in_child(end[i % 2], &threads), 0);
}
END_TEST

static int sleep_long(void *arg)
{
    (void)arg;
    sleep_ms(10000);
    return 0;
}

static int end_below_a_task(void *arg)
{
    (void)arg;
    exit(cupro_task_start(NULL, sleep_long, NULL) == 0 ? 0 : 1);
}

START_TEST(a_detached_task_does_not_keep_the_process)
{
    time_t begun = time(NULL);
    ck_assert_int_eq(in_child(end_below_a_task, NULL), 0);
    ck_assert_int_lt(time(NULL) - begun, 5);
}
END_TEST

int main(void)
{
    return RUN_TESTS("exit", 4, a_process_may_end_at_once,
                     a_detached_task_does_not_keep_the_process);
}
