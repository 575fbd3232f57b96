/* SPDX-License-Identifier: MIT */
/*
 * Sorting numbers of 1 and 2 bytes: how often each value occurs is the whole answer.
 *
 * Each runner counts into a table of its own; then the array is filled in blocks, each of which
 * looks up which value it begins with. Work 2 n and a table a runner, span a block and the tables.
 * Bytes moved: one read and one write of the array. A few numbers of 2 bytes, for which the table
 * would be the work, are widened and sorted as keys of 4.
 */
#include "sort/numbers/sorting.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { BLOCK = 65536, MOST_WIDENED = 16384 };

struct counting {
    const struct cupro__sorting *sorting;
    size_t values;
    size_t *counts; /* of each runner: [runner][value]                                */
    size_t *begin;  /* of each key in the sorted array, and the end; the first row of counts */
};

static size_t block_end(const struct counting *counting, size_t block)
{
    size_t n = counting->sorting->n;
    return n - block * BLOCK < BLOCK ? n : (block + 1) * BLOCK;
}

/* Several tables, because equal neighbours would wait for each other. */
static void count_bytes(const uint8_t *x, size_t n, size_t *counts)
{
    uint32_t table[4][256] = {{0}};
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (size_t k = 0; k < 4; k++)
            table[k][x[i + k]]++;
    for (; i < n; i++)
        table[0][x[i]]++;
    for (size_t value = 0; value < 256; value++)
        counts[value] +=
            (size_t)table[0][value] + table[1][value] + table[2][value] + table[3][value];
}

static int count_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    const struct counting *counting = arg;
    size_t *counts = counting->counts + (size_t)runner * counting->values;
    for (size_t block = lo; block < hi; block++) {
        size_t begin = block * BLOCK, end = block_end(counting, block);
        if (counting->sorting->size == 1) {
            count_bytes((const uint8_t *)counting->sorting->x + begin, end - begin, counts);
            continue;
        }
        const cupro__key16 *x = (const void *)counting->sorting->x;
        for (size_t i = begin; i < end; i++)
            counts[x[i]]++;
    }
    return 0;
}

static size_t value_of(const struct counting *counting, size_t key)
{
    return key ^ (counting->sorting->form.always & (counting->values - 1));
}

/* Put the runners' counts together, in the order of keys. */
static void add_up(struct counting *counting, size_t runners)
{
    size_t sum = 0;
    for (size_t runner = 1; runner < runners; runner++)
        for (size_t value = 0; value < counting->values; value++)
            counting->counts[value] += counting->counts[runner * counting->values + value];
    for (size_t key = 0; key < counting->values; key++) {
        counting->begin[key] = sum;
        sum += counting->counts[value_of(counting, key)];
    }
    counting->begin[counting->values] = sum;
}

/* The key at this place of the sorted array. */
static size_t key_at(const struct counting *counting, size_t place)
{
    size_t lo = 0, hi = counting->values; /* begin[lo] <= place < begin[hi] */
    while (hi - lo > 1) {
        size_t middle = lo + (hi - lo) / 2;
        if (counting->begin[middle] <= place)
            lo = middle;
        else
            hi = middle;
    }
    return lo;
}

static int fill_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct counting *counting = arg;
    size_t at = lo * BLOCK, end = block_end(counting, hi - 1);
    for (size_t key = key_at(counting, at); at < end; key++) {
        size_t next = counting->begin[key + 1] < end ? counting->begin[key + 1] : end;
        cupro__sort_fill(counting->sorting, at, next, key);
        at = next;
    }
    return 0;
}

static int run_passes(struct counting *counting, const struct cupro__crew *crew,
                      const cupro_call *call)
{
    size_t n = counting->sorting->n;
    struct cupro__work work = {.units = n > 0 ? (n - 1) / BLOCK + 1 : 0,
                               .run = count_blocks,
                               .arg = counting,
                               .grain = 1,
                               .elements = n,
                               .passes = 2};
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    add_up(counting, (size_t)crew->runners);
    work.run = fill_blocks;
    work.pass = 1;
    cupro_call unstoppable = *call; /* the array is being overwritten */
    unstoppable.stop = NULL;
    return cupro__engine_run(crew, &work, &unstoppable);
}

static int sort_counted(const struct cupro__sorting *sorting, const struct cupro__crew *crew,
                        const cupro_call *call)
{
    struct counting counting = {.sorting = sorting, .values = (size_t)1 << 8 * sorting->size};
    size_t runners = (size_t)crew->runners;
    counting.counts = calloc((runners + 1) * counting.values + 1, sizeof *counting.counts);
    if (counting.counts == NULL)
        return CUPRO_ENOMEM;
    counting.begin = counting.counts + runners * counting.values;
    int error = run_passes(&counting, crew, call);
    free(counting.counts);
    return error;
}

/* -- A few of 2 bytes -------------------------------------------------------------------------- */

static int sort_widened(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo;
    (void)hi;
    (void)runner;
    const struct cupro__sorting *sorting = arg;
    cupro__key16 *x = (void *)sorting->x;
    uint16_t always = (uint16_t)sorting->form.always;
    uint32_t *wide = malloc(2 * sorting->n * sizeof *wide);
    if (wide == NULL)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < sorting->n; i++)
        wide[i] = x[i] ^ always;
    cupro__sort_kernels(sizeof *wide)
        ->sort(wide, wide + sorting->n, sorting->n, (struct cupro__key_form){0, 0});
    for (size_t i = 0; i < sorting->n; i++)
        x[i] = (uint16_t)wide[i] ^ always;
    free(wide);
    return 0;
}

int cupro__sort_by_counts(const struct cupro__sorting *sorting, const struct cupro__crew *crew,
                          const cupro_call *call)
{
    if (sorting->size == 1 || sorting->n > MOST_WIDENED)
        return sort_counted(sorting, crew, call);
    struct cupro__work work = {.units = sorting->n > 0,
                               .run = sort_widened,
                               .arg = (void *)sorting,
                               .elements = sorting->n};
    return cupro__engine_run(crew, &work, call);
}
