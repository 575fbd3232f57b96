/* SPDX-License-Identifier: MIT */
/* Orders and ranks: of all types, sizes, shapes and places; an order is right if it takes each
 * index once, nothing comes before what stands in front of it, and equal numbers are in theirs. */
#include "numbers.h"
#include "places.h"
#include "run_tests.h"
#include "shapes.h"

#include <cupro/argsort.h>
#include <cupro/error.h>
#include <stdlib.h>

enum { UNTOUCHED = 0x5a5a5a5a };

/* How many places are wrong. */
#define DEFINE_CHECK(tag, T, S)                                                                    \
    static size_t wrong_places_##tag(const T *x, const uint64_t *index, size_t n, bool falls)      \
    {                                                                                              \
        size_t wrong = 0;                                                                          \
        bool *seen = calloc(n + 1, sizeof *seen);                                                  \
        for (size_t k = 0; k < n; k++) {                                                           \
            wrong += index[k] >= n || seen[index[k]];                                              \
            if (index[k] >= n)                                                                     \
                break;                                                                             \
            seen[index[k]] = true;                                                                 \
            if (k == 0)                                                                            \
                continue;                                                                          \
            T a = x[index[k - 1]], b = x[index[k]];                                                \
            bool rises = is_before_##tag(a, b), sinks = is_before_##tag(b, a);                     \
            wrong += falls ? rises : sinks;                                                        \
            wrong += memcmp(&a, &b, sizeof a) == 0 && index[k - 1] > index[k];                     \
        }                                                                                          \
        free(seen);                                                                                \
        return wrong;                                                                              \
    }                                                                                              \
    static void check_##tag(const struct place *place, const T *x, size_t n)                       \
    {                                                                                              \
        T *copy = malloc((n + 1) * sizeof *copy);                                                  \
        uint64_t *index = malloc((n + 1) * sizeof *index), *rank = malloc((n + 1) * sizeof *rank); \
        uint32_t *small = malloc((n + 1) * sizeof *small);                                         \
        size_t wrong = 0;                                                                          \
        memcpy(copy, x, n * sizeof *x);                                                            \
        index[n] = rank[n] = small[n] = UNTOUCHED;                                                 \
        ck_assert_int_eq(cupro_argsort(x, n, index, AT(*place)), 0);                               \
        ck_assert_uint_eq(wrong_places_##tag(x, index, n, false), 0);                              \
        ck_assert_int_eq(cupro_argsort(x, n, small, AT(*place)), 0);                               \
        ck_assert_int_eq(cupro_rank(x, n, rank, AT(*place)), 0);                                   \
        for (size_t k = 0; k < n; k++)                                                             \
            wrong += small[k] != index[k] || rank[index[k]] != k;                                  \
        ck_assert_int_eq(cupro_rank(x, n, small, AT(*place)), 0);                                  \
        for (size_t k = 0; k < n; k++)                                                             \
            wrong += small[k] != rank[k];                                                          \
        ck_assert_uint_eq(wrong, 0);                                                               \
        ck_assert_int_eq(cupro_argsort_descending(x, n, index, AT(*place)), 0);                    \
        ck_assert_uint_eq(wrong_places_##tag(x, index, n, true), 0);                               \
        ck_assert(index[n] == UNTOUCHED && rank[n] == UNTOUCHED && small[n] == UNTOUCHED);         \
        ck_assert(memcmp(copy, x, n * sizeof *x) == 0);                                            \
        free(small);                                                                               \
        free(rank);                                                                                \
        free(index);                                                                               \
        free(copy);                                                                                \
    }                                                                                              \
    static void check_shape_##tag(const struct place *place, struct dice *dice, size_t n,          \
                                  enum shape shape)                                                \
    {                                                                                              \
        T *x = malloc((n + 1) * sizeof(T));                                                        \
        for (size_t i = 0; i < n; i++) {                                                           \
            uint64_t bits = shape_bits(dice, shape, i, n, 8 * (int)sizeof(T));                     \
            memcpy(&x[i], &bits, sizeof(T));                                                       \
        }                                                                                          \
        check_##tag(place, x, n);                                                                  \
        free(x);                                                                                   \
    }                                                                                              \
    static void check_numbers_##tag(const struct place *place, struct dice *dice, size_t n)        \
    {                                                                                              \
        T *x = throw_##tag(dice, n);                                                               \
        check_##tag(place, x, n);                                                                  \
        free(x);                                                                                   \
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
    static const size_t lengths[] = {1024, 1025, 8191, 8192, 8193, 32767, 32768, 32769, 65537};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    enum shape shape = (enum shape)(_i % SHAPES);
    size_t n = lengths[dice_below(&dice, COUNT_OF(lengths))];
    CUPRO_NUMBERS(CHECK_SHAPE)
    shape = (enum shape)dice_below(&dice, SHAPES);
    n = 8193 + dice_below(&dice, 20000);
    CUPRO_NUMBERS(CHECK_SHAPE)
    place_close(&place);
}
END_TEST

/* So many that what is alike is more than one thread sorts at once. */
START_TEST(large_buckets)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (enum shape shape = UNIFORM; shape < SHAPES; shape++) {
        size_t n = 250000 + dice_below(&dice, 1000);
        if ((int)shape % PLACES != _i)
            continue;
        check_shape_f64(&place, &dice, n, shape);
        check_shape_i64(&place, &dice, n, shape);
        check_shape_u32(&place, &dice, n, shape);
    }
    place_close(&place);
}
END_TEST

/* Zeros and NaNs of both signs, infinities, denormals, extremes. */
START_TEST(odd_numbers)
{
    static const size_t lengths[] = {3, 40, 300, 3000, 10000};
    FOR_EACH_LENGTH(CUPRO_NUMBERS, CHECK_NUMBERS);
}
END_TEST

/* What falls between two blocks that rise. */
START_TEST(one_fall)
{
    enum { N = 200000 };
    struct place place = place_open(_i);
    uint64_t *x = malloc(N * sizeof *x);
    static const size_t falls[] = {1, 65536, 131072, N - 1};
    for (size_t f = 0; f < COUNT_OF(falls); f++) {
        for (size_t i = 0; i < N; i++)
            x[i] = i < falls[f] ? i + 1 : i - 1;
        check_u64(&place, x, N);
    }
    free(x);
    place_close(&place);
}
END_TEST

START_TEST(nothing_is_written_after_a_stop)
{
    enum { N = 300000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    double *x = malloc(N * sizeof *x);
    uint64_t *index = malloc(N * sizeof *index);
    size_t written = 0;
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)dice_bits(&dice);
        index[i] = UNTOUCHED;
    }
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_argsort(x, N, index, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_rank(x, 5, index, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    for (size_t i = 0; i < N; i++)
        written += index[i] != UNTOUCHED;
    ck_assert_uint_eq(written, 0);
    free(index);
    free(x);
    place_close(&place);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    double x[3] = {3, 1, 2};
    uint32_t index[3] = {7, 7, 7};
    ck_assert_int_eq(cupro_argsort((double *)NULL, 3, index), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_argsort(x, 3, (uint32_t *)NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_argsort((double *)NULL, 0, (uint64_t *)NULL), 0);
    ck_assert_int_eq(cupro_argsort(x, SIZE_MAX / 4, index), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_argsort((uint8_t *)(void *)x, (size_t)UINT32_MAX + 1, index),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_rank(x, 2, (uint32_t *)(void *)&x[1]), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_argsort(x, 3, index, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_argsort(x, 3, index, .keep_going = true), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_argsort_f64(x, 3, index, 2, NULL), CUPRO_EINVAL);
    ck_assert(x[0] == 3 && x[1] == 1 && x[2] == 2 && index[0] == 7 && index[2] == 7);
    ck_assert_int_eq(cupro_argsort_f64(x, 3, index, 4, NULL), 0);
    ck_assert(index[0] == 1 && index[1] == 2 && index[2] == 0);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("argsort", PLACES, every_small_size, every_shape, large_buckets, one_fall,
                     odd_numbers, nothing_is_written_after_a_stop, what_is_wrong_is_refused);
}
