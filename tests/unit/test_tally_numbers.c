/* SPDX-License-Identifier: MIT */
/* Tallies of numbers: the same as an array of counters. */
#include "dice.h"
#include "each.h"
#include "places.h"
#include "run_tests.h"

#include "group/hash.h"

#include <cupro.h>
#include <stdatomic.h>

enum { KEYS = 3000, ADDS = 40000 };

struct job {
    cupro_tally *tally;
    const uint64_t *keys, *counts;
};

/* In three ways. */
static int add_range(size_t lo, size_t hi, void *ctx)
{
    const struct job *job = ctx;
    if (lo % 3 == 0)
        return cupro_tally_add_number_counts(job->tally, job->keys + lo, job->counts + lo, hi - lo);
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++) {
        if (job->counts[i] == 1)
            error = cupro_tally_add_numbers(job->tally, &job->keys[i], 1);
        else
            error = cupro_tally_add_number(job->tally, job->keys[i], job->counts[i]);
    }
    return error;
}

static int by_key(const void *a, const void *b)
{
    const cupro_tally_number *left = a, *right = b;
    return (left->key > right->key) - (left->key < right->key);
}

static int by_count(const void *a, const void *b)
{
    const cupro_tally_number *left = a, *right = b;
    return left->count != right->count ? (left->count > right->count ? -1 : 1) : by_key(a, b);
}

static void check_numbers(const cupro_tally_number *numbers, size_t n,
                          const cupro_tally_number *expected)
{
    for (size_t i = 0; i < n; i++) {
        ASSERT_EACH_EQ(numbers[i].key, expected[i].key);
        ASSERT_EACH_EQ(numbers[i].count, expected[i].count);
    }
}

static int sum_up(const cupro_tally_number *numbers, size_t n, void *ctx)
{
    atomic_ullong *sum = ctx;
    for (size_t i = 0; i < n; i++)
        atomic_fetch_add(sum, numbers[i].key * numbers[i].count);
    return 0;
}

/* Small ones, neighbours, large ones, 0 and the largest. */
static uint64_t key_of(struct dice *dice, size_t i)
{
    switch (i % 3) {
    case 0:
        return i;
    case 1:
        return UINT64_MAX - i + 1;
    default:
        return dice_bits(dice);
    }
}

START_TEST(counts_as_an_array_does)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    static cupro_tally_number expected[KEYS], best[KEYS];
    static uint64_t keys[ADDS], counts[ADDS];
    unsigned long long sum = 0;
    for (size_t i = 0; i < KEYS; i++)
        expected[i] = (cupro_tally_number){key_of(&dice, i), 0};
    for (size_t i = 0; i < ADDS; i++) {
        size_t k = dice_below(&dice, KEYS);
        keys[i] = expected[k].key;
        counts[i] = dice_below(&dice, 3);
        expected[k].count += counts[i];
        sum += keys[i] * counts[i];
    }
    qsort(expected, KEYS, sizeof *expected, by_count);
    size_t seen = 0;
    while (seen < KEYS && expected[seen].count > 0)
        seen++;

    struct job job = {NULL, keys, counts};
    ck_assert_int_eq(cupro_tally_open_numbers(&job.tally), 0);
    ck_assert_int_eq(cupro_for(ADDS, add_range, &job, AT(place), .grain = 100), 0);
    cupro_tally_number *numbers;
    size_t n;
    ck_assert_int_eq(cupro_tally_numbers(job.tally, &numbers, &n, AT(place)), 0);
    ck_assert_uint_eq(n, seen);
    check_numbers(numbers, n, expected);
    free(numbers);
    for (size_t k = 1; k <= KEYS; k = 3 * k - 1) {
        ck_assert_int_eq(cupro_tally_top_numbers(job.tally, k, best, &n, AT(place)), 0);
        ck_assert_uint_eq(n, k < seen ? k : seen);
        check_numbers(best, n, expected);
    }
    atomic_ullong visited = 0;
    ck_assert_int_eq(cupro_tally_each_number(job.tally, sum_up, &visited, AT(place)), 0);
    ck_assert_uint_eq((unsigned long long)visited, sum);
    for (size_t i = 0; i < KEYS; i++) {
        uint64_t count;
        ck_assert_int_eq(cupro_tally_get_number(job.tally, expected[i].key, &count), 0);
        ck_assert_uint_eq(count, expected[i].count);
    }
    qsort(expected, seen, sizeof *expected, by_key);
    ck_assert_int_eq(cupro_tally_numbers_by_key(job.tally, &numbers, &n, AT(place)), 0);
    ck_assert_uint_eq(n, seen);
    check_numbers(numbers, n, expected);
    free(numbers);
    cupro_tally_close(job.tally);
    place_close(&place);
}
END_TEST

/* Large tables in which keys stand far from their homes, so far that they cannot grow in place, or
 * not quite so far. */
START_TEST(large_tables_of_keys_that_collide)
{
    enum { MANY = 300000 };
    static const unsigned bits[] = {6, 12, 40};
    struct cupro__hash_key key = *cupro__hash_key();
    cupro_tally *tally;
    size_t distinct;
    uint64_t total, count;
    key.mask = ~(UINT64_MAX >> bits[_i]);
    cupro__hash_key_set(&key);
    ck_assert_int_eq(cupro_tally_open_numbers(&tally), 0);
    for (uint64_t i = 0; i < MANY; i++)
        ASSERT_EACH_EQ(cupro_tally_add_number(tally, i, 1 + i % 3), 0);
    ck_assert_int_eq(cupro_tally_size(tally, &distinct, &total), 0);
    ck_assert_uint_eq(distinct, MANY);
    ck_assert_uint_eq(total, 2 * MANY);
    for (uint64_t i = 0; i < MANY + 10; i += 13) {
        ASSERT_EACH_EQ(cupro_tally_get_number(tally, i, &count), 0);
        ASSERT_EACH_EQ(count, i < MANY ? 1 + i % 3 : 0);
    }
    uint64_t numbers[100], counts[100];
    for (uint64_t i = 0; i < 100; i++)
        numbers[i] = MANY - 50 + i;
    ck_assert_int_eq(cupro_tally_get_numbers(tally, numbers, 100, counts), 0);
    for (uint64_t i = 0; i < 100; i++)
        ck_assert_uint_eq(counts[i], i < 50 ? 1 + numbers[i] % 3 : 0);
    cupro_tally_close(tally);
    cupro__hash_key_set(NULL);
}
END_TEST

int main(void)
{
    dice_announce();
    int failed = RUN_TESTS("tally of colliding numbers", 3, large_tables_of_keys_that_collide);
    return failed | RUN_TESTS("tally of numbers", PLACES, counts_as_an_array_does);
}
