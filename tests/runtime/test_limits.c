/* SPDX-License-Identifier: MIT */
/*
 * A system that gives no more threads: `ulimit -u`, which binds only those that are not root, so
 * children give that up first; and address space for no more stacks.
 */
#include "run_tests.h"
#include "runtime/children.h"
#include "runtime/origins.h"
#include "runtime/process.h"
#include "runtime/work.h"

#include <sys/resource.h>

enum { NOBODY = 65534, MOST_TASKS = 12 };

static bool limit_tasks(void)
{
    struct rlimit limit = {MOST_TASKS, MOST_TASKS};
    return setrlimit(RLIMIT_NPROC, &limit) == 0 && setresuid(NOBODY, NOBODY, NOBODY) == 0;
}

static int refuse_pool(int threads)
{
    cupro_pool *pool = (cupro_pool *)(void *)&threads;
    int before = threads_of_process();
    int error = cupro_pool_open(&pool, .threads = threads);
    if (error != CUPRO_ETHREADS || pool != NULL)
        return 1;
    return no_more_threads_than(before) ? 0 : 2;
}

static int open_too_many(void *arg)
{
    (void)arg;
    if (!limit_tasks())
        return 3;
    for (int i = 0; i < 10; i++)
        if (refuse_pool(64) != 0)
            return 4;
    return 0;
}

static int run_default(void *arg)
{
    (void)arg;
    if (!limit_tasks())
        return 1;
    int error = loop_goes_right(1000, &(cupro_call){.threads = 64});
    if (error == 0)
        error = loop_goes_right(1000, NULL);
    return error == 0 ? fold_goes_right(1000, NULL) : error;
}

static int run_default_on_own_thread(void *arg)
{
    return on_own_thread(run_default, arg);
}

/* The parent's pool, whose threads cannot be had again. */
static int come_back(void *pool)
{
    int before = threads_of_process();
    if (!limit_tasks() || pool_works(pool) != CUPRO_ETHREADS)
        return 1;
    if (!no_more_threads_than(before) || run_default(NULL) != 0)
        return 2;
    return cupro_pool_close(pool);
}

static void in_limits(cupro_task *task, void *arg)
{
    if (geteuid() == 0)
        ck_assert_int_eq(in_child(task, arg), 0);
    else
        fprintf(stderr, "skipped: only root can drop to a user without threads\n");
}

START_TEST(a_pool_beyond_the_limit_is_refused)
{
    in_limits(open_too_many, NULL);
}
END_TEST

START_TEST(the_default_pool_does_with_fewer)
{
    in_limits(run_default, NULL);
    in_limits(run_default_on_own_thread, NULL);
}
END_TEST

START_TEST(an_inherited_pool_beyond_the_limit_is_refused)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 64), 0);
    in_limits(come_back, pool);
    ck_assert_int_eq(pool_works(pool), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

/* -- Address space ------------------------------------------------------------------------------
 */

static rlim_t address_space(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file != NULL) {
        if (fscanf(file, "%lu", &pages) != 1)
            pages = 0;
        fclose(file);
    }
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static int open_large_stacks(void *arg)
{
    (void)arg;
    rlim_t most = address_space() + (512 << 20);
    struct rlimit limit = {most, most};
    if (setrlimit(RLIMIT_AS, &limit) != 0)
        return 1;
    int before = threads_of_process();
    cupro_pool *pool;
    if (cupro_pool_open(&pool, .threads = 64, .stack_size = 64 << 20) != CUPRO_ETHREADS)
        return 2;
    return pool == NULL && no_more_threads_than(before) ? 0 : 3;
}

START_TEST(stacks_beyond_the_address_space_are_refused)
{
    ck_assert_int_eq(in_child(open_large_stacks, NULL), 0);
}
END_TEST

/* It says so, and has what it had. */
static int fill_a_tally(void *arg)
{
    (void)arg;
    rlim_t most = address_space() + (200 << 20);
    struct rlimit limit = {most, most};
    cupro_tally *tally;
    uint64_t added = 0, total, count = 0;
    size_t distinct;
    if (setrlimit(RLIMIT_AS, &limit) != 0 || cupro_tally_open_numbers(&tally) != 0)
        return 1;
    int error = 0;
    while (error == 0 && added < 20000000) {
        error = cupro_tally_add_number(tally, added, 1);
        added += error == 0;
    }
    if (error != CUPRO_ENOMEM)
        return 2;
    error = cupro_tally_size(tally, &distinct, &total, .threads = 1);
    if (error != 0 || distinct != added || total != added)
        return 3;
    for (uint64_t i = 0; i < added && error == 0; i += 1001)
        error = cupro_tally_get_number(tally, i, &count) != 0 || count != 1;
    cupro_tally_close(tally);
    return error != 0 ? 4 : 0;
}

START_TEST(a_tally_beyond_the_address_space)
{
    ck_assert_int_eq(in_child(fill_a_tally, NULL), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("limits", 1, a_pool_beyond_the_limit_is_refused,
                     the_default_pool_does_with_fewer,
                     an_inherited_pool_beyond_the_limit_is_refused,
                     stacks_beyond_the_address_space_are_refused, a_tally_beyond_the_address_space);
}
