/* SPDX-License-Identifier: MIT */
/* Sums and products of all number types against plain loops. */
#include "numbers.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/number.h>

/* The sizes at which kernels change their step: lanes of floats, stretches of narrow sums. */
static const size_t lengths[] = {1,  2,  3,   31,   32,    33,    63,    64,
                                 65, 95, 255, 1000, 16383, 16384, 16385, 200003};

/* -- Integers ---------------------------------------------------------------------------------- */

#define DEFINE_CHECK(tag, T, S)                                                     \
    static void check_##tag(const struct place *place, struct dice *dice, size_t n) \
    {                                                                               \
        T *x = malloc(n * sizeof *x);                                               \
        uint64_t plain = 0;                                                         \
        S sum = 1;                                                                  \
        enum pattern pattern = (enum pattern)dice_below(dice, PATTERNS);            \
        fill_##tag(dice, x, n, pattern);                                            \
        for (size_t i = 0; i < n; i++)                                              \
            plain += (uint64_t)(S)x[i];                                             \
        ck_assert_int_eq(cupro_sum(x, n, &sum, AT(*place)), 0);                     \
        ck_assert_msg(sum == (S)plain, #tag ", n %zu, pattern %d: %jd", n, pattern, \
                      (intmax_t)sum);                                               \
        free(x);                                                                    \
    }
CUPRO_INTEGERS(DEFINE_CHECK)
#undef DEFINE_CHECK

START_TEST(integers_are_summed_modulo_2_to_the_64)
{
#define CHECK(tag, T, S) check_##tag(&place, &dice, n);
    FOR_EACH_LENGTH(CUPRO_INTEGERS, CHECK);
#undef CHECK
}
END_TEST

/* -- Floats ------------------------------------------------------------------------------------ */

#define DEFINE_CHECK(tag, T, S)                                                                    \
    static void check_sum_##tag(const struct place *place, struct dice *dice, size_t n)            \
    {                                                                                              \
        T *x = malloc(n * sizeof *x);                                                              \
        double here = 1, there = 2;                                                                \
        long double sum = 0, magnitudes = 0;                                                       \
        fill_##tag(dice, x, n, 3);                                                                 \
        for (size_t i = 0; i < n; i++) {                                                           \
            sum += (long double)x[i];                                                              \
            magnitudes += fabsl((long double)x[i]);                                                \
        }                                                                                          \
        long double blocks = n > 16384 ? log2l((long double)n / 16384) : 0;                        \
        long double most = (518 + blocks) * magnitudes / 9007199254740992.0L;                      \
        ck_assert_int_eq(cupro_sum(x, n, &here, .threads = 1), 0);                                 \
        ck_assert_int_eq(cupro_sum(x, n, &there, AT(*place)), 0);                                  \
        ck_assert_msg(memcmp(&here, &there, sizeof here) == 0, #tag ", n %zu: %a, %a", n, here,    \
                      there);                                                                      \
        ck_assert_msg(fabsl((long double)here - sum) <= most, #tag ", n %zu: %a is off", n, here); \
        free(x);                                                                                   \
    }
CUPRO_FLOATS(DEFINE_CHECK)
#undef DEFINE_CHECK

START_TEST(sums_of_floats_are_as_exact_as_promised_and_the_same_everywhere)
{
#define CHECK(tag, T, S) check_sum_##tag(&place, &dice, n);
    FOR_EACH_LENGTH(CUPRO_FLOATS, CHECK);
#undef CHECK
}
END_TEST

START_TEST(infinities_and_nans_show_in_a_sum)
{
    struct place place = place_open(_i);
    static const size_t ats[] = {0, 31, 32, 16384, 99999};
    static double x[100000];
    double sum;
    for (size_t a = 0; a < COUNT_OF(ats); a++) {
        x[ats[a]] = INFINITY;
        ck_assert_int_eq(cupro_sum(x, 100000, &sum, AT(place)), 0);
        ck_assert(sum == INFINITY);
        x[5] = -INFINITY;
        ck_assert_int_eq(cupro_sum(x, 100000, &sum, AT(place)), 0);
        ck_assert(isnan(sum));
        x[5] = x[ats[a]] = 0;
    }
    place_close(&place);
}
END_TEST

/* -- Products ---------------------------------------------------------------------------------- */

/* Odd numbers: an even factor in each of 64 elements would leave nothing of the product. */
#define DEFINE_CHECK(tag, T, S)                                                                \
    static void check_product_##tag(const struct place *place, struct dice *dice, size_t n)    \
    {                                                                                          \
        T *x = throw_##tag(dice, n);                                                           \
        uint64_t plain = 1;                                                                    \
        S product = 0;                                                                         \
        for (size_t i = 0; i < n; i++) {                                                       \
            x[i] = (T)(x[i] | 1);                                                              \
            plain *= (uint64_t)(S)x[i];                                                        \
        }                                                                                      \
        ck_assert_int_eq(cupro_product(x, n, &product, AT(*place)), 0);                        \
        ck_assert_msg(product == (S)plain, #tag ", n %zu: %jd, not %jd", n, (intmax_t)product, \
                      (intmax_t)plain);                                                        \
        free(x);                                                                               \
    }
CUPRO_INTEGERS(DEFINE_CHECK)
#undef DEFINE_CHECK

/* Near 1, so that the product of many is a number; each step is off by 2^-53 at most. */
#define DEFINE_CHECK(tag, T, S)                                                                  \
    static void check_product_##tag(const struct place *place, struct dice *dice, size_t n)      \
    {                                                                                            \
        T *x = malloc(n * sizeof *x);                                                            \
        double here = 0, there = 1;                                                              \
        long double plain = 1;                                                                   \
        for (size_t i = 0; i < n; i++) {                                                         \
            x[i] = (T)((double)(dice_bits(dice) >> 12) / 4503599627370496.0 + 0.5);              \
            x[i] = i % 2 == 1 ? (T)(1 / (double)x[i - 1]) : x[i];                                \
            plain *= (long double)x[i];                                                          \
        }                                                                                        \
        ck_assert_int_eq(cupro_product(x, n, &here, .threads = 1), 0);                           \
        ck_assert_int_eq(cupro_product(x, n, &there, AT(*place)), 0);                            \
        ck_assert_msg(memcmp(&here, &there, sizeof here) == 0, #tag ", n %zu: %a, %a", n, here,  \
                      there);                                                                    \
        ck_assert_msg(fabsl((long double)here / plain - 1) <= 1.01L * (long double)n * 0x1p-53L, \
                      #tag ", n %zu: %a is off", n, here);                                       \
        free(x);                                                                                 \
    }
CUPRO_FLOATS(DEFINE_CHECK)
#undef DEFINE_CHECK

START_TEST(products_of_integers_are_modulo_2_to_the_64)
{
#define CHECK(tag, T, S) check_product_##tag(&place, &dice, n);
    FOR_EACH_LENGTH(CUPRO_INTEGERS, CHECK);
}
END_TEST

START_TEST(products_of_floats_are_near_and_the_same_everywhere)
{
    FOR_EACH_LENGTH(CUPRO_FLOATS, CHECK);
#undef CHECK
}
END_TEST

START_TEST(a_zero_an_infinity_and_a_nan_show_in_a_product)
{
    struct place place = place_open(_i);
    static double x[100000];
    double product;
    for (size_t i = 0; i < 100000; i++)
        x[i] = i % 2 == 0 ? -1 : 1;
    x[99999] = INFINITY;
    ck_assert_int_eq(cupro_product(x, 100000, &product, AT(place)), 0);
    ck_assert(product == INFINITY);
    x[16384] = 0;
    ck_assert_int_eq(cupro_product(x, 100000, &product, AT(place)), 0);
    ck_assert(isnan(product));
    x[99999] = 3;
    ck_assert_int_eq(cupro_product(x, 100000, &product, AT(place)), 0);
    ck_assert(product == 0);
    place_close(&place);
}
END_TEST

/* -- Corners ----------------------------------------------------------------------------------- */

START_TEST(nothing_has_a_sum_and_a_product)
{
    struct place place = place_open(_i);
    const double *none = NULL;
    double sum = 42, product = 42;
    ck_assert_int_eq(cupro_sum(none, 0, &sum, AT(place)), 0);
    ck_assert_int_eq(cupro_product(none, 0, &product, AT(place)), 0);
    ck_assert(sum == 0 && !signbit(sum) && product == 1);
    place_close(&place);
}
END_TEST

START_TEST(any_grain_gives_the_same_integers)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    static int16_t x[100000];
    int64_t expected, sum;
    int16_t lowest, least;
    fill_i16(&dice, x, 100000, RANDOM_BITS);
    ck_assert_int_eq(cupro_sum(x, 100000, &expected), 0);
    ck_assert_int_eq(cupro_min(x, 100000, &lowest), 0);
    for (size_t grain = 1; grain < 1000000; grain = grain * 3 + 1) {
        ck_assert_int_eq(cupro_sum(x, 100000, &sum, AT(place), .grain = grain), 0);
        ck_assert_int_eq(cupro_min(x, 100000, &least, AT(place), .grain = grain), 0);
        ck_assert(sum == expected && least == lowest);
    }
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("number", PLACES, integers_are_summed_modulo_2_to_the_64,
                     sums_of_floats_are_as_exact_as_promised_and_the_same_everywhere,
                     infinities_and_nans_show_in_a_sum, products_of_integers_are_modulo_2_to_the_64,
                     products_of_floats_are_near_and_the_same_everywhere,
                     a_zero_an_infinity_and_a_nan_show_in_a_product,
                     nothing_has_a_sum_and_a_product, any_grain_gives_the_same_integers);
}
