/* SPDX-License-Identifier: MIT */
/* Maps, sums, filters and folds of large arrays, against OpenMP loops and oneTBB's algorithms. */
#include "peers.h"
#include "row.h"

#include <cupro.h>
#include <stdlib.h>

enum { N = 100000000 };

struct arrays {
    int32_t *in, *out;
};

CUPRO_MAP(scaled, int32_t, int32_t, x, 3 * x + 1);
CUPRO_FILTER(even, int32_t, x, x % 2 == 0);
CUPRO_MAP(squared, int32_t, int64_t, x, (int64_t)x *x);
CUPRO_FOLD(even_squares, int32_t, int64_t, x, sum, {
    if (x % 2 == 0)
        sum += (int64_t)x * x;
});

static int fill(size_t lo, size_t hi, void *ctx)
{
    struct arrays *arrays = ctx;
    for (size_t i = lo; i < hi; i++) {
        uint64_t mixed = (i + 1) * 0x9e3779b97f4a7c15u;
        arrays->in[i] = (int32_t)(mixed >> 40); /* 24 bits, so that 3 x + 1 fits */
        arrays->out[i] = 0;
    }
    return 0;
}

static void *prepare(void)
{
    struct arrays *arrays = calloc(1, sizeof *arrays);
    if (arrays == NULL)
        return NULL;
    arrays->in = malloc(N * sizeof *arrays->in);
    arrays->out = malloc(N * sizeof *arrays->out);
    if (arrays->in != NULL && arrays->out != NULL && cupro_for(N, fill, arrays) == 0)
        return arrays;
    free(arrays->in);
    free(arrays->out);
    free(arrays);
    return NULL;
}

static void finish(void *data)
{
    struct arrays *arrays = data;
    free(arrays->in);
    free(arrays->out);
    free(arrays);
}

/* A look at some of the results: the digest must not cost what the work costs. */
static uint64_t digest(const int32_t *out, size_t n)
{
    uint64_t sum = n;
    for (size_t i = 0; i < n; i += 997)
        sum = sum * 31 + (uint64_t)(uint32_t)out[i];
    return sum;
}

static uint64_t map_ours(void *data)
{
    struct arrays *arrays = data;
    cupro_collect(cupro_from(arrays->in, N, &scaled), arrays->out, NULL);
    return digest(arrays->out, N);
}

static uint64_t map_openmp(void *data)
{
    struct arrays *arrays = data;
    peer_openmp_map(arrays->in, N, arrays->out);
    return digest(arrays->out, N);
}

CUPRO_MAP(same, int32_t, int32_t, x, x);

static uint64_t copy_ours(void *data)
{
    struct arrays *arrays = data;
    cupro_collect(cupro_from(arrays->in, N, &same), arrays->out, NULL);
    return digest(arrays->out, N);
}

static uint64_t copy_openmp(void *data)
{
    struct arrays *arrays = data;
    peer_openmp_copy(arrays->in, N, arrays->out);
    return digest(arrays->out, N);
}

static uint64_t sum_ours(void *data)
{
    struct arrays *arrays = data;
    int64_t sum = 0;
    cupro_sum(arrays->in, N, &sum);
    return (uint64_t)sum;
}

static uint64_t sum_openmp(void *data)
{
    struct arrays *arrays = data;
    return (uint64_t)peer_openmp_sum(arrays->in, N);
}

static uint64_t filter_ours(void *data)
{
    struct arrays *arrays = data;
    size_t kept = 0;
    cupro_collect(cupro_from(arrays->in, N, &even), arrays->out, &kept);
    return digest(arrays->out, kept);
}

static uint64_t filter_tbb(void *data)
{
    struct arrays *arrays = data;
    return digest(arrays->out, peer_tbb_filter(arrays->in, N, arrays->out));
}

static uint64_t fold_ours(void *data)
{
    struct arrays *arrays = data;
    int64_t sum = 0;
    cupro_reduce(cupro_from(arrays->in, N, &even_squares), &cupro_plus_i64, &sum);
    return (uint64_t)sum;
}

static uint64_t chain_ours(void *data)
{
    struct arrays *arrays = data;
    int64_t sum = 0;
    cupro_reduce(cupro_from(arrays->in, N, &even, &squared), &cupro_plus_i64, &sum);
    return (uint64_t)sum;
}

static uint64_t fold_openmp(void *data)
{
    struct arrays *arrays = data;
    return (uint64_t)peer_openmp_even_squares(arrays->in, N);
}

#define PAIR(row_name, row_work, our_side, peer_label, peer_side, ratio)               \
    {                                                                                  \
        .name = row_name, .work = row_work, .ours = our_side, .peer_name = peer_label, \
        .peer = peer_side, .target = ratio, .prepare = prepare, .finish = finish       \
    }

static const struct bench_row rows[] = {
    PAIR("map", "3 x + 1 of 1e8 int32", map_ours, "omp parallel for simd", map_openmp, 1 / 0.95),
    PAIR("map-copy", "x of 1e8 int32", copy_ours, "memcpy on all threads", copy_openmp, 1 / 0.95),
    PAIR("sum", "1e8 int32 to int64", sum_ours, "omp simd reduction", sum_openmp, 1 / 0.95),
    PAIR("filter", "the even half of 1e8 int32", filter_ours, "std::copy_if(par), oneTBB",
         filter_tbb, 0.2),
    PAIR("fold", "squares of the even half, fused", fold_ours, "omp reduction", fold_openmp, 1.1),
    PAIR("chain", "the same as filter, map, plus", chain_ours, "omp reduction", fold_openmp, 2.5),
};

const struct bench_rows bench_array_rows = {rows, sizeof rows / sizeof rows[0]};
