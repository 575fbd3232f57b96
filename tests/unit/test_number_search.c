/* SPDX-License-Identifier: MIT */
/* Searches in arrays of all number types against plain loops. */
#include "numbers.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/number.h>
#include <sys/mman.h>

static const size_t lengths[] = {1,   2,   3,   31,   32,    33,    65,    255,    256,
                                 257, 513, 999, 4097, 16383, 16384, 16385, 100003, 1000007};

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

START_TEST(nothing_is_sorted_and_holds_nothing)
{
    struct place place = place_open(_i);
    const double *none = NULL;
    size_t index = 42, count = 42;
    bool sorted = false;
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
    return RUN_TESTS("number_search", PLACES, equal_numbers_are_counted_and_the_first_is_found,
                     of_a_few_hits_anywhere_the_first_is_found, what_lies_behind_a_hit_is_not_read,
                     a_zero_is_any_zero_and_a_nan_is_nothing, one_number_out_of_place_is_seen,
                     a_descent_is_seen_at_each_border, nothing_is_sorted_and_holds_nothing,
                     a_raised_token_leaves_no_result);
}
