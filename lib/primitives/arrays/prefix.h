/* SPDX-License-Identifier: MIT */
/*
 * Prefix sums of integers, modulo 2^32 and 2^64: out[i] = acc + x[0] + … + x[i], or up to
 * x[i - 1] if exclusive; returns what has been added up. `out` may be `x`.
 */
#ifndef CUPRO__PREFIX_H
#define CUPRO__PREFIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* May stand for the signed type of the same size. */
typedef uint32_t cupro__word32 __attribute__((may_alias));
typedef uint64_t cupro__word64 __attribute__((may_alias));

uint32_t cupro__prefix32(uint32_t acc, const cupro__word32 *x, cupro__word32 *out, size_t n,
                         bool exclusive);
uint64_t cupro__prefix64(uint64_t acc, const cupro__word64 *x, cupro__word64 *out, size_t n,
                         bool exclusive);

/* With AVX-512. */
uint32_t cupro__prefix32_avx512(uint32_t acc, const cupro__word32 *x, cupro__word32 *out, size_t n,
                                bool exclusive);
uint64_t cupro__prefix64_avx512(uint64_t acc, const cupro__word64 *x, cupro__word64 *out, size_t n,
                                bool exclusive);

#endif
