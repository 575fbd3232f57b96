/* SPDX-License-Identifier: MIT */
/* Elements that begin with a key and their place, so that a lost or doubled one is seen. */
#ifndef CUPRO_TEST_ORDERED_PAIRS_H
#define CUPRO_TEST_ORDERED_PAIRS_H

#include "dice.h"

#include <stdlib.h>
#include <string.h>

struct pair {
    uint32_t key, at;
};

/* Whether each of n elements is there once, as `at` says. */
static inline bool is_permutation(const void *x, size_t n, size_t size)
{
    unsigned char *seen = calloc(n + 1, 1);
    bool is_one = true;
    for (size_t i = 0; i < n; i++) {
        struct pair item;
        memcpy(&item, (const char *)x + i * size, sizeof item);
        is_one = is_one && item.at < n && seen[item.at]++ == 0;
    }
    free(seen);
    return is_one;
}

static inline void *throw_pairs(struct dice *dice, size_t n, size_t size)
{
    char *x = calloc(n + 1, size);
    for (size_t i = 0; i < n; i++) {
        struct pair item = {(uint32_t)dice_bits(dice), (uint32_t)i};
        memcpy(x + i * size, &item, sizeof item);
    }
    return x;
}

#endif
