/* SPDX-License-Identifier: MIT */
/* Shares: how many elements of each block go to each bucket, and so where each block's are to be
 * written there, in the blocks' order. */
#ifndef CUPRO__SHARES_H
#define CUPRO__SHARES_H

#include <stddef.h>

struct cupro__shares {
    size_t n, blocks, block; /* elements, blocks of them, and elements of a block          */
    size_t buckets;
    size_t *next;  /* of each block in each bucket: [block][bucket]; first the counts      */
    size_t *begin; /* of each bucket, and the end of the last                               */
};

/* How many buckets are good for n > 0 elements of so many bytes, each to be sorted in a cache. */
size_t cupro__shares_buckets(size_t n, size_t size);

/* For n > 0 elements and so many runners; CUPRO_ENOMEM. Close it in any case. */
int cupro__shares_open(struct cupro__shares *shares, size_t n, size_t runners, size_t buckets);
void cupro__shares_close(struct cupro__shares *shares);

/* All counts are there: turn them into places. */
void cupro__shares_add_up(const struct cupro__shares *shares);

static inline size_t cupro__shares_elements(const struct cupro__shares *shares, size_t block)
{
    size_t left = shares->n - block * shares->block;
    return left < shares->block ? left : shares->block;
}

static inline size_t *cupro__shares_of(const struct cupro__shares *shares, size_t block)
{
    return shares->next + block * shares->buckets;
}

#endif
