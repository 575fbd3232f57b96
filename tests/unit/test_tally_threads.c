/* SPDX-License-Identifier: MIT */
/* Tallies that threads of all kinds add to at the same time: nothing is lost, nothing waits. */
#include "places.h"
#include "run_tests.h"

#include <cupro.h>
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 100, ADDS = 3000, KEYS = 500 };

/* Short keys and long ones. */
static size_t name_of(char name[40], size_t i)
{
    return (size_t)snprintf(name, 40, i % 2 != 0 ? "%zu" : "a key of more than 16 bytes, %zu", i);
}

static int add_range(size_t lo, size_t hi, void *tally)
{
    char name[40];
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = cupro_tally_add(tally, name, name_of(name, i % KEYS), 1);
    return error;
}

static void *add_all(void *tally)
{
    return add_range(0, ADDS, tally) == 0 ? tally : NULL;
}

static void check_all(cupro_tally *tally, uint64_t each)
{
    char name[40];
    uint64_t count;
    cupro_tally_entry *entries;
    size_t n;
    ck_assert_int_eq(cupro_tally_entries(tally, &entries, &n), 0);
    ck_assert_uint_eq(n, KEYS);
    ck_assert_uint_eq(entries[0].count, each);
    ck_assert_uint_eq(entries[KEYS - 1].count, each);
    for (size_t i = 0; i < KEYS; i++) {
        ck_assert_int_eq(cupro_tally_get(tally, name, name_of(name, i), &count), 0);
        ck_assert_uint_eq(count, each);
    }
    free(entries);
}

/* More threads than a tally has shards at first. */
START_TEST(threads_of_ones_own)
{
    pthread_t threads[THREADS];
    cupro_tally *tally;
    ck_assert_int_eq(cupro_tally_open(&tally), 0);
    for (int round = 1; round <= 2; round++) {
        for (size_t i = 0; i < THREADS; i++)
            ck_assert_int_eq(pthread_create(&threads[i], NULL, add_all, tally), 0);
        for (size_t i = 0; i < THREADS; i++) {
            void *result;
            pthread_join(threads[i], &result);
            ck_assert_ptr_eq(result, tally);
        }
        check_all(tally, (uint64_t)round * THREADS * ADDS / KEYS);
    }
    cupro_tally_close(tally);
}
END_TEST

/* Lists while others read too. */
static void *read_all(void *tally)
{
    cupro_tally_entry best[5];
    size_t found, size;
    uint64_t count;
    int error = cupro_tally_top(tally, 5, best, &found, .threads = 1);
    error |= cupro_tally_size(tally, &size, NULL, .threads = 1);
    error |= cupro_tally_get(tally, "1", 1, &count);
    return error == 0 && found == 5 && size == KEYS && count == 6 ? tally : NULL;
}

START_TEST(readers_do_not_mind_each_other)
{
    pthread_t threads[8];
    cupro_tally *tally;
    ck_assert_int_eq(cupro_tally_open(&tally), 0);
    ck_assert_int_eq(add_range(0, ADDS, tally), 0);
    ck_assert_int_eq(cupro_tally_merge(tally), 0);
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, read_all, tally), 0);
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        void *result;
        pthread_join(threads[i], &result);
        ck_assert_ptr_eq(result, tally);
    }
    cupro_tally_close(tally);
}
END_TEST

static int add_nested(size_t lo, size_t hi, void *tally)
{
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = cupro_for(ADDS, add_range, tally, .grain = 100);
    return error;
}

START_TEST(loops_within_loops)
{
    struct place place = place_open(_i);
    cupro_tally *tally;
    ck_assert_int_eq(cupro_tally_open(&tally), 0);
    ck_assert_int_eq(cupro_for(10, add_nested, tally, AT(place), .grain = 1), 0);
    check_all(tally, 10 * ADDS / KEYS);
    cupro_tally_close(tally);
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS("tally of threads", 1, threads_of_ones_own, readers_do_not_mind_each_other) |
           RUN_TESTS("tally of loops", PLACES, loops_within_loops);
}
