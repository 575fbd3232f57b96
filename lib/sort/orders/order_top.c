/* SPDX-License-Identifier: MIT */
/*
 * The first k elements in an order: a sample says before which element about so many stand, the
 * others are left out, and what remains is sorted.
 *
 * Work O(n + k log k). The array is read twice; a quarter of it or more is sorted as a whole.
 */
#include "sort/orders/ordering.h"

#include <cupro/error.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ALONE = 4096, SAMPLES = 2048, BATCH = 1024, LEAST_BLOCK = 4096, BLOCKS_A_RUNNER = 8 };

/* The numbers of buckets with one splitter: what comes before it, what is equal to it. */
enum { BEFORE = 1, EQUAL = 2, BUCKETS = 4 };

/* Of each block; then where they go. */
struct counts {
    size_t before, equal;
};

struct top {
    const struct cupro__ordering *ordering;
    size_t k;
    char *limit; /* twice the same element, as one splitter */
    size_t block, blocks;
    struct counts *counts;
    size_t most_equal; /* so many equal ones are kept            */
    size_t kept;       /* those before the limit, or all         */
    char *keep;        /* these, and behind them the equal ones  */
};

static void classify(const struct top *top, size_t begin, size_t n, uint16_t *bucket,
                     size_t *counts)
{
    const struct cupro__ordering *ordering = top->ordering;
    cupro_splitters splitters = {top->limit, top->limit, 1, true}; /* each at [1] */
    ordering->order->classify(ordering->x + begin * ordering->size, n, &splitters, bucket, counts,
                              ordering->ctx);
}

static size_t end_of(const struct top *top, size_t block)
{
    size_t end = (block + 1) * top->block;
    return end < top->ordering->n ? end : top->ordering->n;
}

static int count_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct top *top = arg;
    uint16_t bucket[BATCH];
    for (size_t block = lo; block < hi; block++) {
        size_t counts[BUCKETS] = {0}, end = end_of(top, block);
        for (size_t at = block * top->block; at < end; at += BATCH)
            classify(top, at, end - at < BATCH ? end - at : BATCH, bucket, counts);
        top->counts[block] = (struct counts){counts[BEFORE], counts[EQUAL]};
    }
    return 0;
}

/* A comparison that contradicts itself may find more this time than there is room for. */
static void keep_block(const struct top *top, size_t block)
{
    uint16_t bucket[BATCH];
    size_t unused[BUCKETS] = {0}, size = top->ordering->size, end = end_of(top, block);
    struct counts next = top->counts[block], last = top->counts[block + 1];
    last.equal = last.equal < top->most_equal ? last.equal : top->most_equal;
    for (size_t at = block * top->block; at < end; at += BATCH) {
        size_t n = end - at < BATCH ? end - at : BATCH;
        classify(top, at, n, bucket, unused);
        for (size_t i = 0; i < n; i++) {
            const char *x = top->ordering->x + (at + i) * size;
            if (bucket[i] == BEFORE && next.before < last.before)
                memcpy(top->keep + next.before++ * size, x, size);
            else if (bucket[i] == EQUAL && next.equal < last.equal)
                memcpy(top->keep + (top->kept + next.equal++) * size, x, size);
        }
    }
}

static int keep_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    for (size_t block = lo; block < hi; block++)
        keep_block(arg, block);
    return 0;
}

/* Counts become places; *all: how many there are. */
static void add_up(struct top *top, struct counts *all)
{
    *all = (struct counts){0, 0};
    for (size_t block = 0; block <= top->blocks; block++) {
        struct counts counts = top->counts[block];
        top->counts[block] = *all;
        all->before += counts.before;
        all->equal += counts.equal;
    }
}

/* Keep all. */
static int copy_all(struct top *top, const struct cupro__crew *crew, const cupro_call *call)
{
    const struct cupro__ordering *ordering = top->ordering;
    top->kept = ordering->n;
    top->keep = cupro__elements_new(ordering->n * ordering->size);
    return top->keep == NULL ? CUPRO_ENOMEM
                             : cupro__copy_elements(crew, top->keep, ordering->x, ordering->n,
                                                    ordering->size, call);
}

static int keep_some(struct top *top, const struct cupro__crew *crew, const cupro_call *call)
{
    struct cupro__work work = {.units = top->blocks, .run = count_blocks, .arg = top, .grain = 1};
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    struct counts all;
    add_up(top, &all);
    if (all.before + all.equal < top->k) /* a sample that was far from the rest */
        return copy_all(top, crew, call);
    top->kept = all.before;
    top->most_equal = all.before < top->k ? top->k - all.before : 0;
    top->keep = cupro__elements_new((top->kept + top->most_equal) * top->ordering->size + 1);
    if (top->keep == NULL)
        return CUPRO_ENOMEM;
    work.run = keep_blocks;
    return cupro__engine_run(crew, &work, call);
}

/* 0: *rank is which sample the limit is; else no sample is. */
static bool choose_rank(const struct top *top, size_t *rank)
{
    double expected = (double)top->k / (double)top->ordering->n * SAMPLES;
    *rank = (size_t)(expected + 4 * sqrt(expected) + 8);
    return top->ordering->n > ALONE && *rank < SAMPLES / 4;
}

static int choose_limit(struct top *top, size_t rank)
{
    size_t size = top->ordering->size;
    char *samples = size <= SIZE_MAX / SAMPLES ? cupro__elements_new(SAMPLES * size) : NULL;
    int error =
        samples != NULL ? cupro__draw_sorted(top->ordering, SAMPLES, samples) : CUPRO_ENOMEM;
    for (size_t i = 0; error == 0 && i < 2; i++)
        memcpy(top->limit + i * size, samples + rank * size, size);
    free(samples);
    return error;
}

static int keep_on(struct top *top, const struct cupro__crew *crew, const cupro_call *call)
{
    size_t rank, n = top->ordering->n;
    if (!choose_rank(top, &rank))
        return copy_all(top, crew, call);
    size_t block = n / ((size_t)crew->runners * BLOCKS_A_RUNNER) + 1;
    top->block = block > LEAST_BLOCK ? block : LEAST_BLOCK;
    top->blocks = (n - 1) / top->block + 1;
    top->counts = calloc(top->blocks + 1, sizeof *top->counts);
    top->limit = cupro__elements_new(2 * top->ordering->size);
    int error = CUPRO_ENOMEM;
    if (top->counts != NULL && top->limit != NULL)
        error = choose_limit(top, rank);
    if (error == 0)
        error = keep_some(top, crew, call);
    free(top->limit);
    free(top->counts);
    return error;
}

static int copy_out(const struct top *top, char *out, const cupro_call *call)
{
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = cupro__copy_elements(&crew, out, top->keep, top->k, top->ordering->size, call);
    cupro__crew_dismiss(&crew);
    return error;
}

static int find_top(struct top *top, char *out, const cupro_call *call)
{
    cupro_call silent = *call; /* the sort reports */
    silent.progress = NULL;
    silent.in_place = false;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, &silent);
    if (error != 0)
        return error;
    error = keep_on(top, &crew, &silent);
    cupro__crew_dismiss(&crew);
    struct cupro__ordering kept = *top->ordering;
    kept.x = top->keep;
    kept.n = top->kept;
    if (error == 0)
        error = cupro__order_on(&kept, call);
    if (error == 0)
        error = copy_out(top, out, &silent);
    free(top->keep);
    return error;
}

int cupro_top_by_with(const void *base, size_t n, size_t k, size_t size, void *out,
                      const cupro_order *order, const cupro_call *call)
{
    cupro_call usual = call != NULL ? *call : cupro__usual_call;
    usual.grain = usual.max_grain = 0;
    struct cupro__ordering ordering = {order, (char *)base, n, size, usual.ctx};
    if (cupro__ordering_is_wrong(&ordering) || k > n || (out == NULL && k > 0) ||
        cupro__arrays_overlap(out, k * size, base, n * size))
        return CUPRO_EINVAL;
    struct top top = {.ordering = &ordering, .k = k};
    return find_top(&top, out, &usual);
}
