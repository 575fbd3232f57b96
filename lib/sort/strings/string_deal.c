/* SPDX-License-Identifier: MIT */
/*
 * Dealing strings out to buckets (see string_sorter.h): a block's keys are loaded and their buckets
 * found, then these counted; then keys and elements go to their bucket's part of the block's
 * stretch, which fits the L2 cache. Each string is a cache miss.
 */
#include "sort/strings/string_sorter.h"

#include <cupro/error.h>

static void count(const uint16_t *bucket, size_t n, size_t buckets, uint32_t *next)
{
    uint32_t sum = 0;
    memset(next, 0, buckets * sizeof *next);
    for (size_t i = 0; i < n; i++)
        next[bucket[i]]++;
    for (size_t k = 0; k < buckets; k++) {
        uint32_t many = next[k];
        next[k] = sum;
        sum += many;
    }
}

static inline __attribute__((always_inline)) void deal(const char *x, const uint64_t *key,
                                                       const uint16_t *bucket, size_t n,
                                                       uint32_t *next, uint64_t *keys,
                                                       char *elements, size_t size)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = next[bucket[i]]++;
        keys[at] = key[i];
        memcpy(elements + at * size, x + i * size, size);
    }
}

static int deal_block(const struct cupro__string_sorter *sorter, size_t block,
                      struct cupro__string_desk *desk)
{
    const struct cupro__strings *strings = &sorter->strings;
    size_t first = block * sorter->block, n = cupro__strings_of_block(sorter, block);
    size_t size = strings->size;
    const char *x = strings->x + first * size;
    char *elements = sorter->elements + first * size;
    uint64_t *keys = sorter->keys + first;
    uint32_t *ends = cupro__bucket_ends(sorter, block);
    uint16_t *bucket = (uint16_t *)(void *)desk->words;
    if (sorter->part.depth == 0 && cupro__strings_missing(strings, first, n))
        return CUPRO_EINVAL;
    cupro__string_keys(strings, first, n, sorter->part.depth, desk->keys);
    cupro__string_split_find(sorter->split, desk->keys, n, bucket);
    count(bucket, n, sorter->split->buckets, ends);
    if (size == sizeof(cupro_slice))
        deal(x, desk->keys, bucket, n, ends, keys, elements, sizeof(cupro_slice));
    else
        deal(x, desk->keys, bucket, n, ends, keys, elements, size);
    return 0;
}

int cupro__strings_deal(size_t lo, size_t hi, int runner, void *arg)
{
    const struct cupro__string_sorter *sorter = arg;
    int error = 0;
    for (size_t block = lo; block < hi && error == 0; block++)
        error = deal_block(sorter, block, &sorter->desks[runner]);
    return error;
}

void cupro__strings_add_up(struct cupro__string_sorter *sorter)
{
    size_t buckets = sorter->split->buckets, sum = 0;
    size_t *all = sorter->before + sorter->stripes * buckets;
    memset(all, 0, buckets * sizeof *all);
    for (size_t stripe = 0; stripe < sorter->stripes; stripe++) {
        memcpy(sorter->before + stripe * buckets, all, buckets * sizeof *all);
        for (size_t b = cupro__stripe_begin(sorter, stripe);
             b < cupro__stripe_begin(sorter, stripe + 1); b++) {
            const uint32_t *ends = cupro__bucket_ends(sorter, b);
            all[0] += ends[0];
            for (size_t k = 1; k < buckets; k++)
                all[k] += ends[k] - ends[k - 1];
        }
    }
    for (size_t k = 0; k < buckets; k++) {
        sorter->begin[k] = sum;
        sum += all[k];
    }
    sorter->begin[buckets] = sum;
}
