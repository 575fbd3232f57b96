/* SPDX-License-Identifier: MIT */
/*
 * Samples: which keys belong into which bucket, so that all buckets get about as many.
 *
 * The range of the sampled keys, a few at either end excepted, is cut into some thousand digits of
 * equal width, and neighbouring digits are put together until a bucket has its share of the sample.
 * So the bucket of a key is found by a subtraction, a shift and a load, where splitters (as in
 * Sanders and Winkel, "Super scalar sample sort", 2004) take a comparison for each bit of its
 * number. Where the digits get about as many keys each, there are few, and each is a bucket without
 * a load. Where most keys are in few such digits, digits get wider with the distance from the
 * lowest key instead. What a digit cannot tell apart is one bucket, however large.
 *
 * Keys are drawn one from each of as many stretches of the array.
 */
#include "sort/numbers/mixed.h"
#include "sort/numbers/sorting.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { LEAST_SAMPLES = 1024, MOST_SAMPLES = 16384, OUTLIERS = 1024 };

size_t cupro__sort_sample_place(size_t n, size_t samples, size_t i)
{
    size_t stretch = n / samples;
    return i * stretch + cupro__mixed(i) % stretch;
}

size_t cupro__sort_samples(size_t n)
{
    size_t samples = LEAST_SAMPLES;
    while (samples < MOST_SAMPLES && samples < n / 512)
        samples *= 2;
    return samples;
}

static void draw(const struct cupro__sorting *sorting, size_t samples, uint64_t *keys)
{
    for (size_t i = 0; i < samples; i++) {
        size_t at = cupro__sort_sample_place(sorting->n, samples, i);
        keys[i] = cupro__key_at(sorting->x, at, sorting->size, sorting->form);
    }
}

void cupro__sort_draw(const struct cupro__sorting *sorting, size_t samples, uint64_t *keys)
{
    draw(sorting, samples, keys);
    cupro__sort_kernels(sizeof *keys)
        ->sort(keys, keys + samples, samples, (struct cupro__key_form){0, 0});
}

static void cut_digits(const uint64_t *keys, size_t samples, struct cupro__sort_split *split)
{
    uint64_t range = keys[samples - 1 - samples / OUTLIERS] - keys[samples / OUTLIERS];
    int width = range > 0 ? 64 - __builtin_clzll(range) : 0, most = 0;
    while (1 << most < CUPRO__SORT_DIGITS)
        most++;
    split->lowest = keys[samples / OUTLIERS];
    split->shift = width > most ? width - most : 0;
    split->digits = CUPRO__SORT_DIGITS;
}

static size_t digit_of(uint64_t key, const struct cupro__sort_split *split)
{
    uint64_t distance = key > split->lowest ? key - split->lowest : 0;
    uint64_t digit =
        split->by_magnitude ? cupro__sort_magnitude(distance) : distance >> split->shift;
    return digit < split->digits ? digit : split->digits - 1;
}

/* How many samples from the i-th on have its digit. */
static size_t length_of_digit(const uint64_t *keys, size_t samples, size_t i,
                              const struct cupro__sort_split *split)
{
    size_t end = i + 1, digit = digit_of(keys[i], split);
    while (end < samples && digit_of(keys[end], split) == digit)
        end++;
    return end - i;
}

/* So few digits that each is a bucket; false: some would get much more than their share. */
static bool cut_evenly(const uint64_t *keys, size_t samples, size_t buckets,
                       struct cupro__sort_split *split)
{
    cut_digits(keys, samples, split);
    uint64_t range = keys[samples - 1 - samples / OUTLIERS] - split->lowest;
    while (range >> split->shift >= buckets + buckets / 2)
        split->shift++;
    split->digits = split->buckets = (range >> split->shift) + 1;
    for (size_t i = 0, length; i < samples; i += length) {
        length = length_of_digit(keys, samples, i, split);
        if (length > 16 + 2 * samples / buckets)
            return false;
    }
    return true;
}

/* How many samples are in digits of more than `share`, and are not all the same. */
static size_t crowded(const uint64_t *keys, size_t samples, size_t share,
                      const struct cupro__sort_split *split)
{
    size_t sum = 0;
    for (size_t i = 0, length; i < samples; i += length) {
        length = length_of_digit(keys, samples, i, split);
        if (length > share && keys[i + length - 1] != keys[i])
            sum += length;
    }
    return sum;
}

/* By magnitude if that tells many more keys apart. */
static void choose_kind(const uint64_t *keys, size_t samples, size_t buckets,
                        struct cupro__sort_split *split)
{
    size_t share = 2 * samples / buckets, evenly = crowded(keys, samples, share, split);
    if (evenly < samples / 32)
        return;
    split->by_magnitude = true;
    split->by_magnitude = crowded(keys, samples, share, split) < evenly / 2;
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

/* A bucket for each value. False: there are too many, or digits do not tell them apart. */
static bool find_values(const uint64_t *keys, size_t samples, struct cupro__sort_split *split)
{
    uint64_t range = keys[samples - 1] - keys[0];
    split->by_magnitude = false;
    split->lowest = keys[0];
    split->shift = 0;
    split->digits = CUPRO__SORT_DIGITS;
    while (range >> split->shift >= CUPRO__SORT_DIGITS)
        split->shift++;
    size_t values = 0, digit = 0;
    for (size_t i = 0; i < samples; i++) {
        if (i > 0 && keys[i] == keys[i - 1])
            continue;
        size_t next = digit_of(keys[i], split);
        if (values == CUPRO__SORT_MOST_BUCKETS / 8 || (values > 0 && next < digit))
            return false;
        for (; digit <= next; digit++)
            split->bucket_of[digit] = (uint16_t)values;
        split->value[values++] = keys[i];
    }
    for (; digit < CUPRO__SORT_DIGITS; digit++)
        split->bucket_of[digit] = (uint16_t)(values - 1);
    split->buckets = values;
    return true;
}

void cupro__sort_split_sample(uint64_t *keys, size_t samples, size_t buckets,
                              struct cupro__sort_split *split)
{
    cupro__sort_kernels(sizeof *keys)
        ->sort(keys, keys + samples, samples, (struct cupro__key_form){0, 0});
    split->is_exact = split->is_exact && find_values(keys, samples, split);
    if (!split->is_exact) {
        split->by_magnitude = false;
        if (!cut_evenly(keys, samples, buckets, split)) {
            cut_digits(keys, samples, split);
            choose_kind(keys, samples, buckets, split);
            share_digits(keys, samples, buckets, split);
        }
    }
}

int cupro__sort_choose_split(const struct cupro__sorting *sorting, size_t buckets,
                             struct cupro__sort_split *split)
{
    size_t samples = cupro__sort_samples(sorting->n);
    uint64_t *keys = malloc(2 * samples * sizeof *keys);
    if (keys == NULL)
        return CUPRO_ENOMEM;
    draw(sorting, samples, keys);
    split->form = sorting->form;
    cupro__sort_split_sample(keys, samples, buckets, split);
    free(keys);
    return 0;
}
