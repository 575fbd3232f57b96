/* SPDX-License-Identifier: MIT */
/* A histogram against the speed of memory, which is that of a sum. */
#include "bench/measure.h"
#include "bench/rows/row.h"

#include <cupro.h>
#include <stdlib.h>

enum { BYTES = 100000000 }; /* more than caches have, also where it has to be quick */

struct bytes {
    uint8_t *byte;
    size_t n;
};

static void finish(void *data)
{
    struct bytes *bytes = data;
    free(bytes->byte);
    free(bytes);
}

static int fill_at_random(size_t lo, size_t hi, void *ctx)
{
    const struct bytes *bytes = ctx;
    for (size_t i = lo; i < hi; i++)
        bytes->byte[i] = (uint8_t)(bench_mix(bench_mix(i)) >> 56);
    return 0;
}

/* Letters and spaces as often as in English, one independent of the next: so more different pairs
 * than real text has. */
static int fill_with_letters(size_t lo, size_t hi, void *ctx)
{
    static const char often[] =
        "      eeeeetttaaaooiinnsshhrrddlucmfwygpb,.vk\nTASIBMCDHWxjqzLP0129";
    const struct bytes *bytes = ctx;
    for (size_t i = lo; i < hi; i++)
        bytes->byte[i] = (uint8_t)often[bench_mix(bench_mix(i)) % (sizeof often - 1)];
    return 0;
}

static void *prepare(cupro_body *fill)
{
    struct bytes *bytes = calloc(1, sizeof *bytes);
    if (bytes == NULL)
        return NULL;
    bytes->n = BYTES;
    bytes->byte = malloc(bytes->n);
    if (bytes->byte != NULL && cupro_for(bytes->n, fill, bytes) == 0)
        return bytes;
    finish(bytes);
    return NULL;
}

static void *prepare_random(void)
{
    return prepare(fill_at_random);
}

static void *prepare_letters(void)
{
    return prepare(fill_with_letters);
}

/* Ten sums, then ten histograms; each counts what the sum adds up. */
static double speed_of_sum(void *data)
{
    enum { CALLS = 10 };
    const struct bytes *bytes = data;
    size_t bins[256];
    uint64_t sum = 0, again = 0;
    const double begin = seconds_now();
    for (int i = 0; i < CALLS; i++)
        if (cupro_sum(bytes->byte, bytes->n, &sum) != 0)
            return BENCH_NOT_HERE;
    const double middle = seconds_now();
    for (int i = 0; i < CALLS; i++)
        if (cupro_histogram(bytes->byte, bytes->n, 0, 255, 256, bins) != 0)
            return BENCH_NOT_HERE;
    const double end = seconds_now();
    for (size_t b = 0; b < 256; b++)
        again += b * bins[b];
    return again == sum ? (middle - begin) / (end - middle) : BENCH_DIFFERENT;
}

static const struct bench_figure_row rows[] = {
    {.name = "histogram-speed",
     .what = "cupro_histogram of random bytes: bytes a second",
     .figure = speed_of_sum,
     .unit = "of cupro_sum's",
     .target = 0.8,
     .at_least = true,
     .prepare = prepare_random,
     .finish = finish},
    {.name = "histogram-text",
     .what = "the same of letters, as often as in English",
     .figure = speed_of_sum,
     .unit = "of cupro_sum's",
     .target = 0.8,
     .at_least = true,
     .prepare = prepare_letters,
     .finish = finish},
};

const struct bench_figure_rows bench_histogram_rows = {rows, sizeof rows / sizeof rows[0]};
