/* SPDX-License-Identifier: MIT */
/* Counting bytes two at a time, where few of the pairs that there could be occur. */
#ifndef CUPRO__BYTE_PAIRS_H
#define CUPRO__BYTE_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CUPRO__BYTE_VALUES = 256, CUPRO__PAIR_VALUES = 65536 };

/* So many bytes for each table at least: less would not pay for its zeros and its sums. */
enum { CUPRO__PAIRED_BYTES = 1 << 21 };

/* A runner's table; all zeros to begin with. */
struct cupro__byte_pairs {
    size_t counted; /* bytes that are not yet added up */
    uint32_t counts[CUPRO__PAIR_VALUES];
};

/* Whether a sample of n bytes, CUPRO__PAIRED_BYTES of them at least, says that counting pairs is
 * faster. */
bool cupro__bytes_are_paired(const unsigned char *x, size_t n);

/* Count n bytes. counts[v] is how often v was there once cupro__byte_pairs_add_up was called. */
void cupro__byte_pairs_count(struct cupro__byte_pairs *pairs, const unsigned char *x, size_t n,
                             size_t *counts);
void cupro__byte_pairs_add_up(struct cupro__byte_pairs *pairs, size_t *counts);

#endif
