/* SPDX-License-Identifier: MIT */
/* Two arrays of any number type side by side, against plain loops. */
#include "numbers.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/number.h>
#include <sys/mman.h>

static const size_t lengths[] = {1,   2,   3,   31,   32,    33,    65,    255,    256,
                                 257, 513, 999, 4097, 16383, 16384, 16385, 100003, 1000007};

/* -- What differs ------------------------------------------------------------------------------ */

/* The same numbers twice, some of them then changed; how often depends on the dice. */
#define DEFINE_CHECK(tag, T, S)                                                              \
    static void check_mismatch_##tag(const struct place *place, struct dice *dice, size_t n) \
    {                                                                                        \
        T *a = throw_##tag(dice, n), *b = malloc(n * sizeof *b);                             \
        memcpy(b, a, n * sizeof *b);                                                         \
        for (size_t changes = dice_below(dice, 4); changes > 0; changes--)                   \
            b[dice_below(dice, n)] = a[dice_below(dice, n)];                                 \
        size_t first = 0, index = n + 1;                                                     \
        while (first < n && a[first] == b[first])                                            \
            first++;                                                                         \
        bool equal = first < n;                                                              \
        ck_assert_int_eq(cupro_mismatch(a, b, n, &index, AT(*place)), 0);                    \
        ck_assert_int_eq(cupro_equal(a, b, n, &equal, AT(*place)), 0);                       \
        ck_assert_msg(index == (first < n ? first : CUPRO_NOWHERE) && equal == (first == n), \
                      #tag ", n %zu: %zu, not %zu", n, index, first);                        \
        free(a);                                                                             \
        free(b);                                                                             \
    }
CUPRO_NUMBERS(DEFINE_CHECK)
#undef DEFINE_CHECK

START_TEST(the_first_difference_is_found)
{
#define CHECK(tag, T, S) check_mismatch_##tag(&place, &dice, n);
    FOR_EACH_LENGTH(CUPRO_NUMBERS, CHECK);
#undef CHECK
}
END_TEST

START_TEST(each_index_may_be_the_only_one_that_differs)
{
    struct place place = place_open(_i);
    static const size_t ats[] = {0, 1, 255, 256, 257, 16383, 16384, 16385, 32768, 99998, 99999};
    static uint8_t a[100000], b[100000];
    size_t index;
    bool equal = true;
    for (size_t i = 0; i < COUNT_OF(ats); i++)
        for (size_t grain = 0; grain < 20000; grain = 10 * grain + 7) {
            b[ats[i]] = 255;
            ck_assert_int_eq(cupro_mismatch(a, b, 100000, &index, AT(place), .grain = grain), 0);
            ck_assert_int_eq(cupro_equal(a, b, 100000, &equal, AT(place), .grain = grain), 0);
            ck_assert_msg(index == ats[i] && !equal, "%zu, not %zu", index, ats[i]);
            ck_assert_int_eq(cupro_equal(a, b, ats[i], &equal, AT(place), .grain = grain), 0);
            ck_assert(equal);
            b[ats[i]] = 0;
        }
    place_close(&place);
}
END_TEST

START_TEST(zeros_are_equal_and_nans_are_not)
{
    struct place place = place_open(_i);
    static double a[100000], b[100000];
    size_t index;
    bool equal = false;
    a[7] = b[70000] = -0.0;
    a[80000] = 0; /* tests may share a process */
    ck_assert_int_eq(cupro_equal(a, b, 100000, &equal, AT(place)), 0);
    ck_assert(equal);
    a[80000] = NAN;
    ck_assert_int_eq(cupro_mismatch(a, a, 100000, &index, AT(place)), 0);
    ck_assert_int_eq(cupro_equal(a, a, 100000, &equal, AT(place)), 0);
    ck_assert(index == 80000 && !equal);
    place_close(&place);
}
END_TEST

/* -- Which comes first ------------------------------------------------------------------------- */

/* Arrays that begin alike, and then may differ, or end. */
#define DEFINE_CHECK(tag, T, S)                                                                \
    static void check_compare_##tag(const struct place *place, struct dice *dice, size_t n)    \
    {                                                                                          \
        T *a = throw_##tag(dice, n), *b = malloc(n * sizeof *b);                               \
        size_t na = n - dice_below(dice, 2), nb = n - dice_below(dice, 2), first = 0;          \
        memcpy(b, a, n * sizeof *b);                                                           \
        if (dice_once_in(dice, 2))                                                             \
            b[dice_below(dice, n)] = a[dice_below(dice, n)];                                   \
        while (first < na && first < nb && !is_before_##tag(a[first], b[first]) &&             \
               !is_before_##tag(b[first], a[first]))                                           \
            first++;                                                                           \
        int sign = 42, back = 42;                                                              \
        int expected = first == na || first == nb            ? (na > nb) - (na < nb)           \
                       : is_before_##tag(a[first], b[first]) ? -1                              \
                                                             : 1;                              \
        ck_assert_int_eq(cupro_compare(a, na, b, nb, &sign, AT(*place)), 0);                   \
        ck_assert_int_eq(cupro_compare(b, nb, a, na, &back, AT(*place)), 0);                   \
        ck_assert_msg(sign == expected && back == -expected,                                   \
                      #tag ", %zu and %zu, alike up to %zu: %d and %d, not %d", na, nb, first, \
                      sign, back, expected);                                                   \
        free(a);                                                                               \
        free(b);                                                                               \
    }
CUPRO_NUMBERS(DEFINE_CHECK)
#undef DEFINE_CHECK

START_TEST(arrays_are_ordered_like_words)
{
#define CHECK(tag, T, S) check_compare_##tag(&place, &dice, n);
    FOR_EACH_LENGTH(CUPRO_NUMBERS, CHECK);
#undef CHECK
}
END_TEST

static int compared(const float *a, const float *b, size_t n, struct place place)
{
    int sign = 42;
    ck_assert_int_eq(cupro_compare(a, n, b, n, &sign, AT(place)), 0);
    return sign;
}

START_TEST(floats_are_ordered_as_their_extremes_are)
{
    static const float order[] = {-NAN, -INFINITY, -1, -0.0f, 0, 1, INFINITY, NAN};
    static const size_t ats[] = {0, 300, 99999};
    static float a[100000], b[100000];
    struct place place = place_open(_i);
    for (size_t at = 0; at < COUNT_OF(ats); at++) {
        for (int i = 0; i < (int)COUNT_OF(order); i++)
            for (int j = 0; j < (int)COUNT_OF(order); j++) {
                a[ats[at]] = order[i];
                b[ats[at]] = order[j];
                ck_assert_msg(compared(a, b, 100000, place) == (i > j) - (i < j), "%g and %g",
                              (double)order[i], (double)order[j]);
            }
        a[ats[at]] = b[ats[at]] = 0;
    }
    place_close(&place);
}
END_TEST

/* -- Corners ----------------------------------------------------------------------------------- */

START_TEST(nothing_equals_nothing_and_comes_first)
{
    struct place place = place_open(_i);
    const int32_t *none = NULL, one[1] = {INT32_MIN};
    size_t index = 42;
    bool equal = false;
    int sign[3] = {42, 42, 42};
    ck_assert_int_eq(cupro_equal(none, none, 0, &equal, AT(place)), 0);
    ck_assert_int_eq(cupro_mismatch(none, one, 0, &index, AT(place)), 0);
    ck_assert(equal && index == CUPRO_NOWHERE);
    ck_assert_int_eq(cupro_compare(none, 0, none, 0, &sign[0], AT(place)), 0);
    ck_assert_int_eq(cupro_compare(none, 0, one, 1, &sign[1], AT(place)), 0);
    ck_assert_int_eq(cupro_compare(one, 1, none, 0, &sign[2], AT(place)), 0);
    ck_assert(sign[0] == 0 && sign[1] == -1 && sign[2] == 1);
    place_close(&place);
}
END_TEST

/* Behind the blocks that differ there is no memory. */
START_TEST(what_lies_behind_a_difference_is_not_read)
{
    size_t n = 10000000, readable = 1 << 18, index;
    int kind = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, sign;
    int64_t *x = mmap(NULL, n * sizeof *x, PROT_NONE, kind, -1, 0);
    ck_assert(x != MAP_FAILED);
    ck_assert_int_eq(mprotect(x, readable * sizeof *x, PROT_READ | PROT_WRITE), 0);
    int64_t *y = x + 1;
    bool equal = true;
    x[100000] = -7;
    ck_assert_int_eq(cupro_equal(x, y, n - 1, &equal, .threads = 1), 0);
    ck_assert_int_eq(cupro_mismatch(x, y, n - 1, &index, .threads = 1), 0);
    ck_assert_int_eq(cupro_compare(x, n - 1, y, n - 1, &sign, .threads = 1), 0);
    ck_assert(!equal && index == 99999 && sign == 1);
    munmap(x, n * sizeof *x);
}
END_TEST

START_TEST(a_raised_token_leaves_no_result)
{
    struct place place = place_open(_i);
    static int16_t a[100000], b[100000];
    cupro_stop stop = {0};
    size_t index = 42;
    bool equal = false;
    int sign = 42;
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_equal(a, b, 100000, &equal, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_mismatch(a, b, 100000, &index, AT(place), .stop = &stop),
                     CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_compare(a, 100000, b, 100000, &sign, AT(place), .stop = &stop),
                     CUPRO_ESTOPPED);
    ck_assert(!equal && index == 42 && sign == 42);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("number_compare", PLACES, the_first_difference_is_found,
                     each_index_may_be_the_only_one_that_differs, zeros_are_equal_and_nans_are_not,
                     arrays_are_ordered_like_words, floats_are_ordered_as_their_extremes_are,
                     nothing_equals_nothing_and_comes_first,
                     what_lies_behind_a_difference_is_not_read, a_raised_token_leaves_no_result);
}
