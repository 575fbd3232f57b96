/* SPDX-License-Identifier: MIT */
/* Folds with one accumulator a thread. */
#include "dice.h"
#include "places.h"
#include "ranges.h"
#include "run_tests.h"

#include <cupro/fold.h>

/* What an accumulator holds, and what all of them share. */
struct share {
    uint64_t sum, xor, n;
    atomic_int busy;
};

struct office {
    struct ranges ranges;
    atomic_int made, dropped, together;
};

static int make(void *acc, void *ctx)
{
    struct office *office = ctx;
    struct share *share = acc;
    atomic_fetch_add(&office->made, 1);
    *share = (struct share){0};
    return 0;
}

static int merge(void *acc, void *other, void *ctx)
{
    (void)ctx;
    struct share *a = acc;
    const struct share *b = other;
    a->sum += b->sum;
    a->xor ^= b->xor ;
    a->n += b->n;
    return 0;
}

static void drop(void *acc, void *ctx)
{
    (void)acc;
    struct office *office = ctx;
    atomic_fetch_add(&office->dropped, 1);
}

static void add_indexes(struct share *share, size_t lo, size_t hi)
{
    for (size_t i = lo; i < hi; i++) {
        share->sum += scramble(i);
        share->xor ^= scramble(i);
        share->n++;
    }
}

static int add_alone(void *acc, size_t lo, size_t hi, void *ctx)
{
    struct office *office = ctx;
    struct share *share = acc;
    if (atomic_exchange(&share->busy, 1) != 0)
        atomic_fetch_add(&office->together, 1);
    add_indexes(share, lo, hi);
    atomic_store(&share->busy, 0);
    return ranges_note(lo, hi, &office->ranges);
}

static const cupro_monoid shared = {
    .size = sizeof(struct share), .init = make, .combine = merge, .drop = drop};

static void check_shares(const struct place *place, size_t n, size_t grain, size_t max_grain)
{
    struct office office = {.ranges = ranges_new(n)};
    struct share expected = {0}, got;
    add_indexes(&expected, 0, n);
    ck_assert_int_eq(cupro_fold_workers(n, add_alone, &shared, &got, &office, AT(*place),
                                        .grain = grain, .max_grain = max_grain),
                     0);
    ck_assert(got.sum == expected.sum && got.xor == expected.xor &&got.n == n);
    ck_assert_int_eq(office.together, 0);
    ck_assert_int_ge(office.made, 1);
    ck_assert_int_le(office.made, place_threads(place));
    ck_assert_int_eq(office.dropped, office.made - 1);
    ranges_check(&office.ranges, grain, max_grain > 0 ? max_grain : SIZE_MAX);
    ranges_free(&office.ranges);
}

START_TEST(no_more_accumulators_than_threads_are_made_and_none_is_shared)
{
    struct place place = place_open(_i);
    for (size_t s = 0; s < COUNT_OF(sizes); s++) {
        check_shares(&place, sizes[s], 0, 0);
        check_shares(&place, sizes[s], sizes[s] / 100 + 1, 0);
        check_shares(&place, sizes[s], 0, sizes[s] / 300 + 1);
    }
    check_shares(&place, 20000, 1, 0);
    place_close(&place);
}
END_TEST

static int refuse_to_make(void *acc, void *ctx)
{
    make(acc, ctx);
    return 19;
}

START_TEST(an_accumulator_that_cannot_be_made_stops_the_fold)
{
    struct place place = place_open(_i);
    const cupro_monoid impossible = {
        .size = sizeof(struct share), .init = refuse_to_make, .combine = merge, .drop = drop};
    struct office office = {.ranges = ranges_new(1000)};
    struct share got = {.n = 5};
    ck_assert_int_eq(
        cupro_fold_workers(1000, add_alone, &impossible, &got, &office, AT(place), .grain = 3), 19);
    ck_assert_uint_eq(got.n, 5);
    ck_assert_uint_eq(office.ranges.calls, 0);
    ck_assert_int_eq(office.dropped, 0);
    ranges_free(&office.ranges);
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS("fold_workers", PLACES,
                     no_more_accumulators_than_threads_are_made_and_none_is_shared,
                     an_accumulator_that_cannot_be_made_stops_the_fold);
}
