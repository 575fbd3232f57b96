/* SPDX-License-Identifier: MIT */
/* Opening pools: how many threads, what they are called, what is refused, what stays untouched. */
#include "run_tests.h"
#include "runtime/pool_crowd.h"
#include "runtime/process.h"
#include "runtime/work.h"

#include <limits.h>
#include <pthread.h>
#include <signal.h>

static const int sizes[] = {1, 2, 3, 7, 64};

START_TEST(a_pool_has_the_threads_it_was_asked_for)
{
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct crowd crowd = CROWD_OF_NONE;
        int before = threads_of_process();
        cupro_pool *pool;
        ck_assert_int_eq(cupro_pool_open(&pool, .threads = sizes[i]), 0);
        ck_assert_ptr_nonnull(pool);
        ck_assert_int_eq(cupro_threads(pool), sizes[i]);
        ck_assert_int_eq(cupro_broadcast(pool, join_broadcast, &crowd), 0);
        ck_assert_int_eq(crowd.size, sizes[i]);
        ck_assert(!crowd_has(&crowd, gettid()));
        if (!on_libomp())
            ck_assert_int_eq(threads_of_process(), before + sizes[i]);
        ck_assert_int_eq(pool_works(pool), 0);
        ck_assert_int_eq(cupro_pool_close(pool), 0);
        ck_assert(no_more_threads_than(before));
    }
}
END_TEST

static int note_name(int index, void *arg)
{
    char(*names)[16] = arg;
    name_of_thread(gettid(), names[index]);
    return 0;
}

static void names_in_pool(const char *name, char names[12][16])
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 12, .name = name), 0);
    ck_assert_int_eq(cupro_broadcast(pool, note_name, names), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}

START_TEST(threads_are_called_after_their_pool)
{
    static const struct {
        const char *pool, *first, *last;
    } table[] = {
        {NULL, "cupro-0", "cupro-11"},
        {"solver", "solver-0", "solver-11"},
        {"", "-0", "-11"},
        {"%s%n", "%s%n-0", "%s%n-11"},
        {"the_name_of_it_is_long", "the_name_of_i-0", "the_name_of_-11"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char names[12][16];
        names_in_pool(table[i].pool, names);
        ck_assert_str_eq(names[0], table[i].first);
        ck_assert_str_eq(names[11], table[i].last);
    }
}
END_TEST

START_TEST(the_name_is_copied)
{
    char name[] = "first", names[3][16];
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 3, .name = name), 0);
    strcpy(name, "other");
    ck_assert_int_eq(cupro_broadcast(pool, note_name, names), 0);
    ck_assert_str_eq(names[2], "first-2");
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(bad_options_are_refused)
{
    static const struct {
        const char *what;
        cupro_pool_options options;
        int error;
    } table[] = {
        {"fewer than no threads", {.threads = -1}, CUPRO_EINVAL},
        {"threads beyond reason", {.threads = INT_MAX}, CUPRO_EINVAL},
        {"a policy below the first", {.bind = (cupro_bind)-1}, CUPRO_EINVAL},
        {"a policy after the last", {.bind = CUPRO_BIND_LIST + 1}, CUPRO_EINVAL},
        {"a list without CPUs", {.bind = CUPRO_BIND_LIST}, CUPRO_EINVAL},
        {"CPUs without a list", {.bind = CUPRO_BIND_CORE, .cpus = "0"}, CUPRO_EINVAL},
        {"CPUs without a policy", {.cpus = "0"}, CUPRO_EINVAL},
        {"a backward range", {.bind = CUPRO_BIND_LIST, .cpus = "3-1"}, CUPRO_EINVAL},
        {"an empty list", {.bind = CUPRO_BIND_LIST, .cpus = ""}, CUPRO_EINVAL},
        {"words for a list", {.bind = CUPRO_BIND_LIST, .cpus = "all"}, CUPRO_EINVAL},
        {"a stack of one byte", {.stack_size = 1}, CUPRO_EINVAL},
        {"a stack below the least", {.stack_size = 4096}, CUPRO_EINVAL},
        {"a CPU that is not there", {.bind = CUPRO_BIND_LIST, .cpus = "65000"}, CUPRO_EBIND},
        {"one of two not there", {.bind = CUPRO_BIND_LIST, .cpus = "0,65000"}, CUPRO_EBIND},
        {"stacks for no machine", {.threads = 2, .stack_size = SIZE_MAX / 2}, CUPRO_ETHREADS},
        {"the largest stack", {.threads = 2, .stack_size = SIZE_MAX}, CUPRO_ETHREADS},
    };
    int before = threads_of_process(), descriptors = descriptors_of_process();
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        cupro_pool *pool = (cupro_pool *)(void *)&before;
        int error = cupro_pool_open_with(&pool, &table[i].options);
        ck_assert_msg(error == table[i].error, "%s: %s", table[i].what, cupro_errname(error));
        ck_assert_msg(pool == NULL, "%s: a handle was left", table[i].what);
    }
    ck_assert_int_eq(cupro_pool_open_with(NULL, NULL), CUPRO_EINVAL);
    ck_assert(no_more_threads_than(before));
    ck_assert_int_eq(descriptors_of_process(), descriptors);
}
END_TEST

START_TEST(no_options_at_all_give_the_usual_pool)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open_with(&pool, NULL), 0);
    ck_assert_int_eq(cupro_threads(pool), cupro_threads(NULL));
    ck_assert_int_eq(pool_works(pool), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

enum { STACK = 32 << 20, USED = 24 << 20 };

static int touch_the_stack(int index, void *arg)
{
    (void)arg;
    volatile char room[USED];
    for (size_t i = 0; i < sizeof room; i += 1024)
        room[i] = (char)index;
    return room[USED / 2 - USED / 2 % 1024] == (char)index ? 0 : WRONG_RESULT;
}

/* libomp knows OMP_STACKSIZE only. */
START_TEST(bodies_may_use_the_stack_that_was_asked_for)
{
    if (on_libomp() || getenv("OMP_STACKSIZE") != NULL)
        return;
    pthread_attr_t usual;
    size_t before, after;
    pthread_getattr_default_np(&usual);
    pthread_attr_getstacksize(&usual, &before);
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 3, .stack_size = STACK), 0);
    ck_assert_int_eq(cupro_broadcast(pool, touch_the_stack, NULL), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    pthread_getattr_default_np(&usual);
    pthread_attr_getstacksize(&usual, &after);
    pthread_attr_destroy(&usual);
    ck_assert_uint_eq(before, after);
}
END_TEST

START_TEST(the_smallest_stack_carries_an_operation)
{
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 3, .bind = CUPRO_BIND_CORE,
                                     .stack_size = (size_t)PTHREAD_STACK_MIN),
                     0);
    ck_assert_int_eq(pool_works(pool), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
#endif
}
END_TEST

static pid_t handled_by;

static void handle(int signal)
{
    (void)signal;
    handled_by = gettid();
}

static int blocks_signals(int index, void *arg)
{
    (void)index;
    (void)arg;
    sigset_t blocked;
    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    return sigismember(&blocked, SIGINT) && sigismember(&blocked, SIGUSR1) ? 0 : WRONG_RESULT;
}

START_TEST(signals_stay_with_the_program)
{
    sigset_t before, after;
    pthread_sigmask(SIG_SETMASK, NULL, &before);
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 3), 0);
    pthread_sigmask(SIG_SETMASK, NULL, &after);
    for (int signal = 1; signal < SIGRTMIN; signal++)
        ck_assert_int_eq(sigismember(&before, signal), sigismember(&after, signal));
    ck_assert_int_eq(cupro_broadcast(pool, blocks_signals, NULL), 0);

    struct sigaction action = {.sa_handler = handle};
    sigaction(SIGUSR1, &action, NULL);
    kill(getpid(), SIGUSR1);
    ck_assert_int_eq(handled_by, gettid());
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("pool_open", 1, a_pool_has_the_threads_it_was_asked_for,
                     threads_are_called_after_their_pool, the_name_is_copied,
                     bad_options_are_refused, no_options_at_all_give_the_usual_pool,
                     bodies_may_use_the_stack_that_was_asked_for,
                     the_smallest_stack_carries_an_operation, signals_stay_with_the_program);
}
