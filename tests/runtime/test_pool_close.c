/* SPDX-License-Identifier: MIT */
/* Closing pools: what is waited for, who may close, what is left. */
#include "run_tests.h"
#include "runtime/origins.h"
#include "runtime/process.h"
#include "runtime/work.h"

static int open_use_close(void *arg)
{
    (void)arg;
    cupro_pool *pool;
    int error = cupro_pool_open(&pool, .threads = 2, .bind = CUPRO_BIND_SCATTER);
    if (error == 0)
        error = pool_works(pool);
    return error != 0 ? error : cupro_pool_close(pool);
}

START_TEST(closing_nothing_is_allowed)
{
    ck_assert_int_eq(cupro_pool_close(NULL), 0);
}
END_TEST

START_TEST(a_pool_closes_once)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 2), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    ck_assert_int_eq(cupro_pool_close(pool), CUPRO_EINVAL);
}
END_TEST

START_TEST(three_hundred_pools_leave_nothing_behind)
{
    static const cupro_bind binds[] = {CUPRO_BIND_NONE, CUPRO_BIND_CORE, CUPRO_BIND_SCATTER};
    ck_assert_int_eq(in_bound_pool(open_use_close, NULL), 0);
    int threads = threads_of_process(), descriptors = descriptors_of_process();
    for (int i = 0; i < 300; i++) {
        cupro_pool *pool;
        ck_assert_int_eq(cupro_pool_open(&pool, .threads = 1 + i % 4, .bind = binds[i % 3]), 0);
        if (i % 10 == 0)
            ck_assert_int_eq(pool_works(pool), 0);
        ck_assert_int_eq(cupro_pool_close(pool), 0);
    }
    ck_assert(no_more_threads_than(threads));
    ck_assert_int_eq(descriptors_of_process(), descriptors);
    ck_assert_int_lt(threads_of_process(), threads + 8);
}
END_TEST

/* -- By whom ------------------------------------------------------------------------------------
 */

static int close_it(void *pool)
{
    return cupro_pool_close(pool);
}

static int close_in_body(size_t lo, size_t hi, void *pool)
{
    (void)lo;
    (void)hi;
    return cupro_pool_close(pool);
}

static int close_in_broadcast(int index, void *pool)
{
    (void)index;
    return cupro_pool_close(pool);
}

START_TEST(a_pool_does_not_close_from_its_own_threads)
{
    for (int threads = 1; threads <= 3; threads++) {
        cupro_pool *pool;
        ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads), 0);
        ck_assert_int_eq(cupro_install(pool, close_it, pool), CUPRO_EBUSY);
        ck_assert_int_eq(cupro_for(6, close_in_body, pool, .pool = pool, .grain = 1), CUPRO_EBUSY);
        ck_assert_int_eq(cupro_broadcast(pool, close_in_broadcast, pool), CUPRO_EBUSY);
        ck_assert_int_eq(pool_works(pool), 0);
        ck_assert_int_eq(cupro_pool_close(pool), 0);
    }
}
END_TEST

struct pair {
    cupro_pool *outer, *inner;
};

static int close_outer_on_inner(void *arg)
{
    struct pair *pair = arg;
    return cupro_install(pair->inner, close_it, pair->outer);
}

static int close_outer_from_body(size_t lo, size_t hi, void *arg)
{
    (void)lo;
    (void)hi;
    return close_outer_on_inner(arg);
}

START_TEST(a_pool_does_not_close_below_a_call_that_its_threads_wait_for)
{
    struct pair pair;
    ck_assert_int_eq(cupro_pool_open(&pair.outer, .threads = 2), 0);
    ck_assert_int_eq(cupro_pool_open(&pair.inner, .threads = 2), 0);
    ck_assert_int_eq(cupro_install(pair.outer, close_outer_on_inner, &pair), CUPRO_EBUSY);
    ck_assert_int_eq(cupro_for(6, close_outer_from_body, &pair, .pool = pair.outer, .grain = 1),
                     CUPRO_EBUSY);
    ck_assert_int_eq(cupro_pool_close(pair.outer), 0);
    ck_assert_int_eq(cupro_pool_close(pair.inner), 0);
}
END_TEST

START_TEST(another_pools_thread_may_close_it)
{
    struct pair pair;
    ck_assert_int_eq(cupro_pool_open(&pair.outer, .threads = 2), 0);
    ck_assert_int_eq(cupro_pool_open(&pair.inner, .threads = 2), 0);
    ck_assert_int_eq(cupro_install(pair.inner, close_it, pair.outer), 0);
    ck_assert_int_eq(pool_works(pair.outer), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_pool_close(pair.inner), 0);
}
END_TEST

START_TEST(pools_come_and_go_wherever_the_caller_is)
{
    for (size_t i = 0; i < ORIGINS; i++)
        ck_assert_msg(origins[i].run(open_use_close, NULL) == 0, "in %s", origins[i].name);
}
END_TEST

/* -- While others use it ------------------------------------------------------------------------
 */

struct long_loop {
    cupro_pool *pool;
    atomic_bool begun;
    atomic_int done;
    int result;
};

static int slow_body(size_t lo, size_t hi, void *ctx)
{
    struct long_loop *loop = ctx;
    atomic_store(&loop->begun, true);
    sleep_ms(5);
    atomic_fetch_add(&loop->done, (int)(hi - lo));
    return 0;
}

static void *run_long_loop(void *arg)
{
    struct long_loop *loop = arg;
    loop->result = cupro_for(40, slow_body, loop, .pool = loop->pool, .grain = 1);
    return NULL;
}

START_TEST(closing_waits_for_the_operations_under_way)
{
    struct long_loop loop = {0};
    pthread_t thread;
    ck_assert_int_eq(cupro_pool_open(&loop.pool, .threads = 2), 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, run_long_loop, &loop), 0);
    while (!atomic_load(&loop.begun))
        sleep_ms(1);
    ck_assert_int_eq(cupro_pool_close(loop.pool), 0);
    ck_assert_int_eq(atomic_load(&loop.done), 40);
    pthread_join(thread, NULL);
    ck_assert_int_eq(loop.result, 0);
}
END_TEST

struct visit_home {
    struct pair pair;
    atomic_bool inside;
    int result;
};

static int come_back_late(void *arg)
{
    struct visit_home *trip = arg;
    atomic_store(&trip->inside, true);
    sleep_ms(100);
    return pool_works(trip->pair.outer);
}

static int go_to_inner(void *arg)
{
    struct visit_home *trip = arg;
    return cupro_install(trip->pair.inner, come_back_late, trip);
}

static void *go_to_outer(void *arg)
{
    struct visit_home *trip = arg;
    trip->result = cupro_install(trip->pair.outer, go_to_inner, trip);
    return NULL;
}

START_TEST(closing_does_not_break_what_is_under_way)
{
    struct visit_home trip = {0};
    pthread_t thread;
    ck_assert_int_eq(cupro_pool_open(&trip.pair.outer, .threads = 2), 0);
    ck_assert_int_eq(cupro_pool_open(&trip.pair.inner, .threads = 2), 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, go_to_outer, &trip), 0);
    while (!atomic_load(&trip.inside))
        sleep_ms(1);
    ck_assert_int_eq(cupro_pool_close(trip.pair.outer), 0);
    pthread_join(thread, NULL);
    ck_assert_int_eq(trip.result, 0);
    ck_assert_int_eq(cupro_pool_close(trip.pair.inner), 0);
}
END_TEST

struct race {
    cupro_pool *pool;
    atomic_int closed, refused;
};

static void *close_in_race(void *arg)
{
    struct race *race = arg;
    int result = cupro_pool_close(race->pool);
    atomic_fetch_add(result == 0 ? &race->closed : &race->refused, 1);
    return NULL;
}

START_TEST(of_several_that_close_at_once_one_succeeds)
{
    for (int round = 0; round < 20; round++) {
        struct race race = {0};
        pthread_t thread[4];
        ck_assert_int_eq(cupro_pool_open(&race.pool, .threads = 2), 0);
        for (int i = 0; i < 4; i++)
            ck_assert_int_eq(pthread_create(&thread[i], NULL, close_in_race, &race), 0);
        for (int i = 0; i < 4; i++)
            pthread_join(thread[i], NULL);
        ck_assert_int_eq(race.closed, 1);
        ck_assert_int_eq(race.refused, 3);
    }
}
END_TEST

int main(void)
{
    return RUN_TESTS(
        "pool_close", 1, closing_nothing_is_allowed, a_pool_closes_once,
        three_hundred_pools_leave_nothing_behind, a_pool_does_not_close_from_its_own_threads,
        a_pool_does_not_close_below_a_call_that_its_threads_wait_for,
        another_pools_thread_may_close_it, pools_come_and_go_wherever_the_caller_is,
        closing_waits_for_the_operations_under_way, closing_does_not_break_what_is_under_way,
        of_several_that_close_at_once_one_succeeds);
}
