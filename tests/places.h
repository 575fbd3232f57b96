/* SPDX-License-Identifier: MIT */
/*
 * Where an operation can be made to run. A test that runs once for each place (RUN_TESTS(name,
 * PLACES, …)) opens place _i, and hands AT(place) to its calls:
 *
 *     struct place place = place_open(_i);
 *     ck_assert_int_eq(cupro_for(n, body, &job, AT(place), .grain = 7), 0);
 *     place_close(&place);
 */
#ifndef CUPRO_TEST_PLACES_H
#define CUPRO_TEST_PLACES_H

#include <check.h>
#include <cupro/call.h>

/* The default pool as it is; with .threads of 1, 2, 3, 7, 64; pools of so many threads. */
#define PLACES 11

struct place {
    int threads;
    cupro_pool *pool;
};

#define AT(place) .threads = (place).threads, .pool = (place).pool

static inline struct place place_open(int number)
{
    static const int counts[] = {1, 2, 3, 7, 64};
    struct place place = {0, NULL};
    if (number > 5)
        ck_assert_int_eq(cupro_pool_open(&place.pool, .threads = counts[number - 6]), 0);
    else if (number > 0)
        place.threads = counts[number - 1];
    return place;
}

static inline void place_close(struct place *place)
{
    ck_assert_int_eq(cupro_pool_close(place->pool), 0);
    place->pool = NULL;
}

/* How many threads take part at most. */
static inline int place_threads(const struct place *place)
{
    return place->threads > 0 ? place->threads : cupro_threads(place->pool);
}

/* Numbers of elements around all borders that the library knows: words of 64, the 512 blocks of a
 * small fold, a batch of 2048, a number block of 16384, 65536 blocks of a grain. */
static const size_t sizes[] = {0,    1,    2,    3,    63,    64,    65,    511,    512,    513,
                               1000, 2047, 2048, 2049, 16383, 16384, 16385, 100000, 1000007};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

#endif
