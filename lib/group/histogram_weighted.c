/* SPDX-License-Identifier: MIT */
/*
 * Histograms of weights (see <cupro/histogram.h>): a fold whose accumulators are tables of sums.
 *
 * The grid of a fold makes sums of doubles the same to the last bit on any number of threads
 * (primitives/loops/fold.c), which a table for each runner, as counts have, could not. A block has
 * twice as many numbers as there are bins at least, so that tables are never more than the array.
 *
 * Work O(n), and the bins of all blocks; span a block, and the bins of all blocks, which the caller
 * adds up. Bytes moved: one read of numbers and weights.
 */
#include <cupro/histogram.h>

#include "group/bins.h"
#include "primitives/arrays/array.h"
#include "primitives/loops/fold.h"
#include "runtime/engine/engine.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_BLOCK = 4096 /* numbers */, SUM = sizeof(double) };
_Static_assert(SUM == sizeof(int64_t), "sums of both kinds have the same size");

/* Add weights [at, at + n) to the sums of their bins. */
typedef void add_weights(const void *weights, size_t at, const uint32_t *bin, size_t n, void *sums);

struct weighing {
    const char *x;
    const void *weights;
    size_t n;
    struct cupro__bins bins;
    add_weights *add;
    int (*combine)(void *acc, void *other, void *ctx);
    void *sums; /* the result */
};

/* As unsigned numbers integers wrap around. */
#define DEFINE_SUMS(tag, T, S)                                                           \
    static void add_##tag(const void *weights, size_t at, const uint32_t *bin, size_t n, \
                          void *sums)                                                    \
    {                                                                                    \
        const S *weight = (const S *)weights + at;                                       \
        S *sum = sums;                                                                   \
        for (size_t i = 0; i < n; i++)                                                   \
            sum[bin[i]] += weight[i];                                                    \
    }                                                                                    \
    static int combine_##tag(void *acc, void *other, void *ctx)                          \
    {                                                                                    \
        const struct weighing *weighing = ctx;                                           \
        const S *from = other;                                                           \
        S *sum = acc;                                                                    \
        for (size_t b = 0; b < weighing->bins.bins; b++)                                 \
            sum[b] += from[b];                                                           \
        return 0;                                                                        \
    }
DEFINE_SUMS(f64, double, double)
DEFINE_SUMS(i64, int64_t, uint64_t)
#undef DEFINE_SUMS

/* Bins, and one for what is in none: all bits of a zero are 0. */
static size_t table_bytes(const struct weighing *weighing)
{
    return (weighing->bins.bins + 1) * SUM;
}

static int clear(void *acc, void *ctx)
{
    memset(acc, 0, table_bytes(ctx));
    return 0;
}

static int weigh_range(void *acc, size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct weighing *weighing = arg;
    const struct cupro__bins *bins = &weighing->bins;
    uint32_t bin[CUPRO__BINS_BATCH];
    for (size_t some; lo < hi; lo += some) {
        some = hi - lo < CUPRO__BINS_BATCH ? hi - lo : CUPRO__BINS_BATCH;
        bins->find(weighing->x + lo * bins->size, some, bins, bin);
        weighing->add(weighing->weights, lo, bin, some, acc);
    }
    return 0;
}

static int weigh_on(void *arg, const struct cupro__crew *crew, const cupro_call *call)
{
    struct weighing *weighing = arg;
    const size_t bins = weighing->bins.bins, bytes = table_bytes(weighing);
    const size_t finest = 2 * bins > LEAST_BLOCK ? 2 * bins : LEAST_BLOCK;
    const cupro_monoid sums = {.size = bytes, .init = clear, .combine = weighing->combine};
    cupro_call own = *call;
    own.ctx = weighing;
    struct cupro__grid grid = cupro__grid_cut(weighing->n, bytes, call->grain, finest);
    void *table = malloc(bytes);
    if (table == NULL)
        return CUPRO_ENOMEM;
    int error = cupro__fold_grid(crew, &grid, weigh_range, weighing, &sums, table, 0, &own);
    if (error == 0)
        memcpy(weighing->sums, table, bins * SUM);
    free(table);
    return error;
}

static bool is_wrong(const struct weighing *weighing, size_t edges)
{
    const struct cupro__bins *bins = &weighing->bins;
    const size_t n = weighing->n, bytes = bins->bins * SUM;
    return cupro__array_is_wrong(weighing->x, n, bins->size) ||
           cupro__array_is_wrong(weighing->weights, n, SUM) ||
           cupro__array_is_wrong(weighing->sums, bins->bins, SUM) ||
           cupro__arrays_overlap(weighing->x, n * bins->size, weighing->sums, bytes) ||
           cupro__arrays_overlap(weighing->weights, n * SUM, weighing->sums, bytes) ||
           (edges > 0 &&
            cupro__arrays_overlap(bins->edges, edges * bins->size, weighing->sums, bytes));
}

static int weigh(struct weighing *weighing, size_t edges, const cupro_call *call)
{
    if (is_wrong(weighing, edges))
        return CUPRO_EINVAL;
    return cupro__engine_perform(call, weigh_on, weighing);
}

#define WEIGHING(weight)                                                       \
    {                                                                          \
        .x = (const char *)x, .weights = weights, .n = n, .add = add_##weight, \
        .combine = combine_##weight, .sums = sums                              \
    }

#define DEFINE_WEIGHTED(weight, W, tag, T)                                                      \
    int cupro_histogram_weighted_##weight##_##tag(const T *x, size_t n, const W *weights, T lo, \
                                                  T hi, size_t bins, W *sums,                   \
                                                  const cupro_call *call)                       \
    {                                                                                           \
        struct weighing weighing = WEIGHING(weight);                                            \
        return cupro__bins_of_range_##tag(&weighing.bins, lo, hi, bins)                         \
                   ? weigh(&weighing, 0, call)                                                  \
                   : CUPRO_EINVAL;                                                              \
    }                                                                                           \
    int cupro_histogram_edges_weighted_##weight##_##tag(const T *x, size_t n, const W *weights, \
                                                        const T *edges, size_t bins, W *sums,   \
                                                        const cupro_call *call)                 \
    {                                                                                           \
        struct weighing weighing = WEIGHING(weight);                                            \
        return cupro__bins_of_edges_##tag(&weighing.bins, edges, bins)                          \
                   ? weigh(&weighing, bins + 1, call)                                           \
                   : CUPRO_EINVAL;                                                              \
    }
#define DEFINE_BOTH(tag, T, S)           \
    DEFINE_WEIGHTED(f64, double, tag, T) \
    DEFINE_WEIGHTED(i64, int64_t, tag, T)
CUPRO_NUMBERS(DEFINE_BOTH)
