/* SPDX-License-Identifier: MIT */
/* Shuffles: an order of the same elements, fair, and the same on any number of threads. */
#include "places.h"
#include "run_tests.h"

#include <cupro/error.h>
#include <cupro/shuffle.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { N = 200003 };

static void check_order(const size_t *order, size_t n)
{
    bool *seen = calloc(n + 1, sizeof *seen);
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++) {
        wrong += order[i] >= n || seen[order[i]];
        seen[order[i] < n ? order[i] : 0] = true;
    }
    ck_assert_uint_eq(wrong, 0);
    free(seen);
}

START_TEST(every_element_is_there_once_on_any_number_of_threads)
{
    struct place place = place_open(_i);
    static const size_t lengths[] = {0, 1, 2, 100, 4096, 4097, 30000, N};
    size_t *order = malloc(N * sizeof *order), *alone = malloc(N * sizeof *alone);
    for (size_t k = 0; k < COUNT_OF(lengths); k++) {
        size_t n = lengths[k];
        ck_assert_int_eq(cupro_permutation(order, n, 42, AT(place)), 0);
        ck_assert_int_eq(cupro_permutation(alone, n, 42, .threads = 1), 0);
        check_order(order, n);
        ck_assert(memcmp(order, alone, n * sizeof *order) == 0);
        ck_assert_int_eq(cupro_permutation(alone, n, 43, AT(place)), 0);
        ck_assert(n < 100 || memcmp(order, alone, n * sizeof *order) != 0);
    }
    free(order);
    free(alone);
    place_close(&place);
}
END_TEST

struct card {
    uint32_t number;
    char rest[96];
};

/* Elements of any size take the same way. */
#define CHECK_SIZE(T, set, get)                                     \
    do {                                                            \
        T *items = calloc(N, sizeof *items);                        \
        for (size_t i = 0; i < N; i++)                              \
            set;                                                    \
        ck_assert_int_eq(cupro_shuffle(items, N, 7, AT(place)), 0); \
        bool *seen = calloc(N, sizeof *seen);                       \
        for (size_t i = 0; i < N; i++)                              \
            seen[(get)] = true;                                     \
        ck_assert_ptr_null(memchr(seen, 0, N));                     \
        free(seen);                                                 \
        free(items);                                                \
    } while (0)

START_TEST(elements_of_any_size_stay_whole)
{
    struct place place = place_open(_i);
    CHECK_SIZE(uint32_t, items[i] = (uint32_t)i, items[i]);
    CHECK_SIZE(struct card, items[i].number = (uint32_t)i, items[i].number);
    place_close(&place);
}
END_TEST

/* Once, as the order does not depend on the place. Chi-squared over the 120 orders of 5: 119
 * degrees of freedom; above 190 is one in 50000. */
START_TEST(all_orders_of_a_few_are_equally_likely)
{
    enum { SEEDS = 60000 };
    static int times[5 * 5 * 5 * 5 * 5];
    double chi = 0, expected = SEEDS / 120.0;
    memset(times, 0, sizeof times);
    for (uint64_t seed = 0; seed < SEEDS && _i == 0; seed++) {
        size_t order[5], key = 0;
        ck_assert_int_eq(cupro_permutation(order, 5, seed), 0);
        for (int i = 0; i < 5; i++)
            key = key * 5 + order[i];
        times[key]++;
    }
    for (size_t key = 0; key < COUNT_OF(times); key++)
        chi += times[key] > 0 ? (times[key] - expected) * (times[key] - expected) / expected : 0;
    ck_assert(_i > 0 || chi < 190);
}
END_TEST

/* Where the first element of many goes: 31 degrees of freedom; above 75 is one in 50000. */
START_TEST(all_places_among_many_are_equally_likely)
{
    enum { SEEDS = 1600, MANY = 8192, PARTS = 32 };
    static size_t order[MANY];
    int times[PARTS] = {0};
    double chi = 0, expected = (double)SEEDS / PARTS;
    for (uint64_t seed = 0; seed < SEEDS && _i == 0; seed++) {
        size_t at = 0;
        ck_assert_int_eq(cupro_permutation(order, MANY, seed), 0);
        while (order[at] != 0)
            at++;
        times[at / (MANY / PARTS)]++;
    }
    for (int part = 0; part < PARTS; part++)
        chi += (times[part] - expected) * (times[part] - expected) / expected;
    ck_assert(_i > 0 || chi < 75);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    size_t order[3];
    ck_assert_int_eq(cupro_permutation((size_t *)NULL, 3, 1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_shuffle_with(NULL, 3, 8, 1, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_shuffle_with(order, 3, 0, 1, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_shuffle_with(order, SIZE_MAX / 4, 8, 1, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_shuffle(order, 3, 1, .threads = -1), CUPRO_EINVAL);
}
END_TEST

int main(void)
{
    return RUN_TESTS("shuffle", PLACES, every_element_is_there_once_on_any_number_of_threads,
                     elements_of_any_size_stay_whole, all_orders_of_a_few_are_equally_likely,
                     all_places_among_many_are_equally_likely, what_is_wrong_is_refused);
}
