/* SPDX-License-Identifier: MIT */
/* cupro_task_start and what its handle can do, on the default pool and on pools. */
#include "places.h"
#include "run_tests.h"
#include "runtime/gate.h"
#include "runtime/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MANY = 300 };

static int answer(void *arg)
{
    return *(int *)arg;
}

/* -- Results ----------------------------------------------------------------------------------- */

START_TEST(waiting_gives_what_the_task_returned)
{
    struct place place = place_open(_i);
    int codes[] = {0, 7, -1000};
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        cupro_handle *task;
        ck_assert_int_eq(cupro_task_start(&task, answer, &codes[i], .pool = place.pool), 0);
        ck_assert_int_eq(cupro_task_wait(task), codes[i]);
    }
    place_close(&place);
}
END_TEST

static int index_of_thread(void *arg)
{
    (void)arg;
    return cupro_thread_index();
}

START_TEST(a_task_has_the_index_of_a_thread)
{
    struct place place = place_open(_i);
    for (int round = 0; round < 20; round++) {
        cupro_handle *task;
        ck_assert_int_eq(cupro_task_start(&task, index_of_thread, NULL, .pool = place.pool), 0);
        if (round % 2 == 0)
            usleep(200); /* else the waiter may come first, and run it */
        int index = cupro_task_wait(task);
        ck_assert_int_ge(index, 0);
        ck_assert_int_lt(index, place.pool != NULL ? cupro_threads(place.pool) : 64);
    }
    ck_assert_int_eq(cupro_thread_index(), -1);
    place_close(&place);
}
END_TEST

START_TEST(many_tasks_each_run_once)
{
    struct place place = place_open(_i);
    cupro_handle *tasks[MANY];
    int codes[MANY];
    for (int i = 0; i < MANY; i++) {
        codes[i] = i;
        ck_assert_int_eq(cupro_task_start(&tasks[i], answer, &codes[i], .pool = place.pool), 0);
    }
    for (int i = 0; i < MANY; i++) {
        int at = i * 7 % MANY; /* 7 does not divide it */
        ck_assert_int_eq(cupro_task_wait(tasks[at]), at);
    }
    place_close(&place);
}
END_TEST

START_TEST(closing_lets_all_tasks_run)
{
    cupro_pool *pool;
    atomic_int ran = 0;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = _i + 1), 0);
    for (int i = 0; i < MANY; i++)
        ck_assert_int_eq(cupro_task_start(NULL, add_one, &ran, .pool = pool), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    ck_assert_int_eq(ran, MANY);
}
END_TEST

static int count_threads(void *arg)
{
    (void)arg;
    return cupro_threads(NULL);
}

START_TEST(a_task_is_on_its_pool)
{
    struct place place = place_open(_i);
    cupro_handle *task;
    ck_assert_int_eq(cupro_use(place.pool), 0);
    ck_assert_int_eq(cupro_task_start(&task, count_threads, NULL), 0);
    if (place.pool != NULL)
        ck_assert_int_eq(cupro_task_wait(task), cupro_threads(place.pool));
    else
        ck_assert_int_ge(cupro_task_wait(task), 1);
    ck_assert_int_eq(cupro_use(NULL), 0);
    place_close(&place);
}
END_TEST

/* -- At the same time -----------------------------------------------------------------------------
 */

START_TEST(each_thread_takes_a_task)
{
    struct gate gate = {0};
    int threads = _i + 1;
    cupro_pool *pool;
    cupro_handle *tasks[PLACES];
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads), 0);
    for (int i = 0; i < threads; i++)
        ck_assert_int_eq(cupro_task_start(&tasks[i], pass_gate, &gate, .pool = pool), 0);
    await_inside(&gate, threads);
    for (int i = 0; i < threads; i++)
        ck_assert_int_eq(cupro_task_done(tasks[i]), 0);
    gate.open = true;
    int sum = 0;
    for (int i = 0; i < threads; i++)
        sum += cupro_task_wait(tasks[i]);
    ck_assert_int_eq(sum, threads * (threads + 1) / 2);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

/* The threads that a task's end sends away from their shift might have left one behind, which then
 * took what came next alone. */
START_TEST(each_thread_takes_a_task_right_after_another_has_ended)
{
    enum { ROUNDS = 300 };
    int code = 3, threads = _i + 2;
    cupro_pool *pool;
    cupro_handle *first, *tasks[PLACES + 1];
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads), 0);
    for (int round = 0; round < ROUNDS; round++) {
        struct gate gate = {0};
        ck_assert_int_eq(cupro_task_start(&first, answer, &code, .pool = pool), 0);
        ck_assert_int_eq(cupro_task_wait(first), code);
        for (int i = 0; i < threads; i++)
            ck_assert_int_eq(cupro_task_start(&tasks[i], pass_gate, &gate, .pool = pool), 0);
        await_inside(&gate, threads);
        gate.open = true;
        for (int i = 0; i < threads; i++)
            ck_assert_int_gt(cupro_task_wait(tasks[i]), 0);
    }
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(the_caller_goes_on_meanwhile)
{
    struct place place = place_open(_i);
    struct gate gate = {0};
    cupro_handle *task;
    int result = 0;
    ck_assert_int_eq(cupro_task_start(&task, pass_gate, &gate, .pool = place.pool), 0);
    await_inside(&gate, 1);
    ck_assert_int_eq(pool_works(NULL), 0);
    ck_assert_int_eq(cupro_task_wait_until(task, cupro_after(0), &result), CUPRO_ETIMEDOUT);
    ck_assert_int_eq(cupro_task_wait_until(task, cupro_after(0.002), NULL), CUPRO_ETIMEDOUT);
    gate.open = true;
    ck_assert_int_eq(cupro_task_wait_until(task, cupro_after(100), &result), 0);
    ck_assert_int_eq(result, 1);
    place_close(&place);
}
END_TEST

static int hurry(void *arg)
{
    for (volatile int i = 0; i < *(const int *)arg; i++)
        ;
    return 9;
}

/* AddressSanitizer sees whether the handle was released while the task was still ending. */
START_TEST(the_end_may_come_as_the_time_is_up)
{
    struct place place = place_open(_i);
    for (int round = 0; round < 100; round++) {
        cupro_handle *task;
        int result = 0, turns = round * 10;
        ck_assert_int_eq(cupro_task_start(&task, hurry, &turns, .pool = place.pool), 0);
        while (cupro_task_wait_until(task, 1, &result) != 0)
            ck_assert_int_eq(result, 0);
        ck_assert_int_eq(result, 9);
    }
    place_close(&place);
}
END_TEST

START_TEST(a_time_before_all_times_has_passed)
{
    struct place place = place_open(_i);
    struct gate gate = {0};
    cupro_handle *task;
    ck_assert_int_eq(cupro_task_start(&task, pass_gate, &gate, .pool = place.pool), 0);
    await_inside(&gate, 1);
    ck_assert_int_eq(cupro_task_wait_until(task, -1, NULL), CUPRO_ETIMEDOUT);
    ck_assert_int_eq(cupro_task_wait_until(task, INT64_MIN, NULL), CUPRO_ETIMEDOUT);
    gate.open = true;
    ck_assert_int_eq(cupro_task_wait(task), 1);
    place_close(&place);
}
END_TEST

static int mark_as_run(void *arg)
{
    *(int *)arg = 1;
    return 0;
}

static int wait_briefly_for_another(void *arg)
{
    cupro_handle *task;
    int ran = 0, number = *(int *)arg;
    int error = cupro_task_start(&task, mark_as_run, &ran);
    if (error != 0)
        return error;
    error = cupro_task_wait_until(task, cupro_after(0.001), NULL);
    ck_assert_int_eq(error, CUPRO_ETIMEDOUT);
    ck_assert_int_eq(ran, 0);
    ck_assert_int_eq(cupro_task_wait(task), 0);
    ck_assert_int_eq(ran, 1);
    return number;
}

START_TEST(who_waits_for_a_time_does_not_run_the_task)
{
    cupro_pool *pool;
    cupro_handle *task;
    int number = 4;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 1), 0);
    ck_assert_int_eq(cupro_task_start(&task, wait_briefly_for_another, &number, .pool = pool), 0);
    ck_assert_int_eq(cupro_task_wait(task), number);
    ck_assert_int_eq(cupro_install(pool, wait_briefly_for_another, &number), number);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(what_is_done_says_so)
{
    struct place place = place_open(_i);
    cupro_handle *task;
    int code = 5;
    ck_assert_int_eq(cupro_task_start(&task, answer, &code, .pool = place.pool), 0);
    while (!cupro_task_done(task))
        usleep(100);
    ck_assert_int_eq(cupro_task_wait(task), 5);
    ck_assert_int_eq(cupro_task_done(NULL), 0);
    place_close(&place);
}
END_TEST

START_TEST(wrong_arguments_start_nothing)
{
    atomic_int ran = 0;
    cupro_handle *task = (cupro_handle *)&ran;
    cupro_failures bad = {0};
    ck_assert_int_eq(cupro_task_start(&task, NULL, &ran), CUPRO_EINVAL);
    ck_assert_ptr_null(task);
    ck_assert_int_eq(cupro_task_start(&task, add_one, &ran, .pool = (cupro_pool *)&ran),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_task_start(&task, add_one, &ran, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_task_start(&task, add_one, &ran, .failures = &bad), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_task_wait(NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_task_wait_until(NULL, 1, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_task_cancel(NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_task_detach(NULL), CUPRO_EINVAL);
    ck_assert_int_eq(ran, 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("started_tasks", PLACES, waiting_gives_what_the_task_returned,
                     a_task_has_the_index_of_a_thread, many_tasks_each_run_once,
                     closing_lets_all_tasks_run, a_task_is_on_its_pool, each_thread_takes_a_task,
                     each_thread_takes_a_task_right_after_another_has_ended,
                     the_caller_goes_on_meanwhile, the_end_may_come_as_the_time_is_up,
                     a_time_before_all_times_has_passed, who_waits_for_a_time_does_not_run_the_task,
                     what_is_done_says_so, wrong_arguments_start_nothing);
}
