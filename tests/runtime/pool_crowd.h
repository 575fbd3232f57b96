/* SPDX-License-Identifier: MIT */
/* Which threads a pool has, and which of them took part in a loop. */
#ifndef CUPRO_TEST_POOL_CROWD_H
#define CUPRO_TEST_POOL_CROWD_H

#include "runtime/crowd.h"

#include <check.h>
#include <cupro/pool.h>
#include <stddef.h>

/* To be broadcast. */
static inline int join_broadcast(int index, void *crowd)
{
    (void)index;
    crowd_join(crowd);
    return 0;
}

/* A loop's body. */
static inline int join_crowd(size_t lo, size_t hi, void *crowd)
{
    (void)lo;
    (void)hi;
    crowd_join(crowd);
    return 0;
}

static inline struct crowd members_of(cupro_pool *pool)
{
    struct crowd crowd = CROWD_OF_NONE;
    ck_assert_int_eq(cupro_broadcast(pool, join_broadcast, &crowd), 0);
    return crowd;
}

static inline cupro_pool *pool_of(int threads)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads), 0);
    return pool;
}

#endif
