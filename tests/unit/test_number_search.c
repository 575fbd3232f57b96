/* SPDX-License-Identifier: MIT */
/* Products, where extremes are, and searches of all number types against plain loops. */
#include "numbers.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/number.h>
#include <sys/mman.h>

static const size_t lengths[] = {1,   2,   3,   31,   32,    33,    65,    255,    256,
                                 257, 513, 999, 4097, 16383, 16384, 16385, 100003, 1000007};

/* The orders of all types: that of integers, and for floats number.h's, from its words. */
#define DEFINE_ORDER(tag, T, S)                  \
    static inline bool is_before_##tag(T a, T b) \
    {                                            \
        return a < b;                            \
    }
CUPRO_INTEGERS(DEFINE_ORDER)
#undef DEFINE_ORDER

#define DEFINE_ORDER(tag, T, S)                                \
    static inline bool is_before_##tag(T a, T b)               \
    {                                                          \
        int nan_a = isnan(a) ? (signbit(a) ? -1 : 1) : 0;      \
        int nan_b = isnan(b) ? (signbit(b) ? -1 : 1) : 0;      \
        if (nan_a != 0 || nan_b != 0)                          \
            return nan_a < nan_b;                              \
        return a < b || (a == b && signbit(a) && !signbit(b)); \
    }
CUPRO_FLOATS(DEFINE_ORDER)
#undef DEFINE_ORDER

/* An array of n numbers, with ties and extremes, and for floats with odd ones. */
#define DEFINE_THROW(tag, T, how)                      \
    static T *throw_##tag(struct dice *dice, size_t n) \
    {                                                  \
        T *x = malloc((n + 1) * sizeof *x);            \
        fill_##tag(dice, x, n, how);                   \
        return x;                                      \
    }
#define THROW_INTEGER(tag, T, S) DEFINE_THROW(tag, T, (enum pattern)dice_below(dice, PATTERNS))
#define THROW_FLOAT(tag, T, S)   DEFINE_THROW(tag, T, (unsigned)dice_bits(dice))
CUPRO_INTEGERS(THROW_INTEGER)
CUPRO_FLOATS(THROW_FLOAT)

/* check(&place, &dice, n) of each type, for each length. */
#define FOR_EACH_LENGTH(NUMBERS, check)              \
    struct place place = place_open(_i);             \
    struct dice dice = dice_for(_i);                 \
    for (size_t l = 0; l < COUNT_OF(lengths); l++) { \
        size_t n = lengths[l];                       \
        NUMBERS(check)                               \
    }                                                \
    place_close(&place)

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

/* -- Extremes ---------------------------------------------------------------------------------- */

#define DEFINE_CHECK(tag, T, S)                                                              \
    static void check_extremes_##tag(const struct place *place, struct dice *dice, size_t n) \
    {                                                                                        \
        T *x = throw_##tag(dice, n), least, greatest;                                        \
        size_t low = 0, high = 0, first_least = n, first_greatest = n;                       \
        for (size_t i = 0; i < n; i++) {                                                     \
            low = is_before_##tag(x[i], x[low]) ? i : low;                                   \
            high = is_before_##tag(x[high], x[i]) ? i : high;                                \
        }                                                                                    \
        ck_assert_int_eq(cupro_minmax(x, n, &least, &greatest, AT(*place)), 0);              \
        ck_assert_int_eq(cupro_argmin(x, n, &first_least, AT(*place)), 0);                   \
        ck_assert_int_eq(cupro_argmax(x, n, &first_greatest, AT(*place)), 0);                \
        ck_assert_msg(first_least == low && first_greatest == high,                          \
                      #tag ", n %zu: %zu for %zu, %zu for %zu", n, first_least, low,         \
                      first_greatest, high);                                                 \
        ck_assert_msg(memcmp(&least, &x[low], sizeof least) == 0 &&                          \
                          memcmp(&greatest, &x[high], sizeof greatest) == 0,                 \
                      #tag ", n %zu: not the numbers at %zu and %zu", n, low, high);         \
        free(x);                                                                             \
    }
CUPRO_NUMBERS(DEFINE_CHECK)
#undef DEFINE_CHECK

START_TEST(extremes_are_found_where_they_are_first)
{
#define CHECK(tag, T, S) check_extremes_##tag(&place, &dice, n);
    FOR_EACH_LENGTH(CUPRO_NUMBERS, CHECK);
#undef CHECK
}
END_TEST

START_TEST(of_many_that_are_least_the_first_is_found)
{
    struct place place = place_open(_i);
    static double x[200000];
    size_t index;
    memset(x, 0, sizeof x);
    ck_assert_int_eq(cupro_argmin(x, 200000, &index, AT(place)), 0);
    ck_assert(index == 0);
    x[70001] = x[199999] = -0.0;
    ck_assert_int_eq(cupro_argmin(x, 200000, &index, AT(place)), 0);
    ck_assert(index == 70001);
    ck_assert_int_eq(cupro_argmax(x, 200000, &index, AT(place)), 0);
    ck_assert(index == 0);
    x[100001] = x[5] = -NAN;
    x[100002] = x[50000] = NAN;
    ck_assert_int_eq(cupro_argmin(x, 200000, &index, AT(place)), 0);
    ck_assert(index == 5);
    ck_assert_int_eq(cupro_argmax(x, 200000, &index, AT(place)), 0);
    ck_assert(index == 50000);
    place_close(&place);
}
END_TEST

/* -- Searches ---------------------------------------------------------------------------------- */

#define DEFINE_CHECK(tag, T, S)                                                               \
    static void check_equal_##tag(const struct place *place, struct dice *dice, size_t n)     \
    {                                                                                         \
        T *x = throw_##tag(dice, n), value = x[dice_below(dice, n)];                          \
        size_t first = n, all = 0, index = n + 1, count = n + 1;                              \
        for (size_t i = n; i-- > 0;)                                                          \
            if (x[i] == value) {                                                              \
                first = i;                                                                    \
                all++;                                                                        \
            }                                                                                 \
        ck_assert_int_eq(cupro_find_equal(x, n, value, &index, AT(*place)), 0);               \
        ck_assert_int_eq(cupro_count_equal(x, n, value, &count, AT(*place)), 0);              \
        ck_assert_msg(index == (first < n ? first : CUPRO_NOWHERE) && count == all,           \
                      #tag ", n %zu: %zu for %zu, %zu for %zu", n, index, first, count, all); \
        free(x);                                                                              \
    }
CUPRO_NUMBERS(DEFINE_CHECK)
#undef DEFINE_CHECK

START_TEST(equal_numbers_are_counted_and_the_first_is_found)
{
#define CHECK(tag, T, S) check_equal_##tag(&place, &dice, n);
    FOR_EACH_LENGTH(CUPRO_NUMBERS, CHECK);
#undef CHECK
}
END_TEST

START_TEST(of_a_few_hits_anywhere_the_first_is_found)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    static int32_t x[300000];
    for (int repetition = 0; repetition < 100; repetition++) {
        size_t n = 1 + dice_below(&dice, 300000), first = n, index, hits[3];
        for (size_t h = 0; h < 3; h++) {
            hits[h] = dice_below(&dice, 300000);
            x[hits[h]] = 7;
            first = hits[h] < first ? hits[h] : first;
        }
        size_t grain = dice_once_in(&dice, 2) ? 0 : 1 + dice_below(&dice, 40000);
        ck_assert_int_eq(cupro_find_equal(x, n, 7, &index, AT(place), .grain = grain), 0);
        ck_assert_msg(index == (first < n ? first : CUPRO_NOWHERE),
                      "n %zu, grain %zu: %zu, not %zu", n, grain, index, first);
        for (size_t h = 0; h < 3; h++)
            x[hits[h]] = 0;
    }
    place_close(&place);
}
END_TEST

START_TEST(a_zero_is_any_zero_and_a_nan_is_nothing)
{
    struct place place = place_open(_i);
    static float x[100000];
    size_t count, index;
    x[0] = x[99999] = NAN;
    x[1] = -0.0f;
    ck_assert_int_eq(cupro_count_equal(x, 100000, 0, &count, AT(place)), 0);
    ck_assert_int_eq(cupro_find_equal(x, 100000, 0, &index, AT(place)), 0);
    ck_assert(count == 99998 && index == 1);
    ck_assert_int_eq(cupro_count_equal(x, 100000, NAN, &count, AT(place)), 0);
    ck_assert_int_eq(cupro_find_equal(x, 100000, NAN, &index, AT(place)), 0);
    ck_assert(count == 0 && index == CUPRO_NOWHERE);
    place_close(&place);
}
END_TEST

/* Behind the blocks with hits there is no memory. */
START_TEST(what_lies_behind_a_hit_is_not_read)
{
    size_t n = 10000000, readable = 1 << 18, index;
    int kind = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    double *x = mmap(NULL, n * sizeof *x, PROT_NONE, kind, -1, 0);
    ck_assert(x != MAP_FAILED);
    ck_assert_int_eq(mprotect(x, readable * sizeof *x, PROT_READ | PROT_WRITE), 0);
    bool sorted = true;
    x[100000] = -7;
    ck_assert_int_eq(cupro_find_equal(x, n, -7, &index, .threads = 1), 0);
    ck_assert_int_eq(cupro_is_sorted(x, n, &sorted, .threads = 1), 0);
    ck_assert(index == 100000 && !sorted);
    munmap(x, n * sizeof *x);
}
END_TEST

/* -- Order ------------------------------------------------------------------------------------- */

/* Sorted numbers, and then one of them put where it does not belong. */
#define DEFINE_CHECK(tag, T, S)                                                            \
    static void check_sorted_##tag(const struct place *place, struct dice *dice, size_t n) \
    {                                                                                      \
        T *x = malloc(n * sizeof *x);                                                      \
        bool sorted = false;                                                               \
        for (size_t i = 0; i < n; i++)                                                     \
            x[i] = (T)(100 * (i / (n / 100 + 1)) / 100);                                   \
        ck_assert_int_eq(cupro_is_sorted(x, n, &sorted, AT(*place)), 0);                   \
        ck_assert_msg(sorted, #tag ", n %zu is sorted", n);                                \
        size_t at = dice_below(dice, n);                                                   \
        x[at] = at == 0 ? 101 : 0;                                                         \
        bool expected = at == 0 ? n == 1 : x[at - 1] == 0;                                 \
        ck_assert_int_eq(cupro_is_sorted(x, n, &sorted, AT(*place)), 0);                   \
        ck_assert_msg(sorted == expected, #tag ", n %zu, at %zu", n, at);                  \
        free(x);                                                                           \
    }
CUPRO_NUMBERS(DEFINE_CHECK)
#undef DEFINE_CHECK

START_TEST(one_number_out_of_place_is_seen)
{
#define CHECK(tag, T, S) check_sorted_##tag(&place, &dice, n);
    FOR_EACH_LENGTH(CUPRO_NUMBERS, CHECK);
#undef CHECK
}
END_TEST

START_TEST(a_descent_is_seen_at_each_border)
{
    struct place place = place_open(_i);
    static const size_t ats[] = {1, 2, 256, 257, 16383, 16384, 16385, 32768, 99999};
    static double x[100000];
    bool sorted;
    memset(x, 0, sizeof x);
    for (size_t a = 0; a < COUNT_OF(ats); a++) {
        x[ats[a]] = -0.0;
        ck_assert_int_eq(cupro_is_sorted(x, 100000, &sorted, AT(place)), 0);
        ck_assert_msg(!sorted, "-0 after +0, at %zu", ats[a]);
        x[ats[a]] = 0;
    }
    x[0] = -NAN;
    x[1] = -INFINITY;
    x[2] = -0.0;
    x[99998] = INFINITY;
    x[99999] = NAN;
    ck_assert_int_eq(cupro_is_sorted(x, 100000, &sorted, AT(place)), 0);
    ck_assert(sorted);
    place_close(&place);
}
END_TEST

/* -- Corners ----------------------------------------------------------------------------------- */

START_TEST(nothing_is_one_and_sorted_and_holds_nothing)
{
    struct place place = place_open(_i);
    const double *none = NULL;
    double product = 42, extreme = 42;
    size_t index = 42, count = 42;
    bool sorted = false;
    ck_assert_int_eq(cupro_product(none, 0, &product, AT(place)), 0);
    ck_assert_int_eq(cupro_minmax(none, 0, &extreme, &extreme, AT(place)), CUPRO_EEMPTY);
    ck_assert_int_eq(cupro_argmin(none, 0, &index, AT(place)), CUPRO_EEMPTY);
    ck_assert_int_eq(cupro_argmax(none, 0, &index, AT(place)), CUPRO_EEMPTY);
    ck_assert(product == 1 && extreme == 42 && index == 42);
    ck_assert_int_eq(cupro_find_equal(none, 0, 0, &index, AT(place)), 0);
    ck_assert_int_eq(cupro_count_equal(none, 0, 0, &count, AT(place)), 0);
    ck_assert_int_eq(cupro_is_sorted(none, 0, &sorted, AT(place)), 0);
    ck_assert(index == CUPRO_NOWHERE && count == 0 && sorted);
    place_close(&place);
}
END_TEST

START_TEST(a_raised_token_leaves_no_result)
{
    struct place place = place_open(_i);
    static int16_t x[100000];
    cupro_stop stop = {0};
    size_t index = 42;
    bool sorted = false;
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_argmax(x, 100000, &index, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_find_equal(x, 100000, 0, &index, AT(place), .stop = &stop),
                     CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_is_sorted(x, 100000, &sorted, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert(index == 42 && !sorted);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS(
        "number_search", PLACES, products_of_integers_are_modulo_2_to_the_64,
        products_of_floats_are_near_and_the_same_everywhere,
        a_zero_an_infinity_and_a_nan_show_in_a_product, extremes_are_found_where_they_are_first,
        of_many_that_are_least_the_first_is_found, equal_numbers_are_counted_and_the_first_is_found,
        of_a_few_hits_anywhere_the_first_is_found, what_lies_behind_a_hit_is_not_read,
        a_zero_is_any_zero_and_a_nan_is_nothing, one_number_out_of_place_is_seen,
        a_descent_is_seen_at_each_border, nothing_is_one_and_sorted_and_holds_nothing,
        a_raised_token_leaves_no_result);
}
