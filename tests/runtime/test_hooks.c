/* SPDX-License-Identifier: MIT */
/* Start and exit hooks: once a thread, on that thread, and what a failing one leaves. */
#include "run_tests.h"
#include "runtime/process.h"
#include "runtime/work.h"

enum { THREADS = 7 };

/* What the hooks of one pool were called for. Indexes are the threads'. */
struct diary {
    atomic_int starts[THREADS], exits[THREADS];
    pid_t started_on[THREADS], ended_on[THREADS], met_on[THREADS];
    int fail_at, fail_too_at; /* indexes whose start hook fails with 40 + index; -1: none */
};

static int note_start(int index, void *arg)
{
    struct diary *diary = arg;
    atomic_fetch_add(&diary->starts[index], 1);
    diary->started_on[index] = gettid();
    return index == diary->fail_at || index == diary->fail_too_at ? 40 + index : 0;
}

static void note_exit(int index, void *arg)
{
    struct diary *diary = arg;
    atomic_fetch_add(&diary->exits[index], 1);
    diary->ended_on[index] = gettid();
}

static int note_meeting(int index, void *arg)
{
    struct diary *diary = arg;
    diary->met_on[index] = gettid();
    return 0;
}

static int open_with_diary(cupro_pool **pool, struct diary *diary)
{
    return cupro_pool_open(pool, .threads = THREADS, .on_start = note_start, .on_exit = note_exit,
                           .arg = diary);
}

START_TEST(hooks_run_once_on_each_thread)
{
    struct diary diary = {.fail_at = -1, .fail_too_at = -1};
    cupro_pool *pool;
    ck_assert_int_eq(open_with_diary(&pool, &diary), 0);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(diary.starts[i], 1);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(pool_works(pool), 0);
    ck_assert_int_eq(cupro_broadcast(pool, note_meeting, &diary), 0);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(diary.exits[i], 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(diary.starts[i], 1);
        ck_assert_int_eq(diary.exits[i], 1);
        ck_assert_int_eq(diary.started_on[i], diary.met_on[i]);
        ck_assert_int_eq(diary.ended_on[i], diary.met_on[i]);
        ck_assert_int_ne(diary.met_on[i], gettid());
    }
}
END_TEST

START_TEST(a_failing_start_hook_fails_the_open)
{
    static const int failing[][2] = {{0, -1}, {3, -1}, {THREADS - 1, -1}, {2, 5}, {0, 6}};
    int before = threads_of_process(), descriptors = descriptors_of_process();
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        struct diary diary = {.fail_at = failing[i][0], .fail_too_at = failing[i][1]};
        cupro_pool *pool = (cupro_pool *)(void *)&diary;
        ck_assert_int_eq(open_with_diary(&pool, &diary), 40 + diary.fail_at);
        ck_assert_ptr_null(pool);
        for (int k = 0; k < THREADS; k++) {
            bool failed = k == diary.fail_at || k == diary.fail_too_at;
            ck_assert_int_eq(diary.starts[k], 1);
            ck_assert_int_eq(diary.exits[k], failed ? 0 : 1);
        }
        ck_assert(no_more_threads_than(before));
    }
    ck_assert_int_eq(descriptors_of_process(), descriptors);
}
END_TEST

START_TEST(either_hook_may_be_missing)
{
    struct diary diary = {.fail_at = -1, .fail_too_at = -1};
    cupro_pool *pool;
    ck_assert_int_eq(
        cupro_pool_open(&pool, .threads = THREADS, .on_start = note_start, .arg = &diary), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    ck_assert_int_eq(
        cupro_pool_open(&pool, .threads = THREADS, .on_exit = note_exit, .arg = &diary), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(diary.starts[i], 1);
        ck_assert_int_eq(diary.exits[i], 1);
    }
}
END_TEST

/* -- What hooks may do --------------------------------------------------------------------------
 */

static int find_name_and_index(int index, void *arg)
{
    char name[16], expected[16];
    (void)arg;
    snprintf(expected, sizeof expected, "hooked-%d", index);
    name_of_thread(gettid(), name);
    if (strcmp(name, expected) != 0 && !on_serial_backend())
        return 1;
    return cupro_thread_index() == index ? 0 : 2;
}

START_TEST(a_start_hook_finds_its_thread_named_and_numbered)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = THREADS, .name = "hooked",
                                     .on_start = find_name_and_index),
                     0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

static atomic_int calls;

static int run_loop_at_start(int index, void *arg)
{
    (void)index;
    (void)arg;
    atomic_fetch_add(&calls, 1);
    return loop_goes_right(100, NULL);
}

static void run_loop_at_exit(int index, void *arg)
{
    if (run_loop_at_start(index, arg) != 0)
        atomic_store(&calls, -1000);
}

START_TEST(hooks_may_run_operations)
{
    atomic_store(&calls, 0);
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 3, .on_start = run_loop_at_start,
                                     .on_exit = run_loop_at_exit),
                     0);
    ck_assert_int_eq(pool_works(pool), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    ck_assert_int_eq(calls, 6);
}
END_TEST

static int open_another(int index, void *arg)
{
    (void)arg;
    cupro_pool *pool;
    int error = index == 0 ? cupro_pool_open(&pool, .threads = 2) : 0;
    if (index == 0 && error == 0)
        error = pool_works(pool);
    if (index == 0 && error == 0)
        error = cupro_pool_close(pool);
    return error;
}

static void open_another_at_exit(int index, void *arg)
{
    if (open_another(index, arg) == 0)
        atomic_fetch_add(&calls, 1);
}

START_TEST(hooks_may_open_pools)
{
    atomic_store(&calls, 0);
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 2, .on_start = open_another,
                                     .on_exit = open_another_at_exit),
                     0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    ck_assert_int_eq(calls, 2);
}
END_TEST

int main(void)
{
    return RUN_TESTS("hooks", 1, hooks_run_once_on_each_thread, a_failing_start_hook_fails_the_open,
                     either_hook_may_be_missing, a_start_hook_finds_its_thread_named_and_numbered,
                     hooks_may_run_operations, hooks_may_open_pools);
}
