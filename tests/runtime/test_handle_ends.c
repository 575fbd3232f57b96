/* SPDX-License-Identifier: MIT */
/* Nobody uses a handle after its release: with the moments drawn out at which two threads meet. The
 * linker sends the calls of <pthread.h> here. */
#include "run_tests.h"
#include "runtime/work.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

int __real_pthread_mutex_lock(pthread_mutex_t *mutex);
int __real_pthread_mutex_unlock(pthread_mutex_t *mutex);
int __real_pthread_mutex_destroy(pthread_mutex_t *mutex);
int __real_pthread_cond_signal(pthread_cond_t *cond);
int __wrap_pthread_mutex_lock(pthread_mutex_t *mutex);
int __wrap_pthread_mutex_unlock(pthread_mutex_t *mutex);
int __wrap_pthread_mutex_destroy(pthread_mutex_t *mutex);
int __wrap_pthread_cond_signal(pthread_cond_t *cond);

/* Microseconds that this thread takes before it locks, and after it unlocks. */
static _Thread_local useconds_t before_lock, after_unlock;
static atomic_int before_signal; /* the same for whoever signals */

static atomic_uintptr_t approached; /* what a thread is about to lock */
static atomic_bool pulled_away;     /* that was destroyed meanwhile, or while locked */

int __wrap_pthread_mutex_lock(pthread_mutex_t *mutex)
{
    if (before_lock > 0) {
        approached = (uintptr_t)mutex;
        usleep(before_lock);
        approached = 0;
    }
    return pulled_away ? 0 : __real_pthread_mutex_lock(mutex);
}

int __wrap_pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    int error = __real_pthread_mutex_unlock(mutex);
    if (after_unlock > 0)
        usleep(after_unlock);
    return error;
}

int __wrap_pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    if (approached == (uintptr_t)mutex)
        pulled_away = true;
    int error = __real_pthread_mutex_destroy(mutex);
    if (error == EBUSY)
        pulled_away = true;
    return error;
}

int __wrap_pthread_cond_signal(pthread_cond_t *cond)
{
    if (before_signal > 0)
        usleep((useconds_t)before_signal);
    return __real_pthread_cond_signal(cond);
}

static int until_stopped(void *arg)
{
    (void)arg;
    while (!cupro_stop_requested(cupro_task_stop()))
        usleep(20);
    return 3;
}

static void *cancel_slowly(void *task)
{
    before_lock = 5000;
    cupro_task_cancel(task);
    before_lock = 0;
    return NULL;
}

START_TEST(who_cancels_has_left_before_the_waiter_returns)
{
    cupro_pool *pool;
    cupro_handle *task;
    pthread_t other;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 2), 0);
    ck_assert_int_eq(cupro_task_start(&task, until_stopped, NULL, .pool = pool), 0);
    usleep(2000);
    ck_assert_int_eq(pthread_create(&other, NULL, cancel_slowly, task), 0);
    ck_assert_int_eq(cupro_task_wait(task), 3);
    ck_assert_int_eq(pthread_join(other, NULL), 0);
    ck_assert(!pulled_away);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

static int nap(void *arg)
{
    usleep(*(const useconds_t *)arg);
    return 9;
}

START_TEST(who_ends_the_task_has_left_before_a_timed_wait_returns)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 1), 0);
    before_signal = 5000;
    for (useconds_t us = 5000; us < 15000; us += 1000) {
        cupro_handle *task;
        int result = 0;
        ck_assert_int_eq(cupro_task_start(&task, nap, &us, .pool = pool), 0);
        after_unlock = 1000;
        while (cupro_task_wait_until(task, 1, &result) != 0)
            ;
        after_unlock = 0;
        ck_assert_int_eq(result, 9);
        ck_assert(!pulled_away);
    }
    before_signal = 0;
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("handle_ends", 1, who_cancels_has_left_before_the_waiter_returns,
                     who_ends_the_task_has_left_before_a_timed_wait_returns);
}
