/* SPDX-License-Identifier: MIT */
/* Arguments that cannot be, of the verbs over arrays of numbers, for each type of number. */
#include "refusals.h"
#include "run_tests.h"

#define CHECK_TOTALS(tag, T, S)                             \
    {                                                       \
        T x[1] = {0}, *none = NULL, extreme = 42;           \
        S total = 42, *no_total = NULL;                     \
        size_t n = SIZE_MAX / sizeof *x + 1;                \
        REFUSED(cupro_sum(none, 1, &total));                \
        REFUSED(cupro_sum(x, 1, no_total));                 \
        REFUSED(cupro_product(none, 1, &total));            \
        REFUSED(cupro_product(x, 1, no_total));             \
        REFUSED(cupro_min(none, 1, &extreme));              \
        REFUSED(cupro_min(x, 1, none));                     \
        REFUSED(cupro_max(none, 1, &extreme));              \
        REFUSED(cupro_max(x, 1, none));                     \
        REFUSED(cupro_minmax(none, 1, &extreme, &extreme)); \
        REFUSED(cupro_minmax(x, 1, none, &extreme));        \
        REFUSED(cupro_minmax(x, 1, &extreme, none));        \
        if (n > 0) {                                        \
            REFUSED(cupro_sum(x, n, &total));               \
            REFUSED(cupro_min(x, n, &extreme));             \
            REFUSED(cupro_max(x, n, &extreme));             \
        }                                                   \
        ck_assert(total == 42 && extreme == 42);            \
    }

START_TEST(totals_and_extremes_refuse_what_they_cannot_use)
{CUPRO_NUMBERS(CHECK_TOTALS)} END_TEST

#define CHECK_SEARCHES(tag, T, S)                        \
    {                                                    \
        T x[1] = {0}, *none = NULL;                      \
        size_t index = 42, n = SIZE_MAX / sizeof *x + 1; \
        bool sorted = false;                             \
        int sign = 42;                                   \
        REFUSED(cupro_argmin(none, 1, &index));          \
        REFUSED(cupro_argmin(x, 1, NULL));               \
        REFUSED(cupro_argmax(none, 1, &index));          \
        REFUSED(cupro_argmax(x, 1, NULL));               \
        REFUSED(cupro_count_equal(none, 1, 0, &index));  \
        REFUSED(cupro_count_equal(x, 1, 0, NULL));       \
        REFUSED(cupro_find_equal(none, 1, 0, &index));   \
        REFUSED(cupro_find_equal(x, 1, 0, NULL));        \
        REFUSED(cupro_is_sorted(none, 1, &sorted));      \
        REFUSED(cupro_is_sorted(x, 1, NULL));            \
        REFUSED(cupro_equal(none, x, 1, &sorted));       \
        REFUSED(cupro_equal(x, none, 1, &sorted));       \
        REFUSED(cupro_equal(x, x, 1, NULL));             \
        REFUSED(cupro_mismatch(none, x, 1, &index));     \
        REFUSED(cupro_mismatch(x, none, 1, &index));     \
        REFUSED(cupro_mismatch(x, x, 1, NULL));          \
        REFUSED(cupro_compare(none, 1, x, 1, &sign));    \
        REFUSED(cupro_compare(x, 1, none, 1, &sign));    \
        REFUSED(cupro_compare(x, 1, x, 1, NULL));        \
        if (n > 0) {                                     \
            REFUSED(cupro_equal(x, x, n, &sorted));      \
            REFUSED(cupro_mismatch(x, x, n, &index));    \
            REFUSED(cupro_compare(x, n, x, 1, &sign));   \
            REFUSED(cupro_compare(x, 1, x, n, &sign));   \
            REFUSED(cupro_find_equal(x, n, 0, &index));  \
            REFUSED(cupro_is_sorted(x, n, &sorted));     \
        }                                                \
        ck_assert(index == 42 && !sorted && sign == 42); \
    }

START_TEST(searches_refuse_what_they_cannot_use)
{CUPRO_NUMBERS(CHECK_SEARCHES)} END_TEST

#define CHECK_FILLING(tag, T, S)             \
    {                                        \
        T x[1] = {42}, *none = NULL;         \
        size_t n = SIZE_MAX / sizeof *x + 1; \
        REFUSED(cupro_fill(none, 1, 0));     \
        REFUSED(cupro_iota(none, 1, 0, 1));  \
        if (n > 0) {                         \
            REFUSED(cupro_fill(x, n, 0));    \
            REFUSED(cupro_iota(x, n, 0, 1)); \
        }                                    \
        ck_assert(x[0] == 42);               \
    }

START_TEST(filling_and_turning_refuse_what_they_cannot_use)
{
    CUPRO_NUMBERS(CHECK_FILLING)
    int64_t x[2] = {1, 2}, *none = NULL;
    REFUSED(cupro_reverse(none, 1));
    REFUSED(cupro_reverse(x, SIZE_MAX / sizeof *x + 1));
    REFUSED(cupro_reverse_with(x, 2, 0, NULL));
    REFUSED(cupro_rotate(none, 1, 0));
    REFUSED(cupro_rotate(x, 2, 3));
    REFUSED(cupro_rotate(x, SIZE_MAX / sizeof *x + 1, 1));
    REFUSED(cupro_rotate_with(x, 2, 1, 0, NULL));
    ck_assert(x[0] == 1 && x[1] == 2);
}
END_TEST

START_TEST(mixing_refuses_what_it_cannot_use)
{
    size_t order[2] = {42, 43}, *none = NULL, huge = SIZE_MAX / sizeof *order + 1;
    REFUSED(cupro_permutation(none, 1, 7));
    REFUSED(cupro_permutation(order, huge, 7));
    REFUSED(cupro_shuffle(none, 1, 7));
    REFUSED(cupro_shuffle(order, huge, 7));
    REFUSED(cupro_shuffle_with(order, 2, 0, 7, NULL));
    ck_assert(order[0] == 42 && order[1] == 43);
}
END_TEST

int main(void)
{
    return RUN_TESTS("arguments_numbers", 1, totals_and_extremes_refuse_what_they_cannot_use,
                     searches_refuse_what_they_cannot_use,
                     filling_and_turning_refuse_what_they_cannot_use,
                     mixing_refuses_what_it_cannot_use);
}
