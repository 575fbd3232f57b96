/* SPDX-License-Identifier: MIT */
/* Handles that are not open pools: every call says CUPRO_EINVAL, runs nothing and writes nothing.
 */
#include "run_tests.h"
#include "runtime/work.h"

static int ran;

static int body(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    (void)ctx;
    ran++;
    return 0;
}

static int folder(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)acc;
    return body(lo, hi, ctx);
}

static int task(void *arg)
{
    return body(0, 0, arg);
}

static int thread_task(int index, void *arg)
{
    (void)index;
    return body(0, 0, arg);
}

static int visit_items(const void *items, size_t n, void *ctx)
{
    (void)items;
    return body(0, n, ctx);
}

CUPRO_MAP(twice, int32_t, int32_t, x, (ran++, 2 * x));
CUPRO_FILTER(even, int32_t, x, (ran++, x % 2 == 0));

static const int32_t numbers[] = {1, 2, 3, 4, 5, 6, 7, 8};

/* -- The calls ----------------------------------------------------------------------------------
 * Each with the handle, over n elements; what it could write is 0 before, and looked at after. */

static int64_t written;

static int with_for(cupro_pool *pool, size_t n)
{
    return cupro_for(n, body, NULL, .pool = pool);
}

static int with_chunks(cupro_pool *pool, size_t n)
{
    return cupro_chunks(n, 3, body, NULL, .pool = pool);
}

static int with_records(cupro_pool *pool, size_t n)
{
    return cupro_records("a\nb\nc\nd\n", n, '\n', body, NULL, .pool = pool);
}

static int with_fold(cupro_pool *pool, size_t n)
{
    return cupro_fold(n, folder, &cupro_plus_i64, &written, NULL, .pool = pool);
}

static int with_fold_workers(cupro_pool *pool, size_t n)
{
    return cupro_fold_workers(n, folder, &cupro_plus_i64, &written, NULL, .pool = pool);
}

static int with_sum(cupro_pool *pool, size_t n)
{
    return cupro_sum(numbers, n, &written, .pool = pool);
}

static int with_max(cupro_pool *pool, size_t n)
{
    int32_t greatest = 0;
    int error = cupro_max(numbers, n, &greatest, .pool = pool);
    written = greatest;
    return error;
}

static int with_collect(cupro_pool *pool, size_t n)
{
    int32_t out[8] = {0};
    int error = cupro_collect(cupro_from(numbers, n, &twice), out, NULL, .pool = pool);
    written = out[0];
    return error;
}

static int with_filtering_collect(cupro_pool *pool, size_t n)
{
    int32_t out[8] = {0};
    size_t count = 0;
    int error = cupro_collect(cupro_from(numbers, n, &even), out, &count, .pool = pool);
    written = (int64_t)count + out[0];
    return error;
}

static int with_collect_new(cupro_pool *pool, size_t n)
{
    int32_t *out;
    size_t count = 0;
    int error = cupro_collect_new(cupro_from(numbers, n, &twice), &out, &count, .pool = pool);
    written = (int64_t)count + (out != NULL);
    free(out);
    return error;
}

static int with_reduce(cupro_pool *pool, size_t n)
{
    int32_t total = 0;
    int error = cupro_reduce(cupro_from(numbers, n, &twice), &cupro_plus_i32, &total, .pool = pool);
    written = total;
    return error;
}

static int with_count(cupro_pool *pool, size_t n)
{
    size_t count = 0;
    int error = cupro_count(cupro_from(numbers, n, &even), &count, .pool = pool);
    written = (int64_t)count;
    return error;
}

static int with_each(cupro_pool *pool, size_t n)
{
    return cupro_each(cupro_from(numbers, n, &even), visit_items, NULL, .pool = pool);
}

static int with_install(cupro_pool *pool, size_t n)
{
    (void)n;
    return cupro_install(pool, task, NULL);
}

static int with_broadcast(cupro_pool *pool, size_t n)
{
    (void)n;
    return cupro_broadcast(pool, thread_task, NULL);
}

static int with_use(cupro_pool *pool, size_t n)
{
    (void)n;
    return cupro_use(pool);
}

static int with_threads(cupro_pool *pool, size_t n)
{
    (void)n;
    return cupro_threads(pool);
}

static int with_describe(cupro_pool *pool, size_t n)
{
    char text[64] = "";
    int result = cupro_describe(pool, n > 0 ? text : NULL, n > 0 ? sizeof text : 0);
    written = text[0];
    return result;
}

static int with_close(cupro_pool *pool, size_t n)
{
    (void)n;
    return cupro_pool_close(pool);
}

static const struct {
    const char *name;
    int (*call)(cupro_pool *pool, size_t n);
} calls[] = {
    {"for", with_for},
    {"chunks", with_chunks},
    {"records", with_records},
    {"fold", with_fold},
    {"fold_workers", with_fold_workers},
    {"sum", with_sum},
    {"max", with_max},
    {"collect", with_collect},
    {"collect with a filter", with_filtering_collect},
    {"collect_new", with_collect_new},
    {"reduce", with_reduce},
    {"count", with_count},
    {"each", with_each},
    {"install", with_install},
    {"broadcast", with_broadcast},
    {"use", with_use},
    {"threads", with_threads},
    {"describe", with_describe},
    {"close", with_close},
};

#define CALLS (sizeof calls / sizeof *calls)

static void expect_refusals(cupro_pool *handle, const char *what)
{
    for (size_t i = 0; i < 2 * CALLS; i++) {
        written = ran = 0;
        int result = calls[i / 2].call(handle, i % 2 == 0 ? 8 : 1);
        ck_assert_msg(result == CUPRO_EINVAL, "%s with %s: %d", calls[i / 2].name, what, result);
        ck_assert_msg(ran == 0 && written == 0, "%s with %s did something", calls[i / 2].name,
                      what);
    }
}

START_TEST(a_closed_pool_is_refused)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 2), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    expect_refusals(pool, "a closed pool");
}
END_TEST

START_TEST(what_never_was_a_pool_is_refused)
{
    int64_t something[64] = {0};
    expect_refusals((cupro_pool *)(void *)something, "another object");
    static const uintptr_t garbage[] = {1, 16, 0xdeadbeef, UINTPTR_MAX, UINTPTR_MAX - 4095};
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++)
        expect_refusals((cupro_pool *)garbage[i], "garbage");
}
END_TEST

START_TEST(garbage_is_refused_beside_an_open_pool_too)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 2), 0);
    expect_refusals((cupro_pool *)((uintptr_t)pool + 8), "the inside of a pool");
    ck_assert_int_eq(pool_works(pool), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(a_refused_use_changes_nothing)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 5), 0);
    ck_assert_int_eq(cupro_use(pool), 0);
    ck_assert_int_eq(cupro_use((cupro_pool *)(void *)&ran), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_threads(NULL), 5);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    ck_assert_int_eq(pool_works(NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_use(NULL), 0);
    ck_assert_int_eq(pool_works(NULL), 0);
}
END_TEST

START_TEST(nothing_to_run_is_refused)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 2), 0);
    ck_assert_int_eq(cupro_install(NULL, task, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_install(pool, NULL, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_broadcast(pool, NULL, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_broadcast(NULL, NULL, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_for(8, NULL, NULL, .pool = pool), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_for(8, body, NULL, .pool = pool, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(ran, 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("handles", 1, a_closed_pool_is_refused, what_never_was_a_pool_is_refused,
                     garbage_is_refused_beside_an_open_pool_too, a_refused_use_changes_nothing,
                     nothing_to_run_is_refused);
}
