/* SPDX-License-Identifier: MIT */
/* cupro_use: where operations go from then on, and for whom. */
#include "run_tests.h"
#include "runtime/origins.h"
#include "runtime/pool_crowd.h"
#include "runtime/work.h"

static int loop_in_crowd(void *arg)
{
    return cupro_for(64, join_crowd, arg, .grain = 1);
}

START_TEST(use_redirects_operations_and_nothing_else)
{
    cupro_pool *pool = pool_of(5), *other = pool_of(2);
    struct crowd members = members_of(pool), crowd = CROWD_OF_NONE, elsewhere = CROWD_OF_NONE;
    ck_assert_int_eq(cupro_use(pool), 0);
    ck_assert_int_eq(cupro_threads(NULL), 5);
    ck_assert_int_eq(cupro_thread_index(), -1);
    ck_assert_int_eq(loop_in_crowd(&crowd), 0);
    ck_assert(crowd_within(&crowd, &members));

    ck_assert_int_eq(cupro_for(8, join_crowd, &elsewhere, .pool = other, .grain = 1), 0);
    ck_assert(!crowd_within(&elsewhere, &members));

    ck_assert_int_eq(cupro_use(NULL), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    ck_assert_int_eq(cupro_pool_close(other), 0);
    ck_assert_int_eq(pool_works(NULL), 0);
}
END_TEST

static int count_threads(void *arg)
{
    *(int *)arg = cupro_threads(NULL);
    return 0;
}

START_TEST(use_is_a_matter_of_one_thread)
{
    int usual = cupro_threads(NULL), theirs = 0;
    cupro_pool *pool = pool_of(usual + 3);
    ck_assert_int_eq(cupro_use(pool), 0);
    ck_assert_int_eq(on_own_thread(count_threads, &theirs), 0);
    ck_assert_int_eq(theirs, usual);
    ck_assert_int_eq(cupro_use(NULL), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(install_counts_for_more_than_an_earlier_use)
{
    cupro_pool *used = pool_of(5), *pool = pool_of(3);
    int inside = 0;
    ck_assert_int_eq(cupro_use(used), 0);
    ck_assert_int_eq(cupro_install(pool, count_threads, &inside), 0);
    ck_assert_int_eq(inside, 3);
    ck_assert_int_eq(cupro_threads(NULL), 5);
    ck_assert_int_eq(cupro_use(NULL), 0);
    ck_assert_int_eq(cupro_pool_close(used), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

static int use_it(void *pool)
{
    return cupro_use(pool);
}

static int use_in_body(size_t lo, size_t hi, void *pool)
{
    (void)lo;
    (void)hi;
    return cupro_use(pool);
}

START_TEST(what_a_guest_of_a_pool_uses_is_forgotten_when_it_leaves)
{
    cupro_pool *host = pool_of(1), *other = pool_of(4);
    int inside = 0;
    ck_assert_int_eq(cupro_install(host, use_it, other), 0);
    ck_assert_int_eq(cupro_install(host, count_threads, &inside), 0);
    ck_assert_int_eq(inside, 1);
    ck_assert_int_eq(cupro_for(3, use_in_body, other, .pool = host), 0);
    ck_assert_int_eq(cupro_install(host, count_threads, &inside), 0);
    ck_assert_int_eq(inside, 1);
    ck_assert_int_eq(cupro_broadcast(host, join_broadcast, &(struct crowd)CROWD_OF_NONE), 0);
    ck_assert_int_eq(cupro_pool_close(other), 0);
    ck_assert_int_eq(cupro_for(1, use_in_body, NULL, .pool = host), 0);
    ck_assert_int_eq(pool_works(host), 0);
    ck_assert_int_eq(cupro_pool_close(host), 0);
}
END_TEST

static int threads_in_body(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    return cupro_threads(NULL) == *(int *)ctx ? 0 : WRONG_RESULT;
}

START_TEST(operations_of_a_pool_are_told_its_threads_after_such_a_guest)
{
    cupro_pool *host = pool_of(1), *other = pool_of(4);
    ck_assert_int_eq(cupro_for(1, use_in_body, other, .pool = host), 0);
    ck_assert_int_eq(cupro_for(1, threads_in_body, &(int){1}, .pool = host), 0);
    ck_assert_int_eq(cupro_pool_close(other), 0);
    ck_assert_int_eq(cupro_pool_close(host), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("use", 1, use_redirects_operations_and_nothing_else,
                     use_is_a_matter_of_one_thread, install_counts_for_more_than_an_earlier_use,
                     what_a_guest_of_a_pool_uses_is_forgotten_when_it_leaves,
                     operations_of_a_pool_are_told_its_threads_after_such_a_guest);
}
