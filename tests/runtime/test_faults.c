/* SPDX-License-Identifier: MIT */
/*
 * Memory or threads that are refused, at each point of each verb in turn: an error code or a right
 * result, nothing leaked, no thread left, and the next call works.
 */
#include "run_tests.h"
#include "runtime/children.h"
#include "runtime/faults.h"
#include "runtime/origins.h"
#include "runtime/process.h"
#include "runtime/work.h"

enum { N = 1000 };

static cupro_pool *target; /* where the verbs go; NULL: default */
static int32_t numbers[N];

/* -- The verbs ----------------------------------------------------------------------------------
 * Each returns the library's code, or WRONG_RESULT if that is 0 and the result wrong, or if it is
 * not and something was written.
 */

CUPRO_MAP(negative, int32_t, int32_t, x, -x);
CUPRO_FILTER(even, int32_t, x, x % 2 == 0);

static int judged(int code, bool right, bool untouched)
{
    return (code == 0 ? right : untouched) ? code : WRONG_RESULT;
}

static int run_for(void)
{
    static atomic_uchar visits[N];
    memset((void *)visits, 0, sizeof visits);
    int code = cupro_for(N, visit, visits, .grain = 3, .pool = target, .threads = 70);
    return judged(code, visits[0] == 1 && visits[N - 1] == 1, true);
}

static int run_chunks(void)
{
    static atomic_uchar visits[N];
    memset((void *)visits, 0, sizeof visits);
    int code = cupro_chunks(N, 7, visit, visits, .pool = target, .threads = 70);
    return judged(code, visits[0] == 1 && visits[N - 1] == 1, true);
}

static int run_records(void)
{
    static const char text[] = "one\ntwo\nthree\nfour";
    static atomic_uchar visits[sizeof text];
    memset((void *)visits, 0, sizeof visits);
    int code =
        cupro_records(text, sizeof text - 1, '\n', visit, visits, .grain = 2, .pool = target);
    return judged(code, visits[0] == 1 && visits[sizeof text - 2] == 1, true);
}

static int run_fold(void)
{
    uint64_t sum = 77;
    int code = cupro_fold(N, add_indexes, &cupro_plus_u64, &sum, NULL, .pool = target);
    return judged(code, sum == N * (N - 1) / 2, sum == 77);
}

static int run_fold_workers(void)
{
    uint64_t sum = 77;
    int code = cupro_fold_workers(N, add_indexes, &cupro_plus_u64, &sum, NULL, .grain = 3,
                                  .pool = target, .threads = 70);
    return judged(code, sum == N * (N - 1) / 2, sum == 77);
}

static int run_collect_maps(void)
{
    int32_t out[N] = {0};
    int code =
        cupro_collect(cupro_from(numbers, N, &negative), out, NULL, .grain = 10, .pool = target);
    return judged(code, out[N - 1] == -(N - 1), true);
}

static int run_collect_select(void)
{
    int32_t out[N] = {0};
    size_t count = 77;
    int code = cupro_collect(cupro_from(numbers, N, &even, &negative), out, &count, .pool = target);
    return judged(code, count == N / 2 && out[N / 2 - 1] == -(N - 2), count == 77);
}

static int run_collect_stash(void)
{
    int32_t out[N] = {0};
    size_t count = 77;
    int code = cupro_collect(cupro_from(numbers, N, &negative, &even), out, &count, .pool = target);
    return judged(code, count == N / 2 && out[N / 2 - 1] == -(N - 2), count == 77);
}

static int run_collect_new(void)
{
    static int32_t mark;
    int32_t *out = &mark;
    size_t count = 77;
    int code = cupro_collect_new(cupro_from(numbers, N, &even), &out, &count, .pool = target);
    bool right = code == 0 && count == N / 2 && out[N / 2 - 1] == N - 2;
    bool untouched = out == NULL && count == 77;
    if (code == 0)
        free(out);
    return judged(code, right, untouched);
}

static int run_reduce(void)
{
    int32_t sum = 77;
    int code = cupro_reduce(cupro_from(numbers, N, &even, &negative), &cupro_plus_i32, &sum,
                            .pool = target);
    return judged(code, sum == -249500, sum == 77);
}

static int run_count(void)
{
    size_t count = 77;
    int code = cupro_count(cupro_from(numbers, N, &even), &count, .pool = target);
    return judged(code, count == N / 2, count == 77);
}

static int count_items(const void *items, size_t n, void *ctx)
{
    (void)items;
    atomic_fetch_add((atomic_size_t *)ctx, n);
    return 0;
}

static int run_each(void)
{
    atomic_size_t count = 0;
    int code = cupro_each(cupro_from(numbers, N, &even), count_items, &count, .pool = target);
    return judged(code, count == N / 2, true);
}

static int run_sum(void)
{
    static double x[100000];
    double sum = 77;
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        x[i] = 1;
    int code = cupro_sum(x, sizeof x / sizeof *x, &sum, .pool = target);
    return judged(code, sum == 100000, sum == 77);
}

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

static const struct verb {
    const char *name;
    int (*run)(void);
} verbs[] = {
    {"for", run_for},
    {"chunks", run_chunks},
    {"records", run_records},
    {"fold", run_fold},
    {"fold_workers", run_fold_workers},
    {"collect of maps", run_collect_maps},
    {"collect of filters", run_collect_select},
    {"collect of a late filter", run_collect_stash},
    {"collect_new", run_collect_new},
    {"reduce", run_reduce},
    {"count", run_count},
    {"each", run_each},
    {"sum", run_sum},
};

static const struct verb pools[] = {
    {"a pool", run_pool},
    {"bound pools", run_bound_pool},
};

#define VERBS (sizeof verbs / sizeof *verbs)

/* -- One fault after the other ------------------------------------------------------------------
 */

static void expect_code(const struct verb *verb, enum fault fault, int which, int code, bool struck)
{
    /* Whoever cannot get the memory to try threads has no threads. */
    bool excused = code == CUPRO_ETHREADS || (code == CUPRO_ENOMEM && fault == FAULT_OF_MEMORY);
    ck_assert_msg(code == 0 || (struck && excused), "%s, fault %d: %s", verb->name, which,
                  cupro_errname(code));
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
        ck_assert_msg(faults_blocks() == blocks, "%s, fault %d: a leak", verb->name, which);
        code = verb->run();
        ck_assert_msg(code == 0, "%s after fault %d: %s", verb->name, which, cupro_errname(code));
    }
}

static void fail_everywhere(const struct verb *table, size_t count, enum fault fault)
{
    for (size_t v = 0; v < count; v++) {
        ck_assert_msg(table[v].run() == 0, "%s", table[v].name);
        fail_in_turn(&table[v], fault, false);
        fail_in_turn(&table[v], fault, true);
    }
}

START_TEST(memory_is_refused_on_the_caller)
{
    fail_everywhere(verbs, VERBS, FAULT_OF_MEMORY);
}
END_TEST

START_TEST(memory_is_refused_to_pools)
{
    fail_everywhere(pools, 2, FAULT_OF_MEMORY);
}
END_TEST

/* More threads than there is room for on the stack. */
START_TEST(memory_is_refused_in_a_pool)
{
    static const int sizes[] = {1, 3, 70};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        ck_assert_int_eq(cupro_pool_open(&target, .threads = sizes[i]), 0);
        fail_everywhere(verbs, VERBS, FAULT_OF_MEMORY);
        ck_assert_int_eq(cupro_pool_close(target), 0);
    }
}
END_TEST

START_TEST(threads_are_refused)
{
    int before = threads_of_process();
    fail_everywhere(verbs, VERBS, FAULT_OF_THREADS);
    fail_everywhere(pools, 2, FAULT_OF_THREADS);
    ck_assert(no_more_threads_than(before + cupro_threads(NULL)));
}
END_TEST

static int all_verbs(void *arg)
{
    (void)arg;
    for (size_t v = 0; v < VERBS; v++)
        if (verbs[v].run() != 0)
            return WRONG_RESULT;
    return 0;
}

static int first_call_meets(void *arg)
{
    faults_arm(*(enum fault *)arg, 1, true);
    int code = run_for();
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
