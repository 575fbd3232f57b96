/* SPDX-License-Identifier: MIT */
/* cupro_install and `.pool =`: who runs what, and what a thread is told about itself. */
#include "run_tests.h"
#include "runtime/origins.h"
#include "runtime/pool_crowd.h"
#include "runtime/process.h"
#include "runtime/work.h"

static int join_task(void *arg)
{
    crowd_join(arg);
    return 0;
}

static int return_code(void *code)
{
    return *(int *)code;
}

START_TEST(install_runs_the_task_on_the_pool_and_returns_its_code)
{
    cupro_pool *pool = pool_of(3);
    struct crowd members = members_of(pool), crowd = CROWD_OF_NONE;
    ck_assert_int_eq(cupro_install(pool, join_task, &crowd), 0);
    ck_assert_int_eq(crowd.size, 1);
    ck_assert(crowd_within(&crowd, &members));
    for (int code = -3; code <= 3; code++)
        ck_assert_int_eq(cupro_install(pool, return_code, &(int){100 * code}), 100 * code);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

static int loop_in_crowd(void *arg)
{
    return cupro_for(64, join_crowd, arg, .grain = 1);
}

START_TEST(operations_inside_install_stay_in_the_pool)
{
    cupro_pool *pool = pool_of(3);
    struct crowd members = members_of(pool), crowd = CROWD_OF_NONE;
    ck_assert_int_eq(cupro_install(pool, loop_in_crowd, &crowd), 0);
    ck_assert(crowd_within(&crowd, &members));
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

/* However small the work is, and whether or not its first elements are timed. */
START_TEST(bodies_for_a_pool_never_run_on_the_caller)
{
    static const struct {
        size_t n, grain;
        int threads;
    } table[] = {{1, 0, 0}, {1, 1, 0}, {7, 0, 1}, {100, 0, 0}, {100, 1, 0}, {100000, 0, 0}};
    for (int threads = 1; threads <= 3; threads++) {
        cupro_pool *pool = pool_of(threads);
        struct crowd members = members_of(pool), crowd = CROWD_OF_NONE;
        for (size_t i = 0; i < sizeof table / sizeof *table; i++)
            ck_assert_int_eq(cupro_for(table[i].n, join_crowd, &crowd, .grain = table[i].grain,
                                       .threads = table[i].threads, .pool = pool),
                             0);
        ck_assert_int_ge(crowd.size, 1);
        ck_assert(crowd_within(&crowd, &members));
        ck_assert(!crowd_has(&members, gettid()));
        ck_assert_int_eq(cupro_pool_close(pool), 0);
    }
}
END_TEST

/* -- On the pool's own threads ------------------------------------------------------------------
 */

static int same_thread(void *arg)
{
    return *(pid_t *)arg == gettid() ? 0 : WRONG_RESULT;
}

static int install_again(void *pool)
{
    return cupro_install(pool, same_thread, &(pid_t){gettid()});
}

static int install_again_in_body(size_t lo, size_t hi, void *pool)
{
    (void)lo;
    (void)hi;
    return install_again(pool);
}

START_TEST(on_a_thread_of_the_pool_install_is_a_call)
{
    cupro_pool *pool = pool_of(3);
    ck_assert_int_eq(cupro_install(pool, install_again, pool), 0);
    ck_assert_int_eq(cupro_for(30, install_again_in_body, pool, .pool = pool, .grain = 1), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

/* -- Indexes ------------------------------------------------------------------------------------
 */

struct indexes {
    int threads; /* indexes are below that; 0: below what cupro_threads says */
    atomic_flag taken[64];
};

/* In a body: nobody else has this index now. */
static int index_is_mine_alone(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    struct indexes *indexes = ctx;
    int index = cupro_thread_index(), threads = indexes->threads;
    if (index < 0 || index >= (threads > 0 ? threads : cupro_threads(NULL)))
        return 1;
    if (atomic_flag_test_and_set(&indexes->taken[index]))
        return 2;
    sleep_ms(1);
    atomic_flag_clear(&indexes->taken[index]);
    return 0;
}

static int indexes_are_right(void *arg)
{
    int outside = cupro_thread_index();
    struct indexes indexes = {.threads = cupro_threads(NULL)};
    (void)arg;
    int result = cupro_for(40, index_is_mine_alone, &indexes, .grain = 1);
    return result == 0 && cupro_thread_index() != outside ? 3 : result;
}

START_TEST(no_two_threads_of_an_operation_have_one_index)
{
    for (size_t i = 0; i < ORIGINS; i++) {
        int result = origins[i].run(indexes_are_right, NULL);
        ck_assert_msg(result == 0, "in %s: %d", origins[i].name, result);
    }
    ck_assert_int_eq(cupro_thread_index(), -1);
}
END_TEST

/* -- Numbers of threads -------------------------------------------------------------------------
 */

START_TEST(a_call_has_at_most_the_threads_it_asks_for)
{
    static const struct {
        int pool, call, most;
    } table[] = {{3, 1, 1}, {3, 2, 2}, {3, 3, 3}, {3, 64, 3}, {1, 2, 1}, {7, 4, 4}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        cupro_pool *pool = pool_of(table[i].pool);
        struct crowd crowd = CROWD_OF_NONE;
        ck_assert_int_eq(
            cupro_for(200, join_crowd, &crowd, .pool = pool, .grain = 1, .threads = table[i].call),
            0);
        ck_assert_int_le(crowd.size, table[i].most);
        ck_assert_int_eq(cupro_pool_close(pool), 0);
    }
}
END_TEST

static int ask_for_more(void *arg)
{
    (void)arg;
    return loop_goes_right(1000, &(cupro_call){.threads = 9, .grain = 1});
}

START_TEST(more_threads_than_there_are_may_be_asked_for_anywhere)
{
    for (size_t i = 0; i < ORIGINS; i++)
        ck_assert_msg(origins[i].run(ask_for_more, NULL) == 0, "in %s", origins[i].name);
}
END_TEST

int main(void)
{
    return RUN_TESTS(
        "install", 1, install_runs_the_task_on_the_pool_and_returns_its_code,
        operations_inside_install_stay_in_the_pool, bodies_for_a_pool_never_run_on_the_caller,
        on_a_thread_of_the_pool_install_is_a_call, no_two_threads_of_an_operation_have_one_index,
        a_call_has_at_most_the_threads_it_asks_for,
        more_threads_than_there_are_may_be_asked_for_anywhere);
}
