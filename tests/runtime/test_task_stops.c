/* SPDX-License-Identifier: MIT */
/* Started tasks that are cancelled, left alone, or whose pool closes. */
#include "places.h"
#include "run_tests.h"
#include "runtime/gate.h"
#include "runtime/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MANY = 300 };

/* -- Stopping ------------------------------------------------------------------------------------
 */

START_TEST(a_task_that_is_cancelled_in_time_never_begins)
{
    struct gate gate = {0};
    cupro_pool *pool;
    cupro_handle *blocker, *task;
    atomic_int ran = 0;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 1), 0);
    ck_assert_int_eq(cupro_task_start(&blocker, pass_gate, &gate, .pool = pool), 0);
    ck_assert_int_eq(cupro_task_start(&task, add_one, &ran, .pool = pool), 0);
    ck_assert_int_eq(cupro_task_cancel(task), 0);
    ck_assert_int_eq(cupro_task_done(task), 1);
    ck_assert_int_eq(cupro_task_wait(task), CUPRO_ESTOPPED);
    gate.open = true;
    ck_assert_int_eq(cupro_task_wait(blocker), 1);
    ck_assert_int_eq(ran, 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

static int poll_token(void *arg)
{
    atomic_store((atomic_bool *)arg, true);
    while (!cupro_stop_requested(cupro_task_stop()))
        usleep(100);
    return 33;
}

START_TEST(a_task_that_has_begun_sees_its_cancellation)
{
    struct place place = place_open(_i);
    atomic_bool begun = false;
    cupro_handle *task;
    ck_assert_ptr_null(cupro_task_stop());
    ck_assert_int_eq(cupro_task_start(&task, poll_token, &begun, .pool = place.pool), 0);
    while (!begun)
        usleep(100);
    ck_assert_int_eq(cupro_task_cancel(task), 0);
    ck_assert_int_eq(cupro_task_wait(task), 33);
    place_close(&place);
}
END_TEST

static int until_stopped(void *arg)
{
    (void)arg;
    while (!cupro_stop_requested(cupro_task_stop()))
        ;
    return 3;
}

static void *cancel(void *task)
{
    return cupro_task_cancel(task) == 0 ? task : NULL;
}

/* The waiter may have released the handle before the other has left it, if the other lets it. */
START_TEST(another_thread_cancels_what_is_waited_for)
{
    struct place place = place_open(_i);
    for (int round = 0; round < 50; round++) {
        cupro_handle *task;
        pthread_t other;
        void *told;
        ck_assert_int_eq(cupro_task_start(&task, until_stopped, NULL, .pool = place.pool), 0);
        ck_assert_int_eq(pthread_create(&other, NULL, cancel, task), 0);
        int result = cupro_task_wait(task);
        ck_assert(result == 3 || result == CUPRO_ESTOPPED);
        ck_assert_int_eq(pthread_join(other, &told), 0);
        ck_assert_ptr_nonnull(told);
    }
    place_close(&place);
}
END_TEST

START_TEST(the_token_of_the_call_is_the_parent)
{
    struct place place = place_open(_i);
    cupro_stop stop = {.deadline = cupro_after(0.005)};
    const cupro_stop past = {.deadline = cupro_after(-1)};
    atomic_bool begun = false;
    atomic_int ran = 0;
    cupro_handle *task;
    ck_assert_int_eq(cupro_task_start(&task, poll_token, &begun, .pool = place.pool, .stop = &stop),
                     0);
    int result = cupro_task_wait(task);
    ck_assert(result == 33 || (result == CUPRO_ETIMEDOUT && !begun));
    ck_assert_int_eq(cupro_task_start(&task, add_one, &ran, .pool = place.pool, .stop = &past), 0);
    ck_assert_int_eq(cupro_task_wait(task), CUPRO_ETIMEDOUT);
    ck_assert_int_eq(ran, 0);
    place_close(&place);
}
END_TEST

/* -- Detached tasks, and closing from inside ------------------------------------------------------
 */

START_TEST(detached_tasks_run)
{
    struct place place = place_open(_i);
    atomic_int ran = 0;
    for (int i = 0; i < 20; i++) {
        cupro_handle *task;
        ck_assert_int_eq(cupro_task_start(&task, add_one, &ran, .pool = place.pool), 0);
        if (i % 2 == 0)
            usleep(50);
        ck_assert_int_eq(cupro_task_detach(task), 0);
    }
    while (ran < 20)
        usleep(100);
    place_close(&place);
}
END_TEST

static int close_own(void *pool)
{
    return cupro_pool_close(pool) == CUPRO_EBUSY ? cupro_pool_close_async(pool) : 98;
}

START_TEST(a_pool_may_be_closed_from_inside)
{
    cupro_pool *pool;
    cupro_handle *task;
    atomic_int ran = 0;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = _i + 1), 0);
    ck_assert_int_eq(cupro_task_start(&task, close_own, pool, .pool = pool), 0);
    ck_assert_int_eq(cupro_task_wait(task), 0);
    ck_assert_int_eq(cupro_task_start(&task, add_one, &ran, .pool = pool), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_pool_close(pool), CUPRO_EINVAL);
    ck_assert_ptr_null(task);
}
END_TEST

static atomic_int exits;

static void count_exit(int index, void *arg)
{
    (void)index;
    (void)arg;
    atomic_fetch_add(&exits, 1);
}

START_TEST(closing_without_waiting_ends_what_was_begun)
{
    cupro_pool *pool;
    atomic_int ran = 0;
    atomic_store(&exits, 0);
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = _i + 1, .on_exit = count_exit), 0);
    for (int i = 0; i < MANY; i++)
        ck_assert_int_eq(cupro_task_start(NULL, add_one, &ran, .pool = pool), 0);
    ck_assert_int_eq(cupro_pool_close_async(pool), 0);
    ck_assert_int_eq(pool_works(pool), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_pool_close_async(NULL), 0);
    while (exits < _i + 1)
        usleep(100);
    ck_assert_int_eq(ran, MANY);
}
END_TEST

int main(void)
{
    return RUN_TESTS("task_stops", PLACES, a_task_that_is_cancelled_in_time_never_begins,
                     a_task_that_has_begun_sees_its_cancellation,
                     another_thread_cancels_what_is_waited_for, the_token_of_the_call_is_the_parent,
                     detached_tasks_run, a_pool_may_be_closed_from_inside,
                     closing_without_waiting_ends_what_was_begun);
}
