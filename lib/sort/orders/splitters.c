/* SPDX-License-Identifier: MIT */
/*
 * Splitters: elements drawn one from each of as many stretches of the array, and sorted; each k-th
 * of them is a splitter. Where some are equal, buckets of their own get what is equal to them, so
 * that the others are small whatever the array has many of.
 */
#include "sort/numbers/mixed.h"
#include "sort/orders/ordering.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES_A_BUCKET = 8 };

int cupro__draw_sorted(const struct cupro__ordering *ordering, size_t samples, char *drawn)
{
    size_t size = ordering->size, stretch = ordering->n / samples;
    struct cupro__ordering sample = *ordering;
    sample.x = drawn;
    sample.n = samples;
    for (size_t i = 0; i < samples; i++)
        memcpy(drawn + i * size, ordering->x + (i * stretch + cupro__mixed(i) % stretch) * size,
               size);
    return cupro__order_alone(&sample);
}

/* The splitters among the samples, in order, from sorted[1] on; how many. */
static size_t pick(const struct cupro__ordering *ordering, const char *drawn, size_t buckets,
                   char *sorted, bool *some_equal)
{
    size_t size = ordering->size, count = 0;
    for (size_t bucket = 1; bucket < buckets; bucket++) {
        const char *splitter = drawn + bucket * SAMPLES_A_BUCKET * size;
        if (count > 0 && !cupro__comes_before(ordering, sorted + count * size, splitter))
            *some_equal = true;
        else
            memcpy(sorted + ++count * size, splitter, size);
    }
    return count;
}

/* Sorted splitters in the order of a search. */
static void plant(char *tree, const char *sorted, unsigned levels, size_t size)
{
    size_t at = 1;
    for (unsigned level = 0; level < levels; level++) {
        size_t step = (size_t)1 << (levels - level);
        for (size_t i = step / 2; i < (size_t)1 << levels; i += step)
            memcpy(tree + at++ * size, sorted + i * size, size);
    }
}

int cupro__choose_splitters(const struct cupro__ordering *ordering, unsigned levels,
                            struct cupro__splitting *splitting)
{
    size_t buckets = (size_t)1 << levels, samples = buckets * SAMPLES_A_BUCKET;
    size_t size = ordering->size;
    if (size > SIZE_MAX / (samples + 2 * buckets))
        return CUPRO_ENOMEM;
    char *memory = cupro__elements_new((samples + 2 * buckets) * size),
         *sorted = memory + buckets * size;
    char *drawn = sorted + buckets * size;
    int error = memory != NULL ? cupro__draw_sorted(ordering, samples, drawn) : CUPRO_ENOMEM;
    if (error != 0) {
        free(memory);
        return error;
    }
    bool has_equals = false;
    size_t count = pick(ordering, drawn, buckets, sorted, &has_equals);
    for (levels = 1; (size_t)1 << levels <= count; levels++)
        continue;
    for (size_t i = count + 1; i < (size_t)1 << levels; i++)
        memcpy(sorted + i * size, sorted + count * size, size);
    memcpy(sorted, sorted + size, size);
    plant(memory, sorted, levels, size);
    splitting->splitters = (cupro_splitters){memory, sorted, levels, has_equals};
    splitting->buckets = ((size_t)1 << levels) << has_equals;
    splitting->memory = memory;
    return 0;
}
