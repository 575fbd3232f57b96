/* SPDX-License-Identifier: MIT */
/*
 * Sorting many numbers of few values: they are counted, and written anew.
 *
 * The sample tells the values. Each block's numbers are looked up by their digit; the first that is
 * none of the values ends the attempt, and the numbers are sorted in some other way. Bytes moved:
 * one read and one write of the array; no second one is needed.
 */
#include "sort/numbers/sorting.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { BLOCK = 65536, STRANGER = 1 };

struct few {
    const struct cupro__sorting *sorting;
    const struct cupro__sort_split *split;
    size_t *counts; /* of each runner: [runner][value]                         */
    size_t *begin;  /* where each value's numbers begin; one more than values  */
};

static size_t block_end(const struct few *few, size_t block)
{
    size_t n = few->sorting->n;
    return n - block * BLOCK < BLOCK ? n : (block + 1) * BLOCK;
}

static int count_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    const struct few *few = arg;
    const struct cupro__sorting *sorting = few->sorting;
    size_t *counts = few->counts + (size_t)runner * few->split->buckets;
    for (size_t block = lo; block < hi; block++) {
        size_t begin = block * BLOCK, n = block_end(few, block) - begin;
        const char *x = sorting->x + begin * sorting->size;
        if (!cupro__sort_kernels(sorting->size)->count_values(x, n, few->split, counts))
            return STRANGER;
    }
    return 0;
}

static void add_up(const struct few *few, size_t runners)
{
    size_t sum = 0, values = few->split->buckets;
    for (size_t value = 0; value < values; value++) {
        few->begin[value] = sum;
        for (size_t runner = 0; runner < runners; runner++)
            sum += few->counts[runner * values + value];
    }
    few->begin[values] = sum;
}

static int fill_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct few *few = arg;
    size_t at = lo * BLOCK, end = block_end(few, hi - 1);
    for (size_t value = 0; at < end; value++) {
        size_t stop = few->begin[value + 1] < end ? few->begin[value + 1] : end;
        if (stop <= at)
            continue;
        cupro__sort_fill(few->sorting, at, stop, few->split->value[value]);
        at = stop;
    }
    return 0;
}

static int run_passes(const struct few *few, const struct cupro__crew *crew, const cupro_call *call,
                      bool *done)
{
    cupro_call altered = *call;
    altered.progress = NULL; /* it may have been in vain */
    struct cupro__work work = {.units = (few->sorting->n - 1) / BLOCK + 1,
                               .run = count_blocks,
                               .arg = (void *)few,
                               .grain = 1,
                               .elements = few->sorting->n};
    int error = cupro__engine_run(crew, &work, &altered);
    if (error != 0)
        return error == STRANGER ? 0 : error;
    *done = true;
    add_up(few, (size_t)crew->runners);
    work.run = fill_blocks;
    altered.progress = call->progress;
    altered.stop = NULL; /* the array is being overwritten */
    return cupro__engine_run(crew, &work, &altered);
}

int cupro__sort_few_values(const struct cupro__sorting *sorting,
                           const struct cupro__sort_split *split, const struct cupro__crew *crew,
                           const cupro_call *call, bool *done)
{
    struct few few = {.sorting = sorting, .split = split};
    size_t runners = (size_t)crew->runners;
    few.counts = calloc((runners + 1) * split->buckets + 1, sizeof *few.counts);
    if (few.counts == NULL)
        return CUPRO_ENOMEM;
    few.begin = few.counts + runners * split->buckets;
    int error = run_passes(&few, crew, call, done);
    free(few.counts);
    return error;
}
