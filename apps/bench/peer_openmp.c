/* SPDX-License-Identifier: MIT */
/* OpenMP loops and tasks, as one writes them by hand. Loops do not stop early, which needs
 * OMP_CANCELLATION. */
#include "side.h"

#include <omp.h>
#include <stdlib.h>
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

struct part {
    size_t lo, hi;
};

/* The calling thread's part of [0, n). */
static struct part own_part(size_t n)
{
    size_t threads = (size_t)omp_get_num_threads(), me = (size_t)omp_get_thread_num();
    return (struct part){n / threads * me, me + 1 == threads ? n : n / threads * (me + 1)};
}

static void copy(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    int32_t *out = arrays->out;
    size_t n = arrays->n;
#pragma omp parallel
    {
        const struct part part = own_part(n);
        memcpy(out + part.lo, in + part.lo, (part.hi - part.lo) * sizeof *in);
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

/* In two passes: each thread adds its part up, then scans it from where those before it end. */
static void scan(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    int32_t *out = arrays->out;
    uint32_t *sums = calloc((size_t)omp_get_max_threads(), sizeof *sums);
    if (sums == NULL)
        return;
#pragma omp parallel
    {
        const struct part part = own_part(arrays->n);
        uint32_t sum = 0;
        for (size_t i = part.lo; i < part.hi; i++)
            sum += (uint32_t)in[i];
        sums[omp_get_thread_num()] = sum;
#pragma omp barrier
        sum = 0;
        for (int t = 0; t < omp_get_thread_num(); t++)
            sum += sums[t];
        for (size_t i = part.lo; i < part.hi; i++)
            out[i] = (int32_t)(sum += (uint32_t)in[i]);
    }
    free(sums);
    arrays->result = out;
    arrays->result_count = arrays->n;
}

static void find(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n, at = n;
#pragma omp parallel for simd schedule(static) reduction(min : at)
    for (size_t i = 0; i < n; i++)
        at = in[i] == bench_absent && i < at ? i : at;
    arrays->number = (int64_t)at;
}

static int64_t fib(int64_t n)
{
    int64_t a, b;
    if (n < 2)
        return n;
#pragma omp task shared(a)
    a = fib(n - 1);
    b = fib(n - 2);
#pragma omp taskwait
    return a + b;
}

static void join(struct bench_arrays *arrays)
{
#pragma omp parallel
#pragma omp single
    arrays->number = fib(bench_fib);
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
    case BENCH_SCAN:
        return scan;
    case BENCH_FIND:
        return find;
    case BENCH_JOIN:
        return join;
    default:
        return NULL;
    }
}
