/* SPDX-License-Identifier: MIT */
/* Pairs: keys of all types with values of many sizes, against orders that are checked by
 * themselves (test_argsort.c); and what a failed sort leaves. */
#include "numbers.h"
#include "places.h"
#include "run_tests.h"
#include "shapes.h"

#include <cupro/argsort.h>
#include <cupro/error.h>
#include <cupro/sort_pairs.h>
#include <stdlib.h>

static unsigned char *throw_values(struct dice *dice, size_t bytes)
{
    unsigned char *values = malloc(bytes + 1);
    for (size_t i = 0; i < bytes; i++)
        values[i] = (unsigned char)dice_bits(dice);
    values[bytes] = 77;
    return values;
}

/* Sizes of which no face knows, too. */
#define DEFINE_CHECK(tag, T, S)                                                                 \
    static void check_##tag(const struct place *place, struct dice *dice, const T *x, size_t n, \
                            size_t size, bool falls)                                            \
    {                                                                                           \
        const cupro_call call = {AT(*place)};                                                   \
        unsigned char *before = throw_values(dice, n * size), *values = malloc(n * size + 1);   \
        uint64_t *index = malloc((n + 1) * sizeof *index);                                      \
        T *keys = malloc((n + 1) * sizeof *keys);                                               \
        size_t wrong = 0;                                                                       \
        memcpy(values, before, n *size + 1);                                                    \
        memcpy(keys, x, n * sizeof *x);                                                         \
        ck_assert_int_eq((falls ? cupro_argsort_descending_##tag                                \
                                : cupro_argsort_##tag)(x, n, index, sizeof *index, &call),      \
                         0);                                                                    \
        ck_assert_int_eq((falls ? cupro_sort_pairs_descending_##tag                             \
                                : cupro_sort_pairs_##tag)(keys, values, n, size, &call),        \
                         0);                                                                    \
        for (size_t k = 0; k < n; k++) {                                                        \
            wrong += memcmp(&keys[k], &x[index[k]], sizeof *x) != 0;                            \
            wrong += memcmp(values + k * size, before + index[k] * size, size) != 0;            \
        }                                                                                       \
        ck_assert_msg(wrong == 0, "%zu of %zu with values of %zu bytes", wrong, n, size);       \
        ck_assert_int_eq(values[n * size], 77);                                                 \
        free(keys);                                                                             \
        free(index);                                                                            \
        free(values);                                                                           \
        free(before);                                                                           \
    }                                                                                           \
    static void check_shape_##tag(const struct place *place, struct dice *dice, size_t n,       \
                                  size_t size, enum shape shape)                                \
    {                                                                                           \
        T *x = malloc((n + 1) * sizeof(T));                                                     \
        for (size_t i = 0; i < n; i++) {                                                        \
            uint64_t bits = shape_bits(dice, shape, i, n, 8 * (int)sizeof(T));                  \
            memcpy(&x[i], &bits, sizeof(T));                                                    \
        }                                                                                       \
        check_##tag(place, dice, x, n, size, dice_once_in(dice, 3));                            \
        free(x);                                                                                \
    }
CUPRO_NUMBERS(DEFINE_CHECK)
#undef DEFINE_CHECK

#define CHECK_SHAPE(tag, T, S) check_shape_##tag(&place, &dice, n, size, shape);

static const size_t value_sizes[] = {1, 2, 3, 4, 7, 8, 12, 16, 24, 31, 32, 33, 64, 100};

static size_t throw_size(struct dice *dice)
{
    return value_sizes[dice_below(dice, COUNT_OF(value_sizes))];
}

START_TEST(every_small_size)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = 0; n <= 520; n += _i == 0 ? 1 : 1 + dice_below(&dice, 99)) {
        enum shape shape = (enum shape)dice_below(&dice, SHAPES);
        size_t size = throw_size(&dice);
        CUPRO_NUMBERS(CHECK_SHAPE)
    }
    place_close(&place);
}
END_TEST

/* Each size of values on both sides of the border of what is sorted on one thread. */
START_TEST(every_value_size)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t i = 0; i < COUNT_OF(value_sizes); i++) {
        enum shape shape = (enum shape)dice_below(&dice, SHAPES);
        size_t n = 8180 + dice_below(&dice, 4000), size = value_sizes[i];
        check_shape_f64(&place, &dice, n, size, shape);
        check_shape_u32(&place, &dice, n, size, shape);
    }
    place_close(&place);
}
END_TEST

START_TEST(every_shape)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    size_t n = 8193 + dice_below(&dice, 30000), size = throw_size(&dice);
    enum shape shape = (enum shape)(_i % SHAPES);
    CUPRO_NUMBERS(CHECK_SHAPE)
    shape = (enum shape)dice_below(&dice, SHAPES);
    size = 8;
    CUPRO_NUMBERS(CHECK_SHAPE)
    place_close(&place);
}
END_TEST

/* So many that what is alike is more than one thread sorts at once. */
START_TEST(large_buckets)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (enum shape shape = UNIFORM; shape < SHAPES; shape++)
        if ((int)shape % PLACES == _i) {
            check_shape_i64(&place, &dice, 230000, 4, shape);
            check_shape_f32(&place, &dice, 230000, 16, shape);
        }
    place_close(&place);
}
END_TEST

START_TEST(stopped_arrays_are_as_they_were)
{
    enum { N = 100000, SIZE = 40 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    uint32_t *keys = (void *)throw_values(&dice, N * sizeof *keys),
             *before = malloc(N * sizeof *keys);
    char(*values)[SIZE] = (void *)throw_values(&dice, N * SIZE), *copy = malloc(N * SIZE);
    memcpy(before, keys, N * sizeof *keys);
    memcpy(copy, values, N * SIZE);
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_sort_pairs(keys, values, N, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_sort_pairs(keys, keys + N / 2, 5, AT(place), .stop = &stop),
                     CUPRO_ESTOPPED);
    ck_assert(memcmp(before, keys, N * sizeof *keys) == 0 && memcmp(copy, values, N * SIZE) == 0);
    free(copy);
    free(values);
    free(before);
    free(keys);
    place_close(&place);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    float keys[4] = {3, 1, 2, 0};
    short values[4] = {30, 10, 20, 0};
    ck_assert_int_eq(cupro_sort_pairs((float *)NULL, values, 3), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_pairs(keys, (short *)NULL, 3), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_pairs((float *)NULL, (short *)NULL, 0), 0);
    ck_assert_int_eq(cupro_sort_pairs(keys, values, SIZE_MAX / 2), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_pairs(keys, keys + 2, 3), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_pairs(keys, values, 3, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_pairs_f32(keys, values, 3, 0, NULL), CUPRO_EINVAL);
    ck_assert(keys[0] == 3 && values[0] == 30);
    ck_assert_int_eq(cupro_sort_pairs(keys, values, 3), 0);
    ck_assert(keys[0] == 1 && keys[2] == 3 && values[0] == 10 && values[1] == 20);
    ck_assert_int_eq(cupro_sort_pairs_descending(keys, keys + 2, 2), 0);
    ck_assert(keys[0] == 2 && keys[1] == 1 && keys[2] == 0 && keys[3] == 3);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("sort_pairs", PLACES, every_small_size, every_value_size, every_shape,
                     large_buckets, stopped_arrays_are_as_they_were, what_is_wrong_is_refused);
}
