/* SPDX-License-Identifier: MIT */
/* cupro_describe: what it says, and how it fits into the room it gets. */
#include "run_tests.h"
#include "runtime/origins.h"
#include "runtime/process.h"
#include "runtime/work.h"

#include <limits.h>

static void expect_text(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "no \"%s\" in\n%s", part, text);
}

START_TEST(a_pool_is_described)
{
    cupro_pool *pool;
    char text[4096];
    ck_assert_int_eq(
        cupro_pool_open(&pool, .threads = 3, .name = "solver", .bind = CUPRO_BIND_SCATTER), 0);
    int length = cupro_describe(pool, text, sizeof text);
    ck_assert_int_eq(length, (int)strlen(text));
    expect_text(text, "pool: solver\n");
    expect_text(text, "threads: 3 (asked for)\n");
    expect_text(text, "bind: scatter (asked for)\n");
    expect_text(text, "machine: ");
    expect_text(text, "thread 0: ");
    expect_text(text, "thread 2: ");
    expect_text(text, "quota: ");
    ck_assert_ptr_null(strstr(text, "thread 3: "));
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(the_default_pool_is_described)
{
    char text[4096], threads[32];
    snprintf(threads, sizeof threads, "threads: %d (", cupro_threads(NULL));
    ck_assert_int_gt(cupro_describe(NULL, text, sizeof text), 0);
    expect_text(text, "pool: default\n");
    expect_text(text, threads);
    expect_text(text, "bind: none\n");
    expect_text(text, "quota: ");
}
END_TEST

/* The name of the pool, or "" where it cannot be told. */
static int describe_here(void *arg)
{
    char text[4096];
    int length = cupro_describe(NULL, text, sizeof text);
    if (length < 0)
        return length;
    return strstr(text, arg) != NULL ? 0 : WRONG_RESULT;
}

START_TEST(nothing_named_means_where_operations_from_here_would_go)
{
    cupro_pool *pool;
    char name[] = "pool: hidden valley\n", usual[] = "pool: default\n";
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 2, .name = "hidden valley"), 0);
    ck_assert_int_eq(describe_here(usual), 0);
    ck_assert_int_eq(cupro_install(pool, describe_here, name), 0);
    ck_assert_int_eq(cupro_use(pool), 0);
    ck_assert_int_eq(describe_here(name), 0);
    ck_assert_int_eq(on_own_thread(describe_here, usual), 0);
    ck_assert_int_eq(cupro_use(NULL), 0);
    ck_assert_int_eq(describe_here(usual), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

static int describe_something(void *arg)
{
    char *text = arg;
    int length = cupro_describe(NULL, text, 4096);
    return length > 0 && (size_t)length == strlen(text) ? 0 : WRONG_RESULT;
}

START_TEST(it_can_be_asked_anywhere)
{
    for (size_t i = 0; i < ORIGINS; i++) {
        char text[4096];
        ck_assert_msg(origins[i].run(describe_something, text) == 0, "in %s", origins[i].name);
    }
}
END_TEST

static void check_room(cupro_pool *pool)
{
    char whole[4096], part[4096];
    int length = cupro_describe(pool, whole, sizeof whole);
    ck_assert_int_gt(length, 0);
    ck_assert_int_eq(cupro_describe(pool, NULL, 0), length);
    for (size_t size = 1; size <= (size_t)length + 2; size++) {
        memset(part, '#', sizeof part);
        ck_assert_int_eq(cupro_describe(pool, part, size), length);
        size_t kept = size <= (size_t)length ? size - 1 : (size_t)length;
        ck_assert_uint_eq(strlen(part), kept);
        ck_assert_mem_eq(part, whole, kept);
        ck_assert_int_eq(part[size > kept + 1 ? size : kept + 1], '#');
    }
}

START_TEST(a_text_too_long_is_cut_and_its_length_told)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 3, .bind = CUPRO_BIND_CORE), 0);
    check_room(pool);
    check_room(NULL);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(room_without_a_place_is_refused)
{
    ck_assert_int_eq(cupro_describe(NULL, NULL, 10), CUPRO_EINVAL);
}
END_TEST

START_TEST(many_threads_are_described_too)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 64, .bind = CUPRO_BIND_COMPACT), 0);
    int length = cupro_describe(pool, NULL, 0);
    char *text = malloc((size_t)length + 1);
    ck_assert_ptr_nonnull(text);
    ck_assert_int_eq(cupro_describe(pool, text, (size_t)length + 1), length);
    expect_text(text, "thread 63: ");
    free(text);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("describe", 1, a_pool_is_described, the_default_pool_is_described,
                     nothing_named_means_where_operations_from_here_would_go,
                     it_can_be_asked_anywhere, a_text_too_long_is_cut_and_its_length_told,
                     room_without_a_place_is_refused, many_threads_are_described_too);
}
