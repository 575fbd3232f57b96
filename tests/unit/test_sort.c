/* SPDX-License-Identifier: MIT */
/* Sorts: of all types, sizes, patterns and places, against qsort; and what a failed one leaves. */
#include "numbers.h"
#include "places.h"
#include "run_tests.h"
#include "shapes.h"

#include <cupro/error.h>
#include <cupro/sort.h>
#include <stdlib.h>

static int order_bits(const void *a, const void *b, size_t size)
{
    int sign = 0; /* little endian; of floats equal in value, NaNs of one sign */
    for (size_t i = 0; i < size; i++) {
        int left = ((const unsigned char *)a)[i], right = ((const unsigned char *)b)[i];
        sign = left != right ? (left < right ? -1 : 1) : sign;
    }
    return ((const signed char *)a)[size - 1] < 0 ? -sign : sign;
}

/* Sort a copy between two guards, and compare its bits with what qsort makes of it. */
#define DEFINE_CHECK(tag, T, S)                                                             \
    static int order_##tag(const void *a, const void *b)                                    \
    {                                                                                       \
        T left = *(const T *)a, right = *(const T *)b;                                      \
        if (is_before_##tag(left, right))                                                   \
            return -1;                                                                      \
        return is_before_##tag(right, left) ? 1 : order_bits(a, b, sizeof(T));              \
    }                                                                                       \
    static void check_##tag(const struct place *place, const T *before, size_t n)           \
    {                                                                                       \
        T *x = malloc((n + 2) * sizeof(T)), *expected = malloc((n + 1) * sizeof(T));        \
        memcpy(expected, before, n * sizeof(T));                                            \
        qsort(expected, n, sizeof(T), order_##tag);                                         \
        x[0] = x[n + 1] = 77;                                                               \
        memcpy(x + 1, before, n * sizeof(T));                                               \
        ck_assert_int_eq(cupro_sort(x + 1, n, AT(*place)), 0);                              \
        ck_assert(memcmp(x + 1, expected, n * sizeof(T)) == 0);                             \
        memcpy(x + 1, before, n * sizeof(T));                                               \
        ck_assert_int_eq(cupro_sort_descending(x + 1, n, AT(*place)), 0);                   \
        for (size_t i = 0; i < n; i++)                                                      \
            ck_assert(memcmp(&x[n - i], &expected[i], sizeof(T)) == 0);                     \
        ck_assert(x[0] == 77 && x[n + 1] == 77);                                            \
        free(expected);                                                                     \
        free(x);                                                                            \
    }                                                                                       \
    static void check_shape_##tag(const struct place *place, struct dice *dice, size_t n,   \
                                  enum shape shape)                                         \
    {                                                                                       \
        T *x = malloc((n + 1) * sizeof(T));                                                 \
        for (size_t i = 0; i < n; i++) {                                                    \
            uint64_t bits = shape_bits(dice, shape, i, n, 8 * (int)sizeof(T));              \
            memcpy(&x[i], &bits, sizeof(T));                                                \
        }                                                                                   \
        check_##tag(place, x, n);                                                           \
        free(x);                                                                            \
    }                                                                                       \
    static void check_numbers_##tag(const struct place *place, struct dice *dice, size_t n) \
    {                                                                                       \
        T *x = throw_##tag(dice, n);                                                        \
        check_##tag(place, x, n);                                                           \
        free(x);                                                                            \
    }
CUPRO_NUMBERS(DEFINE_CHECK)
#undef DEFINE_CHECK

#define CHECK_SHAPE(tag, T, S)   check_shape_##tag(&place, &dice, n, shape);
#define CHECK_NUMBERS(tag, T, S) check_numbers_##tag(&place, &dice, n);

/* All of them on one place, as they stay on the caller. */
START_TEST(every_small_size)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = 0; n <= 520; n += _i == 0 ? 1 : 1 + dice_below(&dice, 99)) {
        enum shape shape = (enum shape)dice_below(&dice, SHAPES);
        CUPRO_NUMBERS(CHECK_SHAPE)
        shape = UNIFORM;
        CUPRO_NUMBERS(CHECK_SHAPE)
    }
    place_close(&place);
}
END_TEST

/* Around the borders between one way and the next, some by chance. */
START_TEST(every_shape)
{
    static const size_t lengths[] = {1024, 1025, 4097, 16384, 16385, 32767, 32768, 32769, 65537};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    enum shape shape = (enum shape)(_i % SHAPES);
    size_t n = lengths[dice_below(&dice, COUNT_OF(lengths))];
    CUPRO_NUMBERS(CHECK_SHAPE)
    n = 32769 + dice_below(&dice, 60000);
    CUPRO_NUMBERS(CHECK_SHAPE)
    shape = (enum shape)dice_below(&dice, SHAPES);
    CUPRO_NUMBERS(CHECK_SHAPE)
    place_close(&place);
}
END_TEST

/* Zeros and NaNs of both signs, infinities, denormals, extremes. */
START_TEST(odd_numbers)
{
    static const size_t lengths[] = {3, 40, 300, 3000, 40000};
    FOR_EACH_LENGTH(CUPRO_NUMBERS, CHECK_NUMBERS);
}
END_TEST

/* So large that the stores go past the caches. */
START_TEST(many)
{
    enum { N = 2100003 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    uint64_t *x = malloc(N * sizeof *x), sum = 0, sorted_sum = 0;
    enum shape shape = (enum shape)(_i % SHAPES);
    for (size_t i = 0; i < N; i++)
        sum += scramble(x[i] = shape_bits(&dice, shape, i, N, 64));
    ck_assert_int_eq(cupro_sort(x, N, AT(place)), 0);
    size_t falls = 0;
    for (size_t i = 0; i < N; i++) {
        falls += i > 0 && x[i] < x[i - 1];
        sorted_sum += scramble(x[i]);
    }
    ck_assert_uint_eq(falls, 0);
    ck_assert_uint_eq(sum, sorted_sum);
    free(x);
    place_close(&place);
}
END_TEST

/* A sort that is stopped has not begun to write. */
START_TEST(stopped_arrays_are_as_they_were)
{
    enum { N = 300000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    uint32_t *x = malloc(N * sizeof *x), *before = malloc(N * sizeof *x);
    for (size_t i = 0; i < N; i++)
        before[i] = x[i] = (uint32_t)dice_bits(&dice);
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_sort(x, N, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_sort(x, 5, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_sort((int16_t *)(void *)x, N, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert(memcmp(x, before, N * sizeof *x) == 0);
    free(before);
    free(x);
    place_close(&place);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    double x[3] = {3, 1, 2};
    ck_assert_int_eq(cupro_sort((double *)NULL, 3), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort((double *)NULL, 0), 0);
    ck_assert_int_eq(cupro_sort(x, SIZE_MAX / 4), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort(x, 3, .threads = -1), CUPRO_EINVAL);
    ck_assert(x[0] == 3 && x[1] == 1 && x[2] == 2);
    ck_assert_int_eq(cupro_sort_f64(x, 3, NULL), 0);
    ck_assert(x[0] == 1 && x[1] == 2 && x[2] == 3);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("sort", PLACES, every_small_size, every_shape, odd_numbers, many,
                     stopped_arrays_are_as_they_were, what_is_wrong_is_refused);
}
