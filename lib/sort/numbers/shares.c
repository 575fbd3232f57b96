/* SPDX-License-Identifier: MIT */
/* Blocks and their shares of the buckets (see shares.h). */
#include "sort/numbers/shares.h"

#include "sort/numbers/kernels.h"

#include <cupro/error.h>
#include <stdlib.h>

/* A block's counts take less time than its elements, and fit 32 bits. */
enum { LEAST_BLOCK = 32768, MOST_BLOCK = 1 << 30, BLOCKS_A_RUNNER = 8, ELEMENTS_A_BUCKET = 4 };

/* A bucket and its place in the array fit the L2 cache together with room to spare. */
enum { BUCKET_BYTES = 128 << 10, LEAST_BUCKETS = 16 };

size_t cupro__shares_buckets(size_t n, size_t size)
{
    size_t buckets = 1 + (n - 1) / (BUCKET_BYTES / size);
    size_t most = CUPRO__SORT_MOST_BUCKETS / 2; /* even ones may be half as many again */
    return buckets < LEAST_BUCKETS ? LEAST_BUCKETS : buckets < most ? buckets : most;
}

int cupro__shares_open(struct cupro__shares *shares, size_t n, size_t runners, size_t buckets)
{
    size_t block = (n - 1) / (runners * BLOCKS_A_RUNNER) + 1, least = LEAST_BLOCK;
    least = least < ELEMENTS_A_BUCKET * buckets ? ELEMENTS_A_BUCKET * buckets : least;
    block = block < least ? least : block < MOST_BLOCK ? block : MOST_BLOCK;
    size_t blocks = (n - 1) / block + 1;
    *shares = (struct cupro__shares){.n = n, .blocks = blocks, .block = block, .buckets = buckets};
    shares->next = malloc((blocks * buckets + buckets + 1) * sizeof *shares->next);
    if (shares->next == NULL)
        return CUPRO_ENOMEM;
    shares->begin = shares->next + blocks * buckets;
    return 0;
}

void cupro__shares_close(struct cupro__shares *shares)
{
    free(shares->next);
}

void cupro__shares_add_up(const struct cupro__shares *shares)
{
    size_t sum = 0;
    for (size_t bucket = 0; bucket < shares->buckets; bucket++) {
        shares->begin[bucket] = sum;
        for (size_t block = 0; block < shares->blocks; block++) {
            size_t *next = &cupro__shares_of(shares, block)[bucket], count = *next;
            *next = sum;
            sum += count;
        }
    }
    shares->begin[shares->buckets] = sum;
}
