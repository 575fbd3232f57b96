/* SPDX-License-Identifier: MIT */
/*
 * Samples: which keys belong into which bucket, so that all buckets get about as many.
 *
 * The range of the sampled keys, a few at either end excepted, is cut into some thousand digits of
 * equal width, and neighbouring digits are put together until a bucket has its share of the sample.
 * So the bucket of a key is found by a subtraction, a shift and a load, where splitters (as in
 * Sanders and Winkel, "Super scalar sample sort", 2004) take a comparison for each bit of its
 * number. What a digit cannot tell apart is one bucket, however large.
 *
 * Keys are drawn one from each of as many stretches of the array.
 */
#include "sort/sorting.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { LEAST_SAMPLES = 1024, MOST_SAMPLES = 16384, OUTLIERS = 1024 };

/* SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
static inline uint64_t mixed(uint64_t i)
{
    uint64_t state = (i + 1) * 0x9e3779b97f4a7c15;
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
    state = (state ^ (state >> 27)) * 0x94d049bb133111eb;
    return state ^ (state >> 31);
}

static void draw(const struct cupro__sorting *sorting, size_t samples, uint64_t *keys)
{
    const struct cupro__sort_kernels *kernels = cupro__sort_kernels(sorting->size);
    size_t at[64], stretch = sorting->n / samples;
    for (size_t i = 0; i < samples; i += 64) {
        for (size_t k = 0; k < 64; k++)
            at[k] = (i + k) * stretch + mixed(i + k) % stretch;
        kernels->pick(sorting->x, at, 64, sorting->form, keys + i);
    }
}

static void cut_digits(const uint64_t *keys, size_t samples, struct cupro__sort_split *split)
{
    uint64_t range = keys[samples - 1 - samples / OUTLIERS] - keys[samples / OUTLIERS];
    int width = range > 0 ? 64 - __builtin_clzll(range) : 0, most = 0;
    while (1 << most < CUPRO__SORT_DIGITS)
        most++;
    split->lowest = keys[samples / OUTLIERS];
    split->shift = width > most ? width - most : 0;
}

static size_t digit_of(uint64_t key, const struct cupro__sort_split *split)
{
    uint64_t digit = (key > split->lowest ? key - split->lowest : 0) >> split->shift;
    return digit < CUPRO__SORT_DIGITS ? digit : CUPRO__SORT_DIGITS - 1;
}

/* A bucket ends where the next share of the samples begins. */
static void share_digits(const uint64_t *keys, size_t samples, size_t buckets,
                         struct cupro__sort_split *split)
{
    size_t before = 0, share = 0, bucket = 0;
    for (size_t digit = 0; digit < CUPRO__SORT_DIGITS; digit++) {
        size_t next = before * buckets / samples;
        if (next != share && next < buckets) {
            share = next;
            bucket++;
        }
        split->bucket_of[digit] = (uint16_t)bucket;
        while (before < samples && digit_of(keys[before], split) == digit)
            before++;
    }
    split->buckets = bucket + 1;
}

int cupro__sort_choose_split(const struct cupro__sorting *sorting, size_t buckets,
                             struct cupro__sort_split *split)
{
    size_t samples = LEAST_SAMPLES;
    while (samples < MOST_SAMPLES && samples < sorting->n / 512)
        samples *= 2;
    uint64_t *keys = malloc(2 * samples * sizeof *keys);
    if (keys == NULL)
        return CUPRO_ENOMEM;
    draw(sorting, samples, keys);
    cupro__sort_kernels(sizeof *keys)
        ->sort(keys, keys + samples, samples, (struct cupro__key_form){0, 0});
    split->form = sorting->form;
    cut_digits(keys, samples, split);
    share_digits(keys, samples, buckets, split);
    free(keys);
    return 0;
}
