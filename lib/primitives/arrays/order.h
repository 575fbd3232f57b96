/* SPDX-License-Identifier: MIT */
/*
 * The total order of floats: -NaN < -inf < … < -0 < +0 < … < +inf < NaN.
 *
 * The bits of a float, read as a signed integer, are in that order already when the sign is clear;
 * with the sign set all other bits count backwards, so they are flipped. The mapping is its own
 * inverse. (IEEE 754-2008, 5.10 totalOrder.)
 */
#ifndef CUPRO__ORDER_H
#define CUPRO__ORDER_H

#include <stdint.h>

typedef int32_t cupro__bits32 __attribute__((may_alias));
typedef int64_t cupro__bits64 __attribute__((may_alias));

static inline int32_t cupro__rank32(int32_t bits)
{
    return bits ^ ((bits >> 31) & INT32_MAX);
}

static inline int64_t cupro__rank64(int64_t bits)
{
    return bits ^ ((bits >> 63) & INT64_MAX);
}

#endif
