/* SPDX-License-Identifier: MIT */
/* What an operation costs in atomic operations and steals: so many a chunk and a thread, whatever
 * the number of elements, on more threads than there are processors to time. */
#include "places.h"
#include "run_tests.h"
#include <cupro/loop.h>

static int sum(size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    size_t total = 0;
    for (size_t i = lo; i < hi; i++)
        total = (total ^ i) * 31; /* no compiler has a formula for that */
    volatile size_t out = total;
    (void)out;
    return 0;
}

/* Elements that take longer towards the end: the halves are far from equal. */
static int sum_unevenly(size_t lo, size_t hi, void *ctx)
{
    for (size_t i = 0; i < lo / 65536; i++)
        sum(lo, hi, ctx);
    return sum(lo, hi, ctx);
}

static cupro_counters count(cupro_body *body, size_t n, size_t grain, int threads)
{
    cupro_counters counters = {0};
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads), 0);
    ck_assert_int_eq(cupro_for(n, body, NULL, .grain = grain, .pool = pool, .counters = &counters),
                     0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    return counters;
}

static unsigned log2_of(uint64_t x)
{
    unsigned bits = 0;
    while (x >>= 1)
        bits++;
    return bits;
}

static uint64_t steals(const cupro_counters *counts)
{
    return counts->near_steals + counts->node_steals + counts->remote_steals +
           counts->unplaced_steals;
}

static void check(cupro_counters counts, uint64_t threads)
{
    uint64_t halvings = log2_of(counts.chunks) + 1;
    ck_assert_uint_le(steals(&counts), 4 * threads * halvings);
    ck_assert_uint_le(counts.tries, 2 * counts.chunks + 8 * threads * halvings);
}

static const int teams[] = {2, 8, 64};

START_TEST(a_chunk_costs_an_atomic_operation_or_two)
{
    static cupro_body *const bodies[] = {sum, sum_unevenly};
    static const size_t many[] = {100, 10000, 300000};
    for (size_t b = 0; b < COUNT_OF(bodies); b++)
        for (size_t t = 0; t < COUNT_OF(teams); t++)
            for (size_t m = 0; m < COUNT_OF(many); m++) {
                cupro_counters counts = count(bodies[b], many[m], 1, teams[t]);
                ck_assert_uint_eq(counts.chunks, many[m]);
                check(counts, (uint64_t)teams[t]);
            }
}
END_TEST

START_TEST(elements_cost_nothing)
{
    static const size_t many[] = {1 << 16, 1 << 20, 1 << 24, 1 << 26};
    for (size_t t = 0; t < COUNT_OF(teams); t++)
        for (size_t m = 0; m < COUNT_OF(many); m++) {
            cupro_counters counts = count(sum, many[m], many[m] / 1000, teams[t]);
            ck_assert_uint_le(counts.chunks, 1010);
            check(counts, (uint64_t)teams[t]);
        }
}
END_TEST

/* Without a grain there are as many chunks a thread as the engine likes, and no more for more work.
 */
START_TEST(more_work_is_not_more_chunks)
{
    for (size_t t = 0; t < COUNT_OF(teams); t++) {
        uint64_t threads = (uint64_t)teams[t];
        cupro_counters counts = count(sum, (size_t)1 << 26, 0, teams[t]);
        ck_assert_uint_ge(counts.chunks, 8 * threads);
        ck_assert_uint_le(counts.chunks, 300 * threads);
        check(counts, threads);
    }
}
END_TEST

int main(void)
{
    return RUN_TESTS("counts", 3, a_chunk_costs_an_atomic_operation_or_two, elements_cost_nothing,
                     more_work_is_not_more_chunks);
}
