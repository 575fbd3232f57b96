/* SPDX-License-Identifier: MIT */
/* cupro_broadcast: once on every thread, in every kind of place; and where it cannot be. */
#include "run_tests.h"
#include "runtime/origins.h"
#include "runtime/process.h"
#include "runtime/work.h"

enum { MOST = 64 };

struct roll {
    atomic_int called[MOST];
    pid_t tid[MOST];
    int failing_from; /* indexes from here on return 200 + index */
};

static int sign(int index, void *arg)
{
    struct roll *roll = arg;
    if (index < 0 || index >= MOST || index != cupro_thread_index())
        return WRONG_RESULT;
    atomic_fetch_add(&roll->called[index], 1);
    roll->tid[index] = gettid();
    return index >= roll->failing_from ? 200 + index : 0;
}

/* Each index below `threads` was called once, on a thread of its own. */
static int roll_is_right(const struct roll *roll, int threads)
{
    for (int i = 0; i < MOST; i++) {
        if (roll->called[i] != (i < threads ? 1 : 0))
            return 1;
        for (int k = 0; k < i && i < threads && !on_serial_backend(); k++)
            if (roll->tid[i] == roll->tid[k])
                return 2;
    }
    return 0;
}

START_TEST(every_thread_is_called_once)
{
    static const int sizes[] = {1, 2, 3, 7, 64};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        cupro_pool *pool;
        ck_assert_int_eq(cupro_pool_open(&pool, .threads = sizes[i]), 0);
        struct roll first = {.failing_from = MOST}, second = {.failing_from = MOST};
        ck_assert_int_eq(cupro_broadcast(pool, sign, &first), 0);
        ck_assert_int_eq(roll_is_right(&first, sizes[i]), 0);
        ck_assert_int_eq(pool_works(pool), 0);
        ck_assert_int_eq(cupro_broadcast(pool, sign, &second), 0);
        ck_assert_int_eq(roll_is_right(&second, sizes[i]), 0);
        ck_assert_mem_eq(first.tid, second.tid, sizeof first.tid);
        ck_assert_int_eq(cupro_pool_close(pool), 0);
    }
}
END_TEST

START_TEST(the_lowest_failing_index_is_returned)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 7), 0);
    for (int from = 0; from <= 7; from++)
        for (int round = 0; round < 10; round++) {
            struct roll roll = {.failing_from = from};
            ck_assert_int_eq(cupro_broadcast(pool, sign, &roll), from < 7 ? 200 + from : 0);
            ck_assert_int_eq(roll_is_right(&roll, 7), 0);
        }
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

/* Without a pool, from a place outside of all operations: the threads that one would have. */
static int broadcast_from_here(void *arg)
{
    (void)arg;
    struct roll roll = {.failing_from = MOST}, failing = {.failing_from = 0};
    int threads = cupro_threads(NULL);
    int result = cupro_broadcast(NULL, sign, &roll);
    if (result == 0)
        result = roll_is_right(&roll, threads);
    if (result == 0 && cupro_broadcast(NULL, sign, &failing) != 200)
        result = WRONG_RESULT;
    return result;
}

START_TEST(it_goes_where_operations_would_go)
{
    for (size_t i = 0; i < ORIGINS; i++) {
        if (origins[i].in_operation)
            continue;
        int result = origins[i].run(broadcast_from_here, NULL);
        ck_assert_msg(result == 0, "in %s: %d", origins[i].name, result);
    }
}
END_TEST

START_TEST(the_caller_is_one_of_the_default_threads)
{
    struct roll roll = {.failing_from = MOST};
    bool there = false;
    ck_assert_int_eq(cupro_broadcast(NULL, sign, &roll), 0);
    for (int i = 0; i < cupro_threads(NULL); i++)
        there |= roll.tid[i] == gettid();
    ck_assert(there);
    ck_assert_int_eq(cupro_thread_index(), -1);
}
END_TEST

/* -- Where it cannot be -------------------------------------------------------------------------
 */

static int nothing(int index, void *arg)
{
    (void)index;
    (void)arg;
    return 0;
}

static int broadcast_in_body(size_t lo, size_t hi, void *pool)
{
    (void)lo;
    (void)hi;
    return cupro_broadcast(pool, nothing, NULL);
}

START_TEST(the_pool_is_busy_inside_its_own_operations)
{
    static const struct {
        size_t n, grain;
    } table[] = {{1, 0}, {1, 1}, {8, 1}, {1000, 0}};
    for (int threads = 1; threads <= 3; threads++) {
        cupro_pool *pool;
        ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads), 0);
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
            int result = cupro_for(table[i].n, broadcast_in_body, pool, .pool = pool,
                                   .grain = table[i].grain);
            ck_assert_msg(result == CUPRO_EBUSY, "%zu by %zu: %d", table[i].n, table[i].grain,
                          result);
            result = cupro_for(table[i].n, broadcast_in_body, NULL, .pool = pool,
                               .grain = table[i].grain);
            ck_assert_int_eq(result, CUPRO_EBUSY);
        }
        ck_assert_int_eq(pool_works(pool), 0);
        ck_assert_int_eq(cupro_pool_close(pool), 0);
    }
}
END_TEST

static int default_is_busy(void *arg)
{
    (void)arg;
    for (int i = 0; i < 10; i++)
        if (cupro_for(8, broadcast_in_body, NULL, .grain = 1) != CUPRO_EBUSY)
            return WRONG_RESULT;
    return 0;
}

START_TEST(so_is_the_default_pool)
{
    ck_assert_int_eq(default_is_busy(NULL), 0);
    ck_assert_int_eq(on_own_thread(default_is_busy, NULL), 0);
}
END_TEST

START_TEST(another_pool_is_not_busy_with_it)
{
    cupro_pool *pool, *other;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 3), 0);
    ck_assert_int_eq(cupro_pool_open(&other, .threads = 2), 0);
    ck_assert_int_eq(cupro_for(8, broadcast_in_body, other, .pool = pool, .grain = 1), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    ck_assert_int_eq(cupro_pool_close(other), 0);
}
END_TEST

/* -- Many at once -------------------------------------------------------------------------------
 */

struct caller {
    cupro_pool *pool;
    int threads;
};

static int broadcast_often(void *arg)
{
    const struct caller *caller = arg;
    for (int i = 0; i < 50; i++) {
        struct roll roll = {.failing_from = MOST};
        int result = cupro_broadcast(caller->pool, sign, &roll);
        if (result == 0)
            result = roll_is_right(&roll, caller->threads);
        if (result == 0)
            result = pool_works(caller->pool);
        if (result != 0)
            return result;
    }
    return 0;
}

START_TEST(several_threads_may_broadcast_to_one_pool)
{
    struct caller caller = {.threads = 3};
    struct trip trip[4];
    pthread_t thread[4];
    ck_assert_int_eq(cupro_pool_open(&caller.pool, .threads = 3), 0);
    for (int i = 0; i < 4; i++) {
        trip[i] = (struct trip){broadcast_often, &caller, WRONG_RESULT};
        ck_assert_int_eq(pthread_create(&thread[i], NULL, thread_of_trip, &trip[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(thread[i], NULL);
        ck_assert_int_eq(trip[i].result, 0);
    }
    ck_assert_int_eq(cupro_pool_close(caller.pool), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("broadcast", 1, every_thread_is_called_once,
                     the_lowest_failing_index_is_returned, it_goes_where_operations_would_go,
                     the_caller_is_one_of_the_default_threads,
                     the_pool_is_busy_inside_its_own_operations, so_is_the_default_pool,
                     another_pool_is_not_busy_with_it, several_threads_may_broadcast_to_one_pool);
}
