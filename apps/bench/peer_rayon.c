/* SPDX-License-Identifier: MIT */
/* Rayon, through the functions of rayon/lib.rs. It has no scan. */
#include "side.h"

#include <stdbool.h>

void rayon_map(const int32_t *in, size_t n, int32_t *out);
void rayon_copy(const int32_t *in, size_t n, int32_t *out);
int64_t rayon_sum(const int32_t *in, size_t n);
double rayon_sum_real(const double *real, size_t n);
int64_t rayon_fold(const int32_t *in, size_t n);
int64_t rayon_chain(const int32_t *in, size_t n);

size_t rayon_find(const int32_t *in, size_t n, int32_t value); /* n: not there */
int64_t rayon_join(int64_t n);
bool rayon_any(const int32_t *in, size_t n, int32_t value);

/* What it returns stays Rayon's, and stands until the next call. */
const int32_t *rayon_filter(const int32_t *in, size_t n, size_t *kept);

static void map(struct bench_arrays *arrays)
{
    rayon_map(arrays->in, arrays->n, arrays->out);
    arrays->result = arrays->out;
    arrays->result_count = arrays->n;
}

static void copy(struct bench_arrays *arrays)
{
    rayon_copy(arrays->in, arrays->n, arrays->out);
    arrays->result = arrays->out;
    arrays->result_count = arrays->n;
}

static void filter(struct bench_arrays *arrays)
{
    arrays->result = rayon_filter(arrays->in, arrays->n, &arrays->result_count);
}

static void sum(struct bench_arrays *arrays)
{
    arrays->number = rayon_sum(arrays->in, arrays->n);
}

static void sum_real(struct bench_arrays *arrays)
{
    arrays->number = (int64_t)rayon_sum_real(arrays->real, arrays->n);
}

static void fold(struct bench_arrays *arrays)
{
    arrays->number = rayon_fold(arrays->in, arrays->n);
}

static void chain(struct bench_arrays *arrays)
{
    arrays->number = rayon_chain(arrays->in, arrays->n);
}

static void find(struct bench_arrays *arrays)
{
    arrays->number = (int64_t)rayon_find(arrays->in, arrays->n, bench_absent);
}

static void any(struct bench_arrays *arrays)
{
    arrays->number = rayon_any(arrays->in, arrays->n, bench_early(arrays));
}

static void join(struct bench_arrays *arrays)
{
    arrays->number = rayon_join(bench_fib);
}

bench_task *rayon_task_for(enum bench_work work)
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
    case BENCH_FILTER:
        return filter;
    case BENCH_FOLD:
        return fold;
    case BENCH_CHAIN:
        return chain;
    case BENCH_FIND:
        return find;
    case BENCH_ANY:
        return any;
    case BENCH_JOIN:
        return join;
    default:
        return NULL;
    }
}
