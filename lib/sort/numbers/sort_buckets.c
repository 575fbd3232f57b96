/* SPDX-License-Identifier: MIT */
/*
 * Sorting by buckets: a sample says which keys belong together (sort_sample.c), the numbers of each
 * block are counted by buckets, and written there as keys; then each bucket, which fits a core's
 * cache, is sorted by itself, on its way back into the array (kernels.inc).
 *
 * What is too large for one thread, because keys are skewed, is sorted by all of them in the same
 * way. Work O(n log n) in the caches, span a block and a bucket of LARGE keys. Bytes moved for n
 * elements of s bytes: 2 n s read and n s written, then n s read and n s written again.
 *
 * Numbers go straight to their buckets, and the next line of a bucket is asked for ahead: on one
 * thread of a Zen 4 1e7 keys of 4 bytes took 13.6 ms instead of 30 for 1024 buckets, and no less
 * for 256. Collecting them in a line for each bucket, to be streamed past the caches, took 19 to 23
 * ms. Buckets pass through a small array on their way: scattering into the large one would wait for
 * lines that are in no cache.
 */
#include "memory/pages.h"
#include "sort/numbers/shares.h"
#include "sort/numbers/sorting.h"

#include <cupro/error.h>
#include <stdlib.h>

enum {
    MIDDLE = 512 << 10, /* bytes a thread for a bucket on its way */
    LARGE = 1 << 18,    /* keys of a bucket that one thread sorts */
    MOST_LEVELS = 8,
    REWRITTEN = 32768 /* keys that are rewritten at once */
};

struct buckets {
    const struct cupro__sorting *sorting;
    int level; /* 0, or 1 more than that of whose bucket is sorted */
    const struct cupro__sort_kernels *kernels;
    struct cupro__sort_split *split;
    struct cupro__shares shares;
    char *spare;  /* the keys by buckets          */
    char *middle; /* MIDDLE bytes for each runner */
};

static int sort_level(const struct cupro__sorting *sorting, char *scratch, int level,
                      const struct cupro__crew *crew, const cupro_call *call);

static const char *block_at(const struct buckets *buckets, size_t block)
{
    return buckets->sorting->x + block * buckets->shares.block * buckets->sorting->size;
}

static int count_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct buckets *buckets = arg;
    for (size_t block = lo; block < hi; block++)
        buckets->kernels->count(block_at(buckets, block),
                                cupro__shares_elements(&buckets->shares, block), buckets->split,
                                cupro__shares_of(&buckets->shares, block));
    return 0;
}

static int scatter_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct buckets *buckets = arg;
    for (size_t block = lo; block < hi; block++)
        buckets->kernels->scatter(block_at(buckets, block),
                                  cupro__shares_elements(&buckets->shares, block), buckets->split,
                                  cupro__shares_of(&buckets->shares, block), buckets->spare);
    return 0;
}

static size_t size_of_bucket(const struct buckets *buckets, size_t bucket)
{
    return buckets->shares.begin[bucket + 1] - buckets->shares.begin[bucket];
}

static void finish(const struct buckets *buckets, size_t bucket, int runner)
{
    size_t size = buckets->sorting->size, begin = buckets->shares.begin[bucket] * size;
    buckets->kernels->finish(buckets->spare + begin, buckets->sorting->x + begin,
                             size_of_bucket(buckets, bucket), buckets->sorting->form,
                             buckets->middle + (size_t)runner * MIDDLE, MIDDLE);
}

static int finish_buckets(size_t lo, size_t hi, int runner, void *arg)
{
    const struct buckets *buckets = arg;
    for (size_t bucket = lo; bucket < hi; bucket++) {
        size_t n = size_of_bucket(buckets, bucket);
        if (n > 0 && n <= LARGE)
            finish(buckets, bucket, runner);
    }
    return 0;
}

/* -- Buckets that are too large for one thread ------------------------------------------------ */

struct rewriting {
    const struct buckets *buckets;
    size_t begin, n;
};

static int rewrite_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct rewriting *rewriting = arg;
    const struct buckets *buckets = rewriting->buckets;
    size_t size = buckets->sorting->size, from = lo * REWRITTEN, to = hi * REWRITTEN;
    size_t begin = (rewriting->begin + from) * size;
    buckets->kernels->rewrite(buckets->spare + begin, buckets->sorting->x + begin,
                              (to < rewriting->n ? to : rewriting->n) - from,
                              buckets->sorting->form);
    return 0;
}

/* All threads sort the keys of a bucket as an array of its own, whose place serves as the second
 * one, and write them there as numbers. */
static int sort_bucket(const struct buckets *buckets, size_t bucket, const struct cupro__crew *crew,
                       const cupro_call *call)
{
    struct rewriting rewriting = {buckets, buckets->shares.begin[bucket],
                                  size_of_bucket(buckets, bucket)};
    size_t size = buckets->sorting->size, begin = rewriting.begin * size;
    struct cupro__sorting keys = {buckets->spare + begin, rewriting.n, size, {0, 0}};
    int error = sort_level(&keys, buckets->sorting->x + begin, buckets->level + 1, crew, call);
    if (error != 0)
        return error;
    struct cupro__work work = {.units = (rewriting.n - 1) / REWRITTEN + 1,
                               .run = rewrite_blocks,
                               .arg = &rewriting,
                               .grain = 1};
    return cupro__engine_run(crew, &work, call);
}

/* What fails for want of memory has changed nothing, and one thread needs none. */
static int finish_large(const struct buckets *buckets, const struct cupro__crew *crew,
                        const cupro_call *call)
{
    for (size_t bucket = 0; bucket < buckets->split->buckets; bucket++) {
        if (size_of_bucket(buckets, bucket) <= LARGE)
            continue;
        int error = CUPRO_ENOMEM;
        if (buckets->level < MOST_LEVELS)
            error = sort_bucket(buckets, bucket, crew, call);
        if (error == CUPRO_ENOMEM)
            finish(buckets, bucket, 0);
        else if (error != 0)
            return error;
    }
    return 0;
}

static int run_passes(struct buckets *buckets, const struct cupro__crew *crew,
                      const cupro_call *call)
{
    struct cupro__work work = {.units = buckets->shares.blocks,
                               .run = count_blocks,
                               .arg = buckets,
                               .grain = 1,
                               .elements = buckets->sorting->n,
                               .passes = 3};
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    cupro__shares_add_up(&buckets->shares);
    work.run = scatter_blocks;
    work.pass = 1;
    error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    work.run = finish_buckets;
    work.units = buckets->split->buckets;
    work.pass = 2;
    cupro_call unstoppable = *call; /* the array is being overwritten */
    unstoppable.stop = NULL;
    error = cupro__engine_run(crew, &work, &unstoppable);
    unstoppable.progress = NULL;
    return error != 0 ? error : finish_large(buckets, crew, &unstoppable);
}

/* Find the memory for it, and sort. */
static int sort_split(struct buckets *buckets, char *scratch, const struct cupro__crew *crew,
                      const cupro_call *call)
{
    size_t bytes = buckets->sorting->n * buckets->sorting->size;
    size_t middles = (size_t)crew->runners * MIDDLE;
    int error = cupro__shares_open(&buckets->shares, buckets->sorting->n, (size_t)crew->runners,
                                   buckets->split->buckets);
    if (error != 0)
        return error;
    buckets->middle = cupro__pages_new(scratch == NULL ? bytes + middles : middles);
    error = CUPRO_ENOMEM;
    if (buckets->middle != NULL) {
        buckets->spare = scratch != NULL ? scratch : buckets->middle + middles;
        error = run_passes(buckets, crew, call);
    }
    free(buckets->middle);
    cupro__shares_close(&buckets->shares);
    return error;
}

static int sort_level(const struct cupro__sorting *sorting, char *scratch, int level,
                      const struct cupro__crew *crew, const cupro_call *call)
{
    struct cupro__sort_split *split = malloc(sizeof *split);
    if (split == NULL)
        return CUPRO_ENOMEM;
    struct buckets buckets = {.sorting = sorting,
                              .kernels = cupro__sort_kernels(sorting->size),
                              .split = split,
                              .level = level};
    size_t wanted = cupro__shares_buckets(sorting->n, sorting->size);
    bool done = false;
    split->is_exact = true;
    int error = cupro__sort_choose_split(sorting, wanted, split);
    if (error == 0 && split->is_exact) {
        error = cupro__sort_few_values(sorting, split, crew, call, &done);
        split->is_exact = false;
        if (error == 0 && !done)
            error = cupro__sort_choose_split(sorting, wanted, split);
    }
    if (error == 0 && !done)
        error = sort_split(&buckets, scratch, crew, call);
    free(split);
    return error;
}

int cupro__sort_by_buckets(const struct cupro__sorting *sorting, const struct cupro__crew *crew,
                           const cupro_call *call)
{
    return sort_level(sorting, NULL, 0, crew, call);
}
