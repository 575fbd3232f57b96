/* SPDX-License-Identifier: MIT */
/* The least and the greatest of all number types, and where they are, against plain loops. */
#include "numbers.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/number.h>

/* Short arrays more than once, so that each odd float is seen beside each other. */
static const size_t lengths[] = {1,   1,   2,    2,     2,     2,     3,      3,
                                 3,   31,  32,   33,    33,    65,    255,    256,
                                 257, 513, 4097, 16383, 16384, 16385, 100003, 200003};

#define DEFINE_CHECK(tag, T, S)                                                              \
    static void check_extremes_##tag(const struct place *place, struct dice *dice, size_t n) \
    {                                                                                        \
        T *x = throw_##tag(dice, n), least, greatest, both[2];                               \
        size_t low = 0, high = 0, first_least = n, first_greatest = n;                       \
        for (size_t i = 0; i < n; i++) {                                                     \
            low = is_before_##tag(x[i], x[low]) ? i : low;                                   \
            high = is_before_##tag(x[high], x[i]) ? i : high;                                \
        }                                                                                    \
        ck_assert_int_eq(cupro_min(x, n, &least, AT(*place)), 0);                            \
        ck_assert_int_eq(cupro_max(x, n, &greatest, AT(*place)), 0);                         \
        ck_assert_int_eq(cupro_minmax(x, n, &both[0], &both[1], AT(*place)), 0);             \
        ck_assert_int_eq(cupro_argmin(x, n, &first_least, AT(*place)), 0);                   \
        ck_assert_int_eq(cupro_argmax(x, n, &first_greatest, AT(*place)), 0);                \
        ck_assert_msg(first_least == low && first_greatest == high,                          \
                      #tag ", n %zu: %zu for %zu, %zu for %zu", n, first_least, low,         \
                      first_greatest, high);                                                 \
        ck_assert_msg(memcmp(&least, &x[low], sizeof least) == 0 &&                          \
                          memcmp(&greatest, &x[high], sizeof greatest) == 0 &&               \
                          memcmp(both, (T[]){x[low], x[high]}, sizeof both) == 0,            \
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

START_TEST(nothing_has_no_extremes)
{
    struct place place = place_open(_i);
    const double *none = NULL;
    double extreme = 42;
    size_t index = 42;
    ck_assert_int_eq(cupro_min(none, 0, &extreme, AT(place)), CUPRO_EEMPTY);
    ck_assert_int_eq(cupro_max(none, 0, &extreme, AT(place)), CUPRO_EEMPTY);
    ck_assert_int_eq(cupro_minmax(none, 0, &extreme, &extreme, AT(place)), CUPRO_EEMPTY);
    ck_assert_int_eq(cupro_argmin(none, 0, &index, AT(place)), CUPRO_EEMPTY);
    ck_assert_int_eq(cupro_argmax(none, 0, &index, AT(place)), CUPRO_EEMPTY);
    ck_assert(extreme == 42 && index == 42);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("extremes", PLACES, extremes_are_found_where_they_are_first,
                     of_many_that_are_least_the_first_is_found, nothing_has_no_extremes);
}
