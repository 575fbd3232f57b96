/* SPDX-License-Identifier: MIT */
/* OpenMP loops, as one writes them by hand. */
#include "peers.h"

#include <omp.h>
#include <string.h>

void peer_openmp_map(const int32_t *in, size_t n, int32_t *out)
{
#pragma omp parallel for simd schedule(static)
    for (size_t i = 0; i < n; i++)
        out[i] = 3 * in[i] + 1;
}

void peer_openmp_copy(const int32_t *in, size_t n, int32_t *out)
{
#pragma omp parallel
    {
        size_t threads = (size_t)omp_get_num_threads(), me = (size_t)omp_get_thread_num();
        size_t lo = n / threads * me, hi = me + 1 == threads ? n : n / threads * (me + 1);
        memcpy(out + lo, in + lo, (hi - lo) * sizeof *in);
    }
}

int64_t peer_openmp_sum(const int32_t *in, size_t n)
{
    int64_t sum = 0;
#pragma omp parallel for simd schedule(static) reduction(+ : sum)
    for (size_t i = 0; i < n; i++)
        sum += in[i];
    return sum;
}

int64_t peer_openmp_even_squares(const int32_t *in, size_t n)
{
    int64_t sum = 0;
#pragma omp parallel for schedule(static) reduction(+ : sum)
    for (size_t i = 0; i < n; i++)
        if (in[i] % 2 == 0)
            sum += (int64_t)in[i] * in[i];
    return sum;
}
