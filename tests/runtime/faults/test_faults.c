/* SPDX-License-Identifier: MIT */
/*
 * Memory or threads that are refused, at each point of each verb in turn: an error code or a right
 * result, nothing leaked, no thread left, and the next call works.
 */
#include "places.h"
#include "run_tests.h"
#include "runtime/children.h"
#include "runtime/faults/faults.h"
#include "runtime/faults/faulty_verbs.h"
#include "runtime/origins.h"
#include "runtime/process.h"
#include "runtime/work.h"

cupro_pool *target;
int32_t numbers[N];
static const struct verb *const lists[] = {loop_verbs, chain_verbs, task_verbs, array_verbs,
                                           sort_verbs};

static int run_pool(void)
{
    cupro_pool *pool;
    int code = cupro_pool_open(&pool, .threads = 3, .name = "brittle");
    if (code != 0)
        return pool == NULL ? code : WRONG_RESULT;
    code = pool_works(pool);
    return cupro_pool_close(pool) == 0 ? code : WRONG_RESULT;
}

static int run_bound_pool(void)
{
    static const cupro_bind binds[] = {CUPRO_BIND_COMPACT, CUPRO_BIND_NUMA, CUPRO_BIND_LIST};
    int code = 0;
    for (size_t i = 0; i < 3 && code == 0; i++) {
        cupro_pool *pool;
        code = cupro_pool_open(&pool, .threads = 3, .bind = binds[i],
                               .cpus = binds[i] == CUPRO_BIND_LIST ? "0" : NULL);
        if (code == 0)
            code = cupro_pool_close(pool);
    }
    return code;
}

static const struct verb pools[] = {
    {"a pool", run_pool},
    {"bound pools", run_bound_pool},
    {NULL, NULL},
};

/* -- One fault after the other ------------------------------------------------------------------
 */

static void expect_code(const struct verb *verb, enum fault fault, int which, int code, bool struck)
{
    /* Whoever cannot get the memory to try threads has no threads. */
    bool excused = code == CUPRO_ETHREADS || (code == CUPRO_ENOMEM && fault == FAULT_OF_MEMORY);
    ck_assert_msg(code == 0 || (struck && excused), "%s, fault %d: %s", verb->name, which,
                  cupro_errname(code));
}

/* An offer that came too late is given back by the thread that finds it so; also one from before,
 * so that there may be less in the end. */
static bool blocks_settle(long blocks)
{
    for (int ms = 0; ms < 2000 && faults_blocks() > blocks; ms++)
        sleep_ms(1);
    return faults_blocks() <= blocks;
}

/* Fail the first, second, … call until the verb gets by without: true if the last one did. */
static void fail_in_turn(const struct verb *verb, enum fault fault, bool on)
{
    bool struck = true;
    for (int which = 1; struck; which += which < 40 ? 1 : 37) {
        long blocks = faults_blocks();
        faults_arm(fault, which, on);
        int code = verb->run();
        struck = faults_disarm();
        expect_code(verb, fault, which, code, struck);
        ck_assert_msg(blocks_settle(blocks), "%s, fault %d: a leak", verb->name, which);
        code = verb->run();
        ck_assert_msg(code == 0, "%s after fault %d: %s", verb->name, which, cupro_errname(code));
    }
}

static void fail_everywhere(const struct verb *list, enum fault fault)
{
    for (const struct verb *verb = list; verb->name != NULL; verb++) {
        ck_assert_msg(verb->run() == 0, "%s", verb->name);
        fail_in_turn(verb, fault, false);
        fail_in_turn(verb, fault, true);
    }
}

static void fail_all_verbs(enum fault fault)
{
    for (size_t l = 0; l < COUNT_OF(lists); l++)
        fail_everywhere(lists[l], fault);
}

START_TEST(memory_is_refused_on_the_caller)
{
    fail_all_verbs(FAULT_OF_MEMORY);
}
END_TEST

START_TEST(memory_is_refused_to_pools)
{
    fail_everywhere(pools, FAULT_OF_MEMORY);
}
END_TEST

/* More threads than there is room for on the stack. */
START_TEST(memory_is_refused_in_a_pool)
{
    static const int threads[] = {1, 3, 70};
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        ck_assert_int_eq(cupro_pool_open(&target, .threads = threads[i]), 0);
        fail_all_verbs(FAULT_OF_MEMORY);
        ck_assert_int_eq(cupro_pool_close(target), 0);
    }
}
END_TEST

START_TEST(threads_are_refused)
{
    int before = threads_of_process();
    fail_all_verbs(FAULT_OF_THREADS);
    fail_everywhere(pools, FAULT_OF_THREADS);
    ck_assert(no_more_threads_than(before + cupro_threads(NULL)));
}
END_TEST

static int all_verbs(void *arg)
{
    (void)arg;
    for (size_t l = 0; l < COUNT_OF(lists); l++)
        for (const struct verb *verb = lists[l]; verb->name != NULL; verb++)
            if (verb->run() != 0)
                return WRONG_RESULT;
    return 0;
}

static int first_call_meets(void *arg)
{
    faults_arm(*(enum fault *)arg, 1, true);
    int code = loop_verbs[0].run();
    faults_disarm();
    return code != 0 ? code : all_verbs(NULL);
}

START_TEST(a_first_operation_does_without_helpers)
{
    enum fault fault = FAULT_OF_THREADS;
    ck_assert_int_eq(on_own_thread(first_call_meets, &fault), 0);
    ck_assert_int_eq(first_call_meets(&fault), 0);
}
END_TEST

/* -- In a child, where a pool has to start its threads again ------------------------------------
 */

static int come_back_later(void *arg)
{
    faults_arm(*(enum fault *)arg, 1, true);
    int refused = pool_works(target);
    faults_disarm();
    if (refused != CUPRO_ETHREADS && refused != CUPRO_ENOMEM)
        return 1;
    if (pool_works(target) != 0)
        return 2;
    return cupro_pool_close(target);
}

static int close_without_threads(void *arg)
{
    faults_arm(*(enum fault *)arg, 1, true);
    int code = cupro_pool_close(target);
    faults_disarm();
    return code;
}

START_TEST(a_pool_that_cannot_come_back_in_a_child_can_later)
{
    enum fault faults[] = {FAULT_OF_THREADS, FAULT_OF_MEMORY};
    ck_assert_int_eq(cupro_pool_open(&target, .threads = 3), 0);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(in_child(come_back_later, &faults[i]), 0);
    ck_assert_int_eq(cupro_pool_close(target), 0);
}
END_TEST

START_TEST(a_pool_that_never_came_back_closes)
{
    enum fault fault = FAULT_OF_THREADS;
    ck_assert_int_eq(cupro_pool_open(&target, .threads = 3), 0);
    ck_assert_int_eq(in_child(close_without_threads, &fault), 0);
    ck_assert_int_eq(cupro_pool_close(target), 0);
}
END_TEST

int main(void)
{
    for (int i = 0; i < N; i++)
        numbers[i] = i;
    return RUN_TESTS(
        "faults", 1, memory_is_refused_on_the_caller, memory_is_refused_to_pools,
        memory_is_refused_in_a_pool, threads_are_refused, a_first_operation_does_without_helpers,
        a_pool_that_cannot_come_back_in_a_child_can_later, a_pool_that_never_came_back_closes);
}
