/* SPDX-License-Identifier: MIT */
/* The built-in monoids: identities that change nothing, and folds that are what combining is. */
#include "numbers.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/chain.h>
#include <cupro/monoid.h>
#include <cupro/number.h>

enum { N = 70 };

struct built_in {
    const char *name;
    const cupro_monoid *monoid;
    bool is_float_sum;
};

#define ENTRIES(tag, T, S)                                               \
    {"plus_" #tag, &cupro_plus_##tag, sizeof(T) >= 4 && (T)0.5 != (T)0}, \
        {"min_" #tag, &cupro_min_##tag, false}, {"max_" #tag, &cupro_max_##tag, false},
static const struct built_in built_ins[] = {CUPRO_NUMBERS(ENTRIES)};

/* Numbers whose sums are exact: any bits as integers, and small integers as floats. */
static void throw_items(struct dice *dice, const struct built_in *built_in, void *items, size_t n)
{
    size_t size = built_in->monoid->size;
    for (size_t i = 0; i < n * size; i++)
        ((unsigned char *)items)[i] = (unsigned char)dice_bits(dice);
    for (size_t i = 0; i < n && built_in->is_float_sum; i++) {
        double number = (double)dice_below(dice, 2001) - 1000;
        if (size == sizeof(float))
            ((float *)items)[i] = (float)number;
        else
            ((double *)items)[i] = number;
    }
}

START_TEST(the_identity_changes_nothing)
{
    struct dice dice = dice_for(_i);
    for (size_t b = 0; b < COUNT_OF(built_ins); b++) {
        const cupro_monoid *monoid = built_ins[b].monoid;
        uint64_t item, left, right;
        throw_items(&dice, &built_ins[b], &item, 1);
        memcpy(&left, monoid->identity, monoid->size);
        right = item;
        ck_assert_int_eq(monoid->combine(&left, &item, NULL), 0);
        memcpy(&item, &right, sizeof item);
        ck_assert_msg(memcmp(&left, &item, monoid->size) == 0, "%s: e . a", built_ins[b].name);
        uint64_t identity = 0;
        memcpy(&identity, monoid->identity, monoid->size);
        ck_assert_int_eq(monoid->combine(&right, &identity, NULL), 0);
        ck_assert_msg(memcmp(&right, &item, monoid->size) == 0, "%s: a . e", built_ins[b].name);
    }
}
END_TEST

START_TEST(folding_is_combining_one_by_one)
{
    struct dice dice = dice_for(_i);
    for (size_t b = 0; b < COUNT_OF(built_ins); b++)
        for (size_t n = 0; n <= N; n++) {
            const cupro_monoid *monoid = built_ins[b].monoid;
            uint64_t items[N + 1], folded, combined;
            throw_items(&dice, &built_ins[b], items, n + 1);
            folded = combined = items[0];
            unsigned char *item = (unsigned char *)items + monoid->size;
            monoid->fold(&folded, item, n);
            for (size_t i = 0; i < n; i++)
                monoid->combine(&combined, item + i * monoid->size, NULL);
            ck_assert_msg(memcmp(&folded, &combined, monoid->size) == 0, "%s of %zu",
                          built_ins[b].name, n);
        }
}
END_TEST

START_TEST(integers_wrap_around)
{
    int8_t small = 127, one = 1;
    int64_t large = INT64_MAX, two = 2;
    cupro_plus_i8.combine(&small, &one, NULL);
    cupro_plus_i64.combine(&large, &two, NULL);
    ck_assert_int_eq(small, -128);
    ck_assert(large == INT64_MIN + 1);
}
END_TEST

START_TEST(the_identities_of_float_extremes_are_the_two_nans)
{
    double least, greatest;
    memcpy(&greatest, cupro_min_f64.identity, sizeof greatest);
    memcpy(&least, cupro_max_f64.identity, sizeof least);
    ck_assert(isnan(greatest) && !signbit(greatest));
    ck_assert(isnan(least) && signbit(least));
}
END_TEST

START_TEST(reducing_with_a_built_in_monoid_is_the_verb_of_its_name)
{
    struct dice dice = dice_for(_i);
    static int64_t wholes[5000];
    static double reals[5000];
    int64_t sum, reduced;
    double most, highest;
    fill_i64(&dice, wholes, 5000, RANDOM_BITS);
    fill_f64(&dice, reals, 5000, 0x3f);
    ck_assert_int_eq(cupro_sum(wholes, 5000, &sum), 0);
    ck_assert_int_eq(cupro_reduce(cupro_from(wholes, 5000), &cupro_plus_i64, &reduced), 0);
    ck_assert_int_eq(reduced, sum);
    ck_assert_int_eq(cupro_max(reals, 5000, &most), 0);
    ck_assert_int_eq(cupro_reduce(cupro_from(reals, 5000), &cupro_max_f64, &highest), 0);
    ck_assert_mem_eq(&most, &highest, sizeof most);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("monoid", 10, the_identity_changes_nothing, folding_is_combining_one_by_one,
                     integers_wrap_around, the_identities_of_float_extremes_are_the_two_nans,
                     reducing_with_a_built_in_monoid_is_the_verb_of_its_name);
}
