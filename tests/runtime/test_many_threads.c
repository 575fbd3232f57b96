/* SPDX-License-Identifier: MIT */
/* Many threads of the program's own that use the library at once, come and go. */
#include "run_tests.h"
#include "runtime/crowd.h"
#include "runtime/origins.h"
#include "runtime/process.h"
#include "runtime/work.h"

enum { CALLERS = 8, ROUNDS = 60 };

/* What all callers of one test share. */
struct company {
    cupro_pool *pool;
    atomic_int most_threads; /* that the process was seen to have */
};

static void note_threads(struct company *company)
{
    int now = threads_of_process(), most = atomic_load(&company->most_threads);
    while (now > most && !atomic_compare_exchange_weak(&company->most_threads, &most, now))
        ;
}

static int call_default(void *arg)
{
    int result = 0;
    for (int i = 0; i < ROUNDS && result == 0; i++) {
        result = pool_works(NULL);
        note_threads(arg);
    }
    return result;
}

static int call_pool(void *arg)
{
    struct company *company = arg;
    int result = 0;
    for (int i = 0; i < ROUNDS && result == 0; i++)
        result = pool_works(company->pool);
    return result;
}

static int call_in_turn(void *arg)
{
    struct company *company = arg;
    int result = 0;
    for (int i = 0; i < ROUNDS && result == 0; i++)
        result = pool_works(i % 2 == 0 ? company->pool : NULL);
    return result;
}

static int open_and_close(void *arg)
{
    int result = 0;
    for (int i = 0; i < ROUNDS / 2 && result == 0; i++) {
        cupro_pool *pool;
        result = cupro_pool_open(&pool, .threads = 1 + i % 3);
        if (result == 0)
            result = pool_works(pool);
        if (result == 0)
            result = cupro_pool_close(pool);
        note_threads(arg);
    }
    return result;
}

/* Callers 0, 1, … do the jobs in turn, all at once. */
static void run_callers(cupro_task *const *jobs, size_t count, struct company *company)
{
    struct trip trip[CALLERS];
    pthread_t thread[CALLERS];
    for (size_t i = 0; i < CALLERS; i++) {
        trip[i] = (struct trip){jobs[i % count], company, WRONG_RESULT};
        ck_assert_int_eq(pthread_create(&thread[i], NULL, thread_of_trip, &trip[i]), 0);
    }
    for (size_t i = 0; i < CALLERS; i++)
        pthread_join(thread[i], NULL);
    for (size_t i = 0; i < CALLERS; i++)
        ck_assert_int_eq(trip[i].result, 0);
}

START_TEST(eight_threads_use_the_default_pool)
{
    static cupro_task *const jobs[] = {call_default};
    struct company company = {0};
    int usual = cupro_threads(NULL), before = threads_of_process();
    for (int round = 0; round < 3; round++)
        run_callers(jobs, 1, &company);
    /* Two teams at most, the owner's and the helpers', and those that probe the limits. */
    ck_assert_int_le(atomic_load(&company.most_threads), before + CALLERS + 4 * usual);
}
END_TEST

START_TEST(eight_threads_use_one_pool)
{
    static cupro_task *const jobs[] = {call_pool};
    struct company company = {0};
    for (int threads = 1; threads <= 3; threads++) {
        ck_assert_int_eq(cupro_pool_open(&company.pool, .threads = threads), 0);
        run_callers(jobs, 1, &company);
        ck_assert_int_eq(cupro_pool_close(company.pool), 0);
    }
}
END_TEST

START_TEST(eight_threads_use_both_while_pools_come_and_go)
{
    static cupro_task *const jobs[] = {call_in_turn, call_default, call_pool, open_and_close};
    struct company company = {0};
    int before = threads_of_process();
    ck_assert_int_eq(cupro_pool_open(&company.pool, .threads = 3), 0);
    run_callers(jobs, 4, &company);
    ck_assert_int_eq(cupro_pool_close(company.pool), 0);
    ck_assert(no_more_threads_than(before + cupro_threads(NULL)));
}
END_TEST

/* -- Threads inside bodies ----------------------------------------------------------------------
 */

static int works_anywhere(void *arg)
{
    (void)arg;
    return pool_works(NULL);
}

static int create_thread_in_body(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    return on_own_thread(works_anywhere, ctx);
}

static int threads_in_bodies(void *arg)
{
    return cupro_for(12, create_thread_in_body, arg, .grain = 1);
}

START_TEST(a_body_may_wait_for_a_thread_that_calls)
{
    for (size_t i = 0; i < ORIGINS; i++) {
        int result = origins[i].run(threads_in_bodies, NULL);
        ck_assert_msg(result == 0, "in %s: %d", origins[i].name, result);
    }
}
END_TEST

/* -- Owners of the default team -----------------------------------------------------------------
 */

static int join_crowd(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    crowd_join(ctx);
    sleep_ms(1);
    return 0;
}

static int several_take_part(void *arg)
{
    (void)arg;
    struct crowd crowd = CROWD_OF_NONE;
    int result = cupro_for(40, join_crowd, &crowd, .grain = 1);
    return result == 0 && crowd.size < 2 ? WRONG_RESULT : result;
}

/* The first that calls owns the default team, and takes it away when it ends. */
START_TEST(owners_come_and_go)
{
    setenv("CUPRO_NUM_THREADS", "3", 1);
    int before = threads_of_process();
    for (int i = 0; i < 30; i++)
        ck_assert_int_eq(on_own_thread(several_take_part, NULL), 0);
    ck_assert(no_more_threads_than(before + 2));
    ck_assert_int_eq(several_take_part(NULL), 0);
    for (int i = 0; i < 30; i++)
        ck_assert_int_eq(on_own_thread(several_take_part, NULL), 0);
    ck_assert(no_more_threads_than(before + 4));
}
END_TEST

START_TEST(threads_that_end_leave_no_descriptor)
{
    struct company company = {0};
    static cupro_task *const jobs[] = {call_default, open_and_close};
    run_callers(jobs, 2, &company);
    int before = descriptors_of_process();
    run_callers(jobs, 2, &company);
    ck_assert_int_eq(descriptors_of_process(), before);
}
END_TEST

int main(void)
{
    return RUN_TESTS("many_threads", 1, eight_threads_use_the_default_pool,
                     eight_threads_use_one_pool, eight_threads_use_both_while_pools_come_and_go,
                     a_body_may_wait_for_a_thread_that_calls, owners_come_and_go,
                     threads_that_end_leave_no_descriptor);
}
