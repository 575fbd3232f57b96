/* SPDX-License-Identifier: MIT */
/* Joins: both sides run once, on any threads, and what fails comes back. */
#include "places.h"
#include "run_tests.h"

#include <cupro/error.h>
#include <cupro/loop.h>
#include <cupro/task.h>
#include <pthread.h>
#include <stdatomic.h>

struct fib {
    int n;
    long result;
};

static int fib(void *arg)
{
    struct fib *f = arg;
    if (f->n < 2) {
        f->result = f->n;
        return 0;
    }
    struct fib a = {f->n - 1, 0}, b = {f->n - 2, 0};
    int error = cupro_join(fib, &a, fib, &b);
    f->result = a.result + b.result;
    return error;
}

static int run_at(struct place place, cupro_task *task, void *arg)
{
    if (place.pool != NULL)
        return cupro_install(place.pool, task, arg);
    return task(arg);
}

START_TEST(a_tree_of_joins_has_all_its_leaves)
{
    struct place place = place_open(_i);
    static const long expected[] = {0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55};
    for (int n = 0; n <= 10; n++) {
        struct fib f = {n, -1};
        ck_assert_int_eq(run_at(place, fib, &f), 0);
        ck_assert_int_eq(f.result, expected[n]);
    }
    for (int round = 0; round < 20; round++) {
        struct fib f = {18, -1};
        ck_assert_int_eq(run_at(place, fib, &f), 0);
        ck_assert_int_eq(f.result, 2584);
    }
    place_close(&place);
}
END_TEST

/* -- Failures -----------------------------------------------------------------------------------
 */

static int give(void *arg)
{
    return *(int *)arg;
}

START_TEST(the_left_code_comes_before_the_right_one)
{
    int zero = 0, one = 1, two = 2;
    ck_assert_int_eq(cupro_join(give, &zero, give, &zero), 0);
    ck_assert_int_eq(cupro_join(give, &one, give, &zero), 1);
    ck_assert_int_eq(cupro_join(give, &zero, give, &two), 2);
    ck_assert_int_eq(cupro_join(give, &one, give, &two), 1);
    ck_assert_int_eq(cupro_join(NULL, &one, give, &two), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_join(give, &one, NULL, &two), CUPRO_EINVAL);
}
END_TEST

/* -- Nesting ------------------------------------------------------------------------------------
 */

static int fibs_of_range(size_t lo, size_t hi, void *ctx)
{
    for (size_t i = lo; i < hi; i++) {
        struct fib f = {12, -1};
        int error = fib(&f);
        if (error != 0)
            return error;
        *(_Atomic long *)ctx += f.result;
    }
    return 0;
}

static int loop_of_fibs(void *arg)
{
    return cupro_for(64, fibs_of_range, arg, .grain = 1);
}

START_TEST(joins_in_loops_in_joins_finish)
{
    struct place place = place_open(_i);
    _Atomic long a = 0, b = 0;
    ck_assert_int_eq(cupro_for(64, fibs_of_range, &a, AT(place), .grain = 1), 0);
    ck_assert_int_eq(a, 64 * 144);
    a = 0;
    ck_assert_int_eq(cupro_join(loop_of_fibs, &a, loop_of_fibs, &b), 0);
    ck_assert_int_eq(a, 64 * 144);
    ck_assert_int_eq(b, 64 * 144);
    place_close(&place);
}
END_TEST

/* -- Locks --------------------------------------------------------------------------------------
 */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int fib_under_lock(void *arg)
{
    struct fib *f = arg;
    pthread_mutex_lock(&lock);
    int error = fib(f);
    pthread_mutex_unlock(&lock);
    return error;
}

static int fibs_under_lock(void *arg)
{
    struct fib *f = arg;
    if (f->n < 14)
        return fib_under_lock(f);
    struct fib a = {f->n - 1, 0}, b = {f->n - 1, 0};
    int error = cupro_join(fibs_under_lock, &a, fibs_under_lock, &b);
    f->result = a.result + b.result;
    return error;
}

/* Who waits inside its lock must not begin another task that wants it. */
START_TEST(a_lock_may_be_held_across_a_join)
{
    struct place place = place_open(_i);
    struct fib f = {20, 0};
    ck_assert_int_eq(run_at(place, fibs_under_lock, &f), 0);
    ck_assert_int_eq(f.result, 128 * 233);
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS("join", PLACES, a_tree_of_joins_has_all_its_leaves,
                     the_left_code_comes_before_the_right_one, joins_in_loops_in_joins_finish,
                     a_lock_may_be_held_across_a_join);
}
