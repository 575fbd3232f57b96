/* SPDX-License-Identifier: MIT */
/*
 * OpenMP loops and tasks, as one writes them by hand. Loops do not stop early, which needs
 * OMP_CANCELLATION, so there is no any and no all.
 */
#include "bench/sides/side.h"

#include <omp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* -- Arrays ------------------------------------------------------------------------------------ */

void openmp_map(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    int32_t *out = arrays->out;
    size_t n = arrays->n;
#pragma omp parallel for simd schedule(static)
    for (size_t i = 0; i < n; i++)
        out[i] = 3 * in[i] + 1;
    bench_show(arrays, out, n);
}

void openmp_map_bytes(struct bench_arrays *arrays)
{
    const uint8_t *in = arrays->bytes;
    uint8_t *out = arrays->byte_out;
    size_t n = arrays->n;
#pragma omp parallel for simd schedule(static)
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(3 * in[i] + 1);
    bench_show(arrays, out, n);
}

void openmp_fill(struct bench_arrays *arrays)
{
    int32_t *out = arrays->out;
    size_t n = arrays->n;
#pragma omp parallel for simd schedule(static)
    for (size_t i = 0; i < n; i++)
        out[i] = bench_filling;
    bench_show(arrays, out, n);
}

void openmp_reverse(struct bench_arrays *arrays)
{
    int32_t *out = arrays->out;
    size_t n = arrays->n;
#pragma omp parallel for simd schedule(static)
    for (size_t i = 0; i < n / 2; i++) {
        int32_t left = out[i];
        out[i] = out[n - 1 - i];
        out[n - 1 - i] = left;
    }
    bench_show(arrays, out, n);
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

void openmp_copy(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    int32_t *out = arrays->out;
    size_t n = arrays->n;
#pragma omp parallel
    {
        const struct part part = own_part(n);
        memcpy(out + part.lo, in + part.lo, (part.hi - part.lo) * sizeof *in);
    }
    bench_show(arrays, out, n);
}

/* In two passes: each thread adds its part up, then scans it from where those before it end. Not
 * with `omp scan`, for which gcc 12 allocates a third array. */
static void scan(struct bench_arrays *arrays, bool exclusive)
{
    const int64_t *in = arrays->wide;
    int64_t *out = arrays->wide_out;
    size_t n = arrays->n;
    int64_t *sums = calloc((size_t)omp_get_max_threads(), sizeof *sums);
    if (sums == NULL)
        return;
#pragma omp parallel
    {
        const struct part part = own_part(n);
        int64_t sum = 0;
        for (size_t i = part.lo; i < part.hi; i++)
            sum += in[i];
        sums[omp_get_thread_num()] = sum;
#pragma omp barrier
        sum = 0;
        for (int t = 0; t < omp_get_thread_num(); t++)
            sum += sums[t];
        for (size_t i = part.lo; exclusive && i < part.hi; i++) {
            out[i] = sum;
            sum += in[i];
        }
        for (size_t i = part.lo; !exclusive && i < part.hi; i++)
            out[i] = sum += in[i];
    }
    free(sums);
    bench_show(arrays, out, n);
}

void openmp_scan(struct bench_arrays *arrays)
{
    scan(arrays, false);
}

void openmp_scan_exclusive(struct bench_arrays *arrays)
{
    scan(arrays, true);
}

/* -- Numbers ----------------------------------------------------------------------------------- */

void openmp_sum(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n;
    int64_t total = 0;
#pragma omp parallel for simd schedule(static) reduction(+ : total)
    for (size_t i = 0; i < n; i++)
        total += in[i];
    arrays->number = total;
}

void openmp_sum_real(struct bench_arrays *arrays)
{
    const double *real = arrays->real;
    size_t n = arrays->n;
    double total = 0;
#pragma omp parallel for simd schedule(static) reduction(+ : total)
    for (size_t i = 0; i < n; i++)
        total += real[i];
    arrays->number = (int64_t)total;
}

void openmp_sum_bytes(struct bench_arrays *arrays)
{
    const uint8_t *bytes = arrays->bytes;
    size_t n = arrays->n;
    int64_t total = 0;
#pragma omp parallel for simd schedule(static) reduction(+ : total)
    for (size_t i = 0; i < n; i++)
        total += bytes[i];
    arrays->number = total;
}

void openmp_histogram(struct bench_arrays *arrays)
{
    const uint8_t *bytes = arrays->bytes;
    size_t n = arrays->n;
    uint64_t bins[bench_bins] = {0};
#pragma omp parallel for schedule(static) reduction(+ : bins)
    for (size_t i = 0; i < n; i++)
        bins[bytes[i]]++;
    memcpy(arrays->word_out, bins, sizeof bins);
    bench_show_bins(arrays);
}

void openmp_sum_indexes(struct bench_arrays *arrays)
{
    size_t n = arrays->n;
    uint64_t total = 0;
#pragma omp parallel for simd schedule(static) reduction(+ : total)
    for (size_t i = 0; i < n; i++)
        total += bench_mix(i);
    arrays->number = (int64_t)total;
}

void openmp_min(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n;
    int32_t least = INT32_MAX;
#pragma omp parallel for simd schedule(static) reduction(min : least)
    for (size_t i = 0; i < n; i++)
        least = in[i] < least ? in[i] : least;
    arrays->number = least;
}

void openmp_argmin(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n, at = 0;
#pragma omp parallel
    {
        const struct part part = own_part(n);
        size_t mine = part.lo;
        for (size_t i = part.lo; i < part.hi; i++)
            if (in[i] < in[mine])
                mine = i;
#pragma omp critical
        if (mine < part.hi && (in[mine] < in[at] || (in[mine] == in[at] && mine < at)))
            at = mine;
    }
    arrays->number = (int64_t)at;
}

void openmp_count(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n;
    int64_t count = 0;
#pragma omp parallel for simd schedule(static) reduction(+ : count)
    for (size_t i = 0; i < n; i++)
        count += in[i] % 2 == 0;
    arrays->number = count;
}

void openmp_fold(struct bench_arrays *arrays)
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

void openmp_chain(struct bench_arrays *arrays)
{
    openmp_fold(arrays);
}

/* -- Searches ---------------------------------------------------------------------------------- */

void openmp_find(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n, at = n;
#pragma omp parallel for simd schedule(static) reduction(min : at)
    for (size_t i = 0; i < n; i++)
        at = in[i] == bench_absent && i < at ? i : at;
    arrays->number = (int64_t)at;
}

void openmp_find_first(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n, at = n;
#pragma omp parallel for simd schedule(static) reduction(min : at)
    for (size_t i = 0; i < n; i++)
        at = in[i] > bench_largest && i < at ? i : at;
    arrays->number = (int64_t)at;
}

void openmp_is_sorted(struct bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    size_t n = arrays->n;
    int falls = 0;
#pragma omp parallel for simd schedule(static) reduction(| : falls)
    for (size_t i = 1; i < n; i++)
        falls |= in[i - 1] > in[i];
    arrays->number = !falls;
}

/* -- Tasks ------------------------------------------------------------------------------------- */

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

void openmp_join(struct bench_arrays *arrays)
{
#pragma omp parallel
#pragma omp single
    arrays->number = fib(bench_fib);
}
