/* SPDX-License-Identifier: MIT */
/*
 * Gathering buckets from the blocks (see string_sorter.h): onto a desk, where they are sorted
 * (string_desk.c), or, if they are too large for that, to their place.
 */
#include "runtime/engine/stop.h"
#include "sort/strings/string_sorter.h"

/* Where a bucket's elements are in a block's stretch of the second array. */
static size_t find_segment(const struct cupro__string_sorter *sorter, size_t block, size_t bucket,
                           size_t *n)
{
    const uint32_t *ends = cupro__bucket_ends(sorter, block);
    size_t begin = bucket > 0 ? ends[bucket - 1] : 0;
    *n = ends[bucket] - begin;
    return block * sorter->block + begin;
}

static char *copy_segment(const struct cupro__string_sorter *sorter, size_t block, size_t bucket,
                          char *out)
{
    size_t n, size = sorter->strings.size, from = find_segment(sorter, block, bucket, &n);
    memcpy(out, sorter->elements + from * size, n * size);
    return out + n * size;
}

int cupro__strings_copy_stripes(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct cupro__string_sorter *sorter = arg;
    size_t buckets = sorter->split->buckets;
    for (size_t stripe = lo; stripe < hi; stripe++)
        for (size_t k = 0; k < buckets; k++) {
            size_t begin = sorter->begin[k] + sorter->before[stripe * buckets + k];
            char *out = sorter->strings.x + begin * sorter->strings.size;
            size_t end =
                cupro__bucket_is_large(sorter, k) ? cupro__stripe_begin(sorter, stripe + 1) : 0;
            for (size_t block = cupro__stripe_begin(sorter, stripe); block < end; block++)
                out = copy_segment(sorter, block, k, out);
        }
    return 0;
}

/* One that is stopped is only brought to its place. */
static void bring_bucket(struct cupro__string_sorter *sorter, size_t bucket,
                         struct cupro__string_desk *desk)
{
    struct cupro__strings strings = sorter->strings;
    size_t begin = sorter->begin[bucket], size = strings.size, at = 0;
    strings.x += begin * size;
    strings.n = sorter->begin[bucket + 1] - begin;
    int stopped = strings.n > 1 ? cupro__stop_code(sorter->call->stop) : 0;
    char *out = stopped != 0 || strings.n == 1 ? strings.x : desk->elements;
    if (stopped != 0)
        atomic_store_explicit(&sorter->stopped, stopped, memory_order_relaxed);
    for (size_t block = 0; block < sorter->blocks; block++) {
        size_t n, from = find_segment(sorter, block, bucket, &n);
        memcpy(desk->keys + at, sorter->keys + from, n * sizeof *desk->keys);
        memcpy(out + at * size, sorter->elements + from * size, n * size);
        at += n;
    }
    if (out == desk->elements)
        cupro__string_desk_bring(desk, &strings, sorter->part.depth);
}

int cupro__strings_bring_buckets(size_t lo, size_t hi, int runner, void *arg)
{
    struct cupro__string_sorter *sorter = arg;
    for (size_t bucket = lo; bucket < hi; bucket++)
        if (sorter->begin[bucket + 1] > sorter->begin[bucket] &&
            !cupro__bucket_is_large(sorter, bucket))
            bring_bucket(sorter, bucket, &sorter->desks[runner]);
    return 0;
}
