/* SPDX-License-Identifier: MIT */
/*
 * Random orders.
 *
 *     cupro_shuffle(cards, n, 42);        // any array, in place
 *     cupro_permutation(order, n, 42);    // order[] = 0 … n - 1, shuffled the same way
 *
 * The order depends on n and the seed only: not on the number of threads, the machine or the
 * elements; and stays the same in all versions of cupro with the same first number. All orders are
 * equally likely as far as 64 bits of seed can tell; not for secrets.
 *
 * Errors: as for loops (loop.h); after CUPRO_ESTOPPED the array is some other order of itself, or
 * as it was. Cost: three passes over the array, and memory for a second one from 4096 elements on.
 */
#ifndef CUPRO_SHUFFLE_H
#define CUPRO_SHUFFLE_H

#include <cupro/call.h>
#include <stdint.h>

CUPRO_BEGIN_DECLS

#define cupro_shuffle(...) CUPRO__SHUFFLE(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__SHUFFLE(base, n, seed, ...) \
    cupro_shuffle_with((base), (n), sizeof *(base), (seed), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_shuffle_with(void *base, size_t n, size_t size, uint64_t seed,
                                 const cupro_call *call);

#define cupro_permutation(...) CUPRO__PERMUTATION(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__PERMUTATION(order, n, seed, ...) \
    cupro_permutation_with((order), (n), (seed), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_permutation_with(size_t *order, size_t n, uint64_t seed,
                                     const cupro_call *call);

CUPRO_END_DECLS

#endif
