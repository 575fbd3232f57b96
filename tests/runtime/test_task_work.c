/* SPDX-License-Identifier: MIT */
/* Started tasks beside operations of others, with operations of their own, and with tasks of their
 * own. */
#include "places.h"
#include "run_tests.h"
#include "runtime/gate.h"
#include "runtime/work.h"

#include <stdatomic.h>
#include <unistd.h>

static int answer(void *arg)
{
    return *(int *)arg;
}

/* -- Operations of others, and of the task ------------------------------------------------------
 */

START_TEST(a_pool_with_a_task_serves_others)
{
    struct gate gate = {0};
    int code = 11;
    cupro_pool *pool;
    cupro_handle *task;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = _i + 2), 0);
    ck_assert_int_eq(cupro_task_start(&task, pass_gate, &gate, .pool = pool), 0);
    await_inside(&gate, 1);
    ck_assert_int_eq(cupro_install(pool, answer, &code), 11);
    ck_assert_int_eq(pool_works(pool), 0);
    gate.open = true;
    ck_assert_int_eq(cupro_task_wait(task), 1);
    ck_assert_int_eq(pool_works(pool), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

static int work_inside(void *arg)
{
    (void)arg;
    int error = pool_works(NULL);
    return error != 0 ? error : cupro_broadcast(NULL, NULL, NULL) == CUPRO_EINVAL ? 0 : 99;
}

START_TEST(tasks_run_operations)
{
    struct place place = place_open(_i);
    cupro_handle *tasks[5];
    for (size_t i = 0; i < COUNT_OF(tasks); i++)
        ck_assert_int_eq(cupro_task_start(&tasks[i], work_inside, NULL, .pool = place.pool), 0);
    for (size_t i = 0; i < COUNT_OF(tasks); i++)
        ck_assert_int_eq(cupro_task_wait(tasks[i]), 0);
    place_close(&place);
}
END_TEST

/* Two indexes that wait for each other. */
static int meet(size_t lo, size_t hi, void *ctx)
{
    atomic_int *there = ctx;
    atomic_fetch_add(there, (int)(hi - lo));
    while (*there < 2)
        usleep(100);
    return 0;
}

static int meet_in_a_loop(void *arg)
{
    return cupro_for(2, meet, arg, .grain = 1);
}

START_TEST(an_operation_in_a_task_has_the_threads_that_have_none)
{
    atomic_int there = 0;
    cupro_pool *pool;
    cupro_handle *task;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = _i + 2), 0);
    ck_assert_int_eq(cupro_task_start(&task, meet_in_a_loop, &there, .pool = pool), 0);
    ck_assert_int_eq(cupro_task_wait(task), 0);
    ck_assert_int_eq(there, 2);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

static int note_thread(int index, void *arg)
{
    atomic_fetch_or((atomic_int *)arg, 1 << index);
    return 0;
}

static int nap(void *arg)
{
    (void)arg;
    return usleep(100);
}

START_TEST(a_broadcast_waits_for_tasks)
{
    cupro_pool *pool;
    atomic_int seen = 0;
    int threads = _i + 1;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads), 0);
    for (int i = 0; i < 20; i++)
        ck_assert_int_eq(cupro_task_start(NULL, nap, NULL, .pool = pool), 0);
    ck_assert_int_eq(cupro_broadcast(pool, note_thread, &seen), 0);
    ck_assert_int_eq(seen, (1 << threads) - 1);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

/* -- Tasks that start tasks ----------------------------------------------------------------------
 */

struct fib {
    int n;
    int value;
};

static int fib(void *arg)
{
    struct fib *job = arg;
    if (job->n < 2) {
        job->value = job->n;
        return 0;
    }
    struct fib left = {job->n - 1, 0}, right = {job->n - 2, 0};
    cupro_handle *other;
    int error = cupro_task_start(&other, fib, &right);
    if (error != 0)
        return error;
    int own = fib(&left);
    error = cupro_task_wait(other);
    job->value = left.value + right.value;
    return own != 0 ? own : error;
}

START_TEST(tasks_wait_for_tasks)
{
    struct place place = place_open(_i);
    struct fib job = {12, 0};
    cupro_handle *task;
    ck_assert_int_eq(cupro_task_start(&task, fib, &job, .pool = place.pool), 0);
    ck_assert_int_eq(cupro_task_wait(task), 0);
    ck_assert_int_eq(job.value, 144);
    place_close(&place);
}
END_TEST

/* Around pools: each step starts the next in the next pool, and waits. */
struct round {
    cupro_pool *pool[2];
    int left;
    int stay;        /* steps in a pool before the other */
    bool by_install; /* on every second step             */
};

static int go_round(void *arg)
{
    struct round next = *(struct round *)arg;
    if (next.left-- == 0)
        return 77;
    cupro_pool *pool = next.pool[next.left / next.stay % 2];
    if (next.by_install && next.left % 2 == 0)
        return cupro_install(pool, go_round, &next);
    cupro_handle *task;
    int error = cupro_task_start(&task, go_round, &next, .pool = pool);
    return error != 0 ? error : cupro_task_wait(task);
}

START_TEST(pools_of_one_thread_wait_for_each_other)
{
    for (int mode = 0; mode < 6; mode++) {
        struct round round = {.left = 9, .stay = 1 + mode / 2, .by_install = mode % 2};
        ck_assert_int_eq(cupro_pool_open(&round.pool[0], .threads = 1 + _i % 3), 0);
        ck_assert_int_eq(cupro_pool_open(&round.pool[1], .threads = 1), 0);
        ck_assert_int_eq(go_round(&round), 77);
        ck_assert_int_eq(cupro_pool_close(round.pool[0]), 0);
        ck_assert_int_eq(cupro_pool_close(round.pool[1]), 0);
    }
}
END_TEST

int main(void)
{
    return RUN_TESTS("task_work", PLACES, a_pool_with_a_task_serves_others, tasks_run_operations,
                     an_operation_in_a_task_has_the_threads_that_have_none,
                     a_broadcast_waits_for_tasks, tasks_wait_for_tasks,
                     pools_of_one_thread_wait_for_each_other);
}
