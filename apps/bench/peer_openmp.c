/* SPDX-License-Identifier: MIT */
/* OpenMP loops, as one writes them by hand. */
#include "side.h"

#include <omp.h>
#include <string.h>

static void map(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    int32_t *out = arrays->out;
    size_t n = arrays->n;
#pragma omp parallel for simd schedule(static)
    for (size_t i = 0; i < n; i++)
        out[i] = 3 * in[i] + 1;
    arrays->result = out;
    arrays->result_count = n;
}

static void copy(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    int32_t *out = arrays->out;
    size_t n = arrays->n;
#pragma omp parallel
    {
        size_t threads = (size_t)omp_get_num_threads(), me = (size_t)omp_get_thread_num();
        size_t lo = n / threads * me, hi = me + 1 == threads ? n : n / threads * (me + 1);
        memcpy(out + lo, in + lo, (hi - lo) * sizeof *in);
    }
    arrays->result = out;
    arrays->result_count = n;
}

static void sum(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n;
    int64_t total = 0;
#pragma omp parallel for simd schedule(static) reduction(+ : total)
    for (size_t i = 0; i < n; i++)
        total += in[i];
    arrays->number = total;
}

static void sum_real(struct bench_arrays *arrays)
{
    const double *real = arrays->real;
    size_t n = arrays->n;
    double total = 0;
#pragma omp parallel for simd schedule(static) reduction(+ : total)
    for (size_t i = 0; i < n; i++)
        total += real[i];
    arrays->number = (int64_t)total;
}

static void even_squares(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n;
    int64_t total = 0;
#pragma omp parallel for schedule(static) reduction(+ : total)
    for (size_t i = 0; i < n; i++)
        if (in[i] % 2 == 0)
            total += (int64_t)in[i] * in[i];
    arrays->number = total;
}

bench_task *openmp_task_for(enum bench_work work)
{
    switch (work) {
    case BENCH_MAP:
        return map;
    case BENCH_COPY:
        return copy;
    case BENCH_SUM:
        return sum;
    case BENCH_SUM_REAL:
        return sum_real;
    case BENCH_FOLD:
    case BENCH_CHAIN:
        return even_squares;
    default:
        return NULL;
    }
}
