/* SPDX-License-Identifier: MIT */
/* cupro_lower_bound and cupro_upper_bound of all types, against serial searches. */
#include "places.h"
#include "run_tests.h"
#include "shaped.h"

#include <cupro/bounds.h>
#include <cupro/error.h>
#include <stdlib.h>

/* Some keys are from x, some are not; they may rise, in all or in part. */
#define DEFINE_CHECK(tag, T, S)                                                                 \
    static size_t place_##tag(const T *x, size_t n, T key, int upper)                           \
    {                                                                                           \
        size_t lo = 0;                                                                          \
        for (size_t hi = n; lo < hi;) {                                                         \
            size_t middle = (lo + hi) / 2;                                                      \
            if (order_##tag(&x[middle], &key) < upper)                                          \
                lo = middle + 1;                                                                \
            else                                                                                \
                hi = middle;                                                                    \
        }                                                                                       \
        return lo;                                                                              \
    }                                                                                           \
    static void check_##tag(const struct place *place, struct dice *dice, size_t n, size_t m)   \
    {                                                                                           \
        enum shape shape = (enum shape)dice_below(dice, ALL_SHAPES);                            \
        T *some = shaped_##tag(dice, shape, n), *x = sorted_##tag(some, n);                     \
        T *keys = shaped_##tag(dice, (enum shape)dice_below(dice, ALL_SHAPES), m);              \
        size_t *at = malloc((m + 1) * sizeof *at), wrong = 0, rising = dice_below(dice, 2) * m; \
        for (size_t i = 0; i < m && n > 0; i += 1 + dice_below(dice, 3))                        \
            keys[i] = x[dice_below(dice, n)];                                                   \
        rising = rising > 700 && dice_once_in(dice, 2) ? 700 : rising;                          \
        qsort(keys, rising, sizeof *keys, order_##tag);                                         \
        at[m] = 77;                                                                             \
        int error = cupro_lower_bound(x, n, keys, m, at, AT(*place));                           \
        for (size_t i = 0; i < m; i++)                                                          \
            wrong += at[i] != place_##tag(x, n, keys[i], 0);                                    \
        error |= cupro_upper_bound(x, n, keys, m, at, AT(*place), .grain = 1 + n % 300);        \
        for (size_t i = 0; i < m; i++)                                                          \
            wrong += at[i] != place_##tag(x, n, keys[i], 1);                                    \
        error |= cupro_lower_bound(some, n, keys, m, at, AT(*place)); /* not sorted */          \
        for (size_t i = 0; i < m; i++)                                                          \
            wrong += at[i] > n;                                                                 \
        ck_assert_msg(error == 0 && wrong == 0 && at[m] == 77,                                  \
                      #tag ", shape %d, %zu of %zu, %zu rise: %d, %zu wrong", (int)shape, m, n, \
                      rising, error, wrong);                                                    \
        free(at);                                                                               \
        free(keys);                                                                             \
        free(x);                                                                                \
        free(some);                                                                             \
    }
CUPRO_NUMBERS(DEFINE_CHECK)

#define CHECK(tag, T, S) check_##tag(&place, &dice, n, m);

/* Each on one of the places. */
START_TEST(every_small_size)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = (size_t)_i; n <= 500; n += PLACES) {
        size_t m = dice_below(&dice, 3 * n + 20);
        CUPRO_NUMBERS(CHECK)
    }
    place_close(&place);
}
END_TEST

START_TEST(many)
{
    static const size_t lengths[] = {15, 16, 17, 255, 256, 257, 10000, 65536};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    size_t n = lengths[dice_below(&dice, COUNT_OF(lengths))];
    size_t m = lengths[dice_below(&dice, COUNT_OF(lengths))];
    CUPRO_NUMBERS(CHECK)
    n = 65535;
    m = 20000;
    CUPRO_NUMBERS(CHECK)
    place_close(&place);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    uint64_t x[3] = {1, 3, 3}, keys[3] = {3, 4, 0}, *none = NULL;
    size_t at[3] = {77, 77, 77};
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_lower_bound(x, 3, keys, 3, at, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_lower_bound(none, 3, keys, 3, at), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_lower_bound(x, 3, none, 3, at), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_lower_bound(x, 3, keys, 3, (size_t *)NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_lower_bound(x, SIZE_MAX / 4, keys, 3, at), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_lower_bound(x, 3, keys, SIZE_MAX / 4, at), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_upper_bound(x, 3, keys, 3, (size_t *)(void *)keys), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_upper_bound(x, 3, keys, 3, (size_t *)(void *)(x + 1)), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_upper_bound(x, 3, keys, 3, at, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_upper_bound(x, 3, keys, 3, at, .keep_going = true), CUPRO_EINVAL);
    ck_assert(at[0] == 77 && at[1] == 77 && at[2] == 77);
    ck_assert_int_eq(cupro_upper_bound(none, 0, keys, 3, at), 0);
    ck_assert(at[0] == 0 && at[1] == 0 && at[2] == 0);
    ck_assert_int_eq(cupro_lower_bound(x, 3, none, 0, (size_t *)NULL), 0);
    ck_assert_int_eq(cupro_lower_bound_u64(x, 3, keys, 3, at, NULL), 0);
    ck_assert(at[0] == 1 && at[1] == 3 && at[2] == 0);
    ck_assert_int_eq(cupro_upper_bound_u64(x, 3, keys, 3, at, NULL), 0);
    ck_assert(at[0] == 3 && at[1] == 3 && at[2] == 0);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("bounds", PLACES, every_small_size, many, what_is_wrong_is_refused);
}
