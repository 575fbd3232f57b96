/* SPDX-License-Identifier: MIT */
/*
 * Out of memory is a code: whichever allocation fails, nothing leaks, nothing crashes, and the next
 * call is as if nothing had been. Allocations of Check's assertions are counted and refused too, so
 * that none may stand where allocations are.
 */
#include "places.h"
#include "run_tests.h"
#include "runtime/faults/faults.h"
#include "unit/no_memory/no_memory.h"

int64_t numbers[N];

static const struct operation *const lists[] = {loop_operations, piece_operations, sort_operations,
                                                group_operations, tally_operations};

/* Run the operation with its first, second, third … allocation failing (of very many, some), until
 * none is left. */
static void check_operation(const struct operation *operation, const cupro_call *call)
{
    bool failed = true;
    ck_assert_int_eq(operation->run(call), 0);
    for (int k = 1; failed; k += 1 + k / 16) {
        long before = faults_blocks();
        faults_arm(FAULT_OF_MEMORY, k, false);
        int error = operation->run(call);
        failed = faults_disarm();
        long leaked = faults_blocks() - before;
        ck_assert_msg(error == 0 || (failed && error == CUPRO_ENOMEM), "%s, allocation %d: %d",
                      operation->name, k, error);
        ck_assert_msg(leaked == 0, "%s, allocation %d: %ld leaked", operation->name, k, leaked);
        ck_assert_int_eq(operation->run(call), 0);
    }
}

START_TEST(any_allocation_may_fail)
{
    static const int threads[] = {1, 3, 70};
    cupro_pool *pool;
    for (int64_t i = 0; i < N; i++)
        numbers[i] = i;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads[_i]), 0);
    cupro_call call = {.pool = pool, .grain = 16};
    for (size_t l = 0; l < COUNT_OF(lists); l++)
        for (const struct operation *o = lists[l]; o->name != NULL; o++)
            check_operation(o, &call);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(loops_allocate_nothing_up_to_64_threads)
{
    static const int threads[] = {1, 7, 64};
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads[_i]), 0);
    for (size_t grain = 0; grain < 2; grain++) {
        int errors = cupro_for(N, visit_range, NULL, .pool = pool, .grain = grain);
        long before = faults_calls();
        errors |= cupro_for(N, visit_range, NULL, .pool = pool, .grain = grain);
        errors |= cupro_chunks(N, 7, visit_range, NULL, .pool = pool, .grain = grain);
        errors |= cupro_rchunks(N, 7, visit_range, NULL, .pool = pool, .grain = grain);
        errors |= cupro_windows(N, 7, visit_range, NULL, .pool = pool, .grain = grain);
        long after = faults_calls();
        ck_assert_int_eq(errors, 0);
        ck_assert_int_eq(after, before);
    }
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("no_memory", 3, any_allocation_may_fail,
                     loops_allocate_nothing_up_to_64_threads);
}
