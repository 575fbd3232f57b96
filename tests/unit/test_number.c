/* SPDX-License-Identifier: MIT */
/* Sums and extremes of all number types against plain loops. */
#include "numbers.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/number.h>

/* The sizes at which kernels change their step: lanes of floats, stretches of narrow sums. */
static const size_t lengths[] = {1,  2,  3,   31,   32,    33,    63,    64,
                                 65, 95, 255, 1000, 16383, 16384, 16385, 200003};

/* -- Integers ---------------------------------------------------------------------------------- */

#define DEFINE_CHECK(tag, T, S)                                                             \
    static void check_##tag(const struct place *place, struct dice *dice, size_t n)         \
    {                                                                                       \
        T *x = malloc(n * sizeof *x);                                                       \
        uint64_t plain = 0;                                                                 \
        S sum = 1;                                                                          \
        enum pattern pattern = (enum pattern)dice_below(dice, PATTERNS);                    \
        fill_##tag(dice, x, n, pattern);                                                    \
        T low = x[0], high = x[0], least = 1, greatest = 1;                                 \
        for (size_t i = 0; i < n; i++) {                                                    \
            plain += (uint64_t)(S)x[i];                                                     \
            low = x[i] < low ? x[i] : low;                                                  \
            high = x[i] > high ? x[i] : high;                                               \
        }                                                                                   \
        ck_assert_int_eq(cupro_sum(x, n, &sum, AT(*place)), 0);                             \
        ck_assert_int_eq(cupro_min(x, n, &least, AT(*place)), 0);                           \
        ck_assert_int_eq(cupro_max(x, n, &greatest, AT(*place)), 0);                        \
        ck_assert_msg(sum == (S)plain && least == low && greatest == high,                  \
                      #tag ", n %zu, pattern %d: %jd, %jd, %jd", n, pattern, (intmax_t)sum, \
                      (intmax_t)least, (intmax_t)greatest);                                 \
        free(x);                                                                            \
    }
CUPRO_INTEGERS(DEFINE_CHECK)
#undef DEFINE_CHECK

START_TEST(integers_are_summed_modulo_2_to_the_64_and_searched)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t l = 0; l < COUNT_OF(lengths); l++) {
#define CHECK(tag, T, S) check_##tag(&place, &dice, lengths[l]);
        CUPRO_INTEGERS(CHECK)
#undef CHECK
    }
    place_close(&place);
}
END_TEST

/* -- Floats ------------------------------------------------------------------------------------ */

/* The order that number.h documents, from its words. */
static bool is_before(double a, double b)
{
    int nan_a = isnan(a) ? (signbit(a) ? -1 : 1) : 0;
    int nan_b = isnan(b) ? (signbit(b) ? -1 : 1) : 0;
    if (nan_a != 0 || nan_b != 0)
        return nan_a < nan_b;
    return a < b || (a == b && signbit(a) && !signbit(b));
}

static bool is_same(double a, double b)
{
    return isnan(a) == isnan(b) && signbit(a) == signbit(b) && (isnan(a) || a == b);
}

#define DEFINE_CHECK(tag, T, S)                                                                 \
    static void check_##tag(const struct place *place, struct dice *dice, size_t n)             \
    {                                                                                           \
        T *x = malloc(n * sizeof *x);                                                           \
        unsigned odd = (unsigned)dice_bits(dice);                                               \
        fill_##tag(dice, x, n, odd);                                                            \
        T low = x[0], high = x[0], least = 1, greatest = 1;                                     \
        for (size_t i = 0; i < n; i++) {                                                        \
            low = is_before((double)x[i], (double)low) ? x[i] : low;                            \
            high = is_before((double)high, (double)x[i]) ? x[i] : high;                         \
        }                                                                                       \
        ck_assert_int_eq(cupro_min(x, n, &least, AT(*place)), 0);                               \
        ck_assert_int_eq(cupro_max(x, n, &greatest, AT(*place)), 0);                            \
        ck_assert_msg(is_same((double)least, (double)low) &&                                    \
                          is_same((double)greatest, (double)high),                              \
                      #tag ", n %zu, odd ones %x: %a for %a, %a for %a", n, odd, (double)least, \
                      (double)low, (double)greatest, (double)high);                             \
        free(x);                                                                                \
    }
CUPRO_FLOATS(DEFINE_CHECK)
#undef DEFINE_CHECK

START_TEST(extremes_of_floats_follow_the_total_order)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t l = 0; l < COUNT_OF(lengths); l++)
        for (int repetition = lengths[l] < 100 ? 0 : 9; repetition < 10; repetition++) {
            check_f32(&place, &dice, lengths[l]);
            check_f64(&place, &dice, lengths[l]);
        }
    place_close(&place);
}
END_TEST

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
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t l = 0; l < COUNT_OF(lengths); l++) {
        check_sum_f32(&place, &dice, lengths[l]);
        check_sum_f64(&place, &dice, lengths[l]);
    }
    place_close(&place);
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

/* -- Corners ----------------------------------------------------------------------------------- */

START_TEST(nothing_has_a_sum_but_no_extremes)
{
    struct place place = place_open(_i);
    const double *none = NULL;
    double sum = 42, least = 42;
    ck_assert_int_eq(cupro_sum(none, 0, &sum, AT(place)), 0);
    ck_assert(sum == 0 && !signbit(sum));
    ck_assert_int_eq(cupro_min(none, 0, &least, AT(place)), CUPRO_EEMPTY);
    ck_assert_int_eq(cupro_max(none, 0, &least, AT(place)), CUPRO_EEMPTY);
    ck_assert(least == 42);
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
    return RUN_TESTS("number", PLACES, integers_are_summed_modulo_2_to_the_64_and_searched,
                     extremes_of_floats_follow_the_total_order,
                     sums_of_floats_are_as_exact_as_promised_and_the_same_everywhere,
                     infinities_and_nans_show_in_a_sum, nothing_has_a_sum_but_no_extremes,
                     any_grain_gives_the_same_integers);
}
