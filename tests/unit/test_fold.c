/* SPDX-License-Identifier: MIT */
/* Folds: in index order, to the same bits everywhere. */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/fold.h>
#include <math.h>
#include <string.h>

static const size_t grains[] = {0, 1, 7, 1000, 65536};

/* -- Order ------------------------------------------------------------------------------------- */

/* Indexes that stand side by side. What is lost, repeated or out of order tears it. */
struct run {
    size_t begin, end; /* equal: nothing yet */
    bool torn;
};

static struct run append(struct run a, struct run b)
{
    if (b.begin == b.end || a.begin == a.end)
        return b.begin == b.end ? a : b;
    return (struct run){a.begin, b.end, a.torn || b.torn || a.end != b.begin};
}

#define NOTHING_YET \
    {               \
        0, 0, false \
    }
CUPRO_MONOID(appended, struct run, a, b, append(a, b), NOTHING_YET);

static int append_range(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    struct run *run = acc;
    *run = append(*run, (struct run){lo, hi, false});
    return 0;
}

static void check_order(const struct place *place, size_t n, size_t grain)
{
    struct run run = {1, 2, true};
    ck_assert_int_eq(cupro_fold(n, append_range, &appended, &run, NULL, AT(*place), .grain = grain),
                     0);
    ck_assert_msg(!run.torn && run.begin == 0 && run.end == n, "[%zu, %zu)%s; n %zu, grain %zu",
                  run.begin, run.end, run.torn ? " torn" : "", n, grain);
}

START_TEST(blocks_are_combined_in_index_order)
{
    struct place place = place_open(_i);
    for (size_t s = 0; s < COUNT_OF(sizes); s++)
        for (size_t g = 0; g < COUNT_OF(grains); g++)
            check_order(&place, sizes[s], grains[g]);
    place_close(&place);
}
END_TEST

/* Maps x -> scale x + shift modulo a prime, one after the other: associative, not commutative. */
#define PRIME 4294967291u
struct affine {
    uint64_t scale, shift;
};

static struct affine then(struct affine f, struct affine g)
{
    return (struct affine){f.scale * g.scale % PRIME, (f.shift * g.scale + g.shift) % PRIME};
}

#define UNCHANGED \
    {             \
        1, 0      \
    }
CUPRO_MONOID(composition, struct affine, f, g, then(f, g), UNCHANGED);

static int compose(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    struct affine *f = acc;
    for (size_t i = lo; i < hi; i++)
        *f = then(*f, (struct affine){scramble(i) % PRIME, scramble(~i) % PRIME});
    return 0;
}

START_TEST(maps_are_composed_as_a_loop_would)
{
    struct place place = place_open(_i);
    for (size_t s = 0; s < COUNT_OF(sizes); s++) {
        struct affine expected = UNCHANGED, f;
        compose(&expected, 0, sizes[s], NULL);
        ck_assert_int_eq(cupro_fold(sizes[s], compose, &composition, &f, NULL, AT(place)), 0);
        ck_assert_uint_eq(f.scale, expected.scale);
        ck_assert_uint_eq(f.shift, expected.shift);
    }
    place_close(&place);
}
END_TEST

/* -- Bits -------------------------------------------------------------------------------------- */

/* Positive and negative, from 1e-180 to 1e180: each order of additions gives another sum. */
static double wild(uint64_t i)
{
    return ldexp((double)(int64_t)scramble(i), (int)(scramble(~i) % 1200) - 660);
}

static int add_wild(void *acc, size_t lo, size_t hi, void *ctx)
{
    double sum = *(double *)acc;
    for (size_t i = lo; i < hi; i++)
        sum += wild(i ^ *(const uint64_t *)ctx);
    *(double *)acc = sum;
    return 0;
}

START_TEST(sums_of_floats_have_the_same_bits_everywhere)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t s = 0; s < COUNT_OF(sizes); s++)
        for (size_t g = 0; g < COUNT_OF(grains); g += 2) {
            uint64_t key = dice_bits(&dice) << 32;
            double here, there;
            ck_assert_int_eq(cupro_fold(sizes[s], add_wild, &cupro_plus_f64, &here, &key,
                                        .threads = 1, .grain = grains[g]),
                             0);
            ck_assert_int_eq(cupro_fold(sizes[s], add_wild, &cupro_plus_f64, &there, &key,
                                        AT(place), .grain = grains[g]),
                             0);
            ck_assert_msg(memcmp(&here, &there, sizeof here) == 0, "%a, %a; n %zu, grain %zu", here,
                          there, sizes[s], grains[g]);
        }
    place_close(&place);
}
END_TEST

/* -- Corners ----------------------------------------------------------------------------------- */

static int fail_low(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)hi;
    *(int64_t *)acc = 5;
    return lo == 0 ? *(const int *)ctx : 77;
}

START_TEST(a_fold_that_fails_returns_the_code_and_no_result)
{
    struct place place = place_open(_i);
    int codes[] = {1, 2147483647, -1, CUPRO_ENOMEM, CUPRO_ESTOPPED, -1000, -2147483647 - 1};
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        int64_t sum = 42;
        ck_assert_int_eq(
            cupro_fold(100, fail_low, &cupro_plus_i64, &sum, &codes[i], AT(place), .grain = 1 + i),
            codes[i]);
        ck_assert_int_eq(sum, 42);
    }
    place_close(&place);
}
END_TEST

START_TEST(nothing_folded_is_the_identity)
{
    struct place place = place_open(_i);
    double sum = 5, lowest = 5;
    int never = 3;
    ck_assert_int_eq(cupro_fold(0, fail_low, &cupro_plus_f64, &sum, &never, AT(place)), 0);
    ck_assert(sum == 0 && !signbit(sum));
    ck_assert_int_eq(cupro_fold_workers(0, fail_low, &cupro_min_f64, &lowest, &never, AT(place)),
                     0);
    ck_assert(isnan(lowest) && !signbit(lowest));
    place_close(&place);
}
END_TEST

START_TEST(a_fold_may_have_as_many_indexes_as_there_are)
{
    struct place place = place_open(_i);
    static const size_t huge[] = {0, 1, 3, SIZE_MAX / 1000, SIZE_MAX - 1, SIZE_MAX};
    for (size_t g = 0; g < COUNT_OF(huge); g++)
        check_order(&place, SIZE_MAX, huge[g]);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("fold", PLACES, blocks_are_combined_in_index_order,
                     maps_are_composed_as_a_loop_would,
                     sums_of_floats_have_the_same_bits_everywhere,
                     a_fold_that_fails_returns_the_code_and_no_result,
                     nothing_folded_is_the_identity, a_fold_may_have_as_many_indexes_as_there_are);
}
