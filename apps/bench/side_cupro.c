/* SPDX-License-Identifier: MIT */
/* Our side. */
#include "side.h"

#include <cupro.h>

CUPRO_MAP(scaled, int32_t, int32_t, x, 3 * x + 1);
CUPRO_MAP(same, int32_t, int32_t, x, x);
CUPRO_FILTER(even, int32_t, x, x % 2 == 0);
CUPRO_FILTER(absent, int32_t, x, x == bench_absent);
CUPRO_FILTER(wanted, int32_t, x, x == *(const int32_t *)ctx);
CUPRO_MAP(squared, int32_t, int64_t, x, (int64_t)x *x);
CUPRO_FOLD(even_squares, int32_t, int64_t, x, sum, {
    if (x % 2 == 0)
        sum += (int64_t)x * x;
});

/* An operation that fails leaves no result, which then differs from the peer's. */

static void map(struct bench_arrays *arrays)
{
    cupro_collect(cupro_from(arrays->in, arrays->n, &scaled), arrays->out, &arrays->result_count);
    arrays->result = arrays->out;
}

static void copy(struct bench_arrays *arrays)
{
    cupro_collect(cupro_from(arrays->in, arrays->n, &same), arrays->out, &arrays->result_count);
    arrays->result = arrays->out;
}

static void filter(struct bench_arrays *arrays)
{
    cupro_collect(cupro_from(arrays->in, arrays->n, &even), arrays->out, &arrays->result_count);
    arrays->result = arrays->out;
}

static void sum(struct bench_arrays *arrays)
{
    cupro_sum(arrays->in, arrays->n, &arrays->number);
}

static void sum_real(struct bench_arrays *arrays)
{
    double total = 0;
    cupro_sum(arrays->real, arrays->n, &total);
    arrays->number = (int64_t)total;
}

static void fold(struct bench_arrays *arrays)
{
    cupro_reduce(cupro_from(arrays->in, arrays->n, &even_squares), &cupro_plus_i64,
                 &arrays->number);
}

static void chain(struct bench_arrays *arrays)
{
    cupro_reduce(cupro_from(arrays->in, arrays->n, &even, &squared), &cupro_plus_i64,
                 &arrays->number);
}

static void scan(struct bench_arrays *arrays)
{
    const uint32_t *in = (const uint32_t *)arrays->in;
    if (cupro_scan_inclusive(in, (uint32_t *)arrays->out, arrays->n, &cupro_plus_u32) != 0)
        return;
    arrays->result = arrays->out;
    arrays->result_count = arrays->n;
}

static void find(struct bench_arrays *arrays)
{
    size_t at;
    if (cupro_find_first(cupro_from(arrays->in, arrays->n, &absent), &at) == 0)
        arrays->number = (int64_t)(at == CUPRO_NOWHERE ? arrays->n : at);
}

static void any(struct bench_arrays *arrays)
{
    int32_t value = bench_early(arrays);
    bool yes = false;
    cupro_any(cupro_from(arrays->in, arrays->n, &wanted), &yes, .ctx = &value);
    arrays->number = yes;
}

struct fib {
    int64_t n, value;
};

static int fib(void *arg)
{
    struct fib *of = arg, a = {of->n - 1, 0}, b = {of->n - 2, 0};
    of->value = of->n;
    if (of->n < 2)
        return 0;
    int error = cupro_join(fib, &a, fib, &b);
    of->value = a.value + b.value;
    return error;
}

static void join(struct bench_arrays *arrays)
{
    struct fib of = {bench_fib, 0};
    if (fib(&of) == 0)
        arrays->number = of.value;
}

bench_task *cupro_task_for(enum bench_work work)
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
    case BENCH_SCAN:
        return scan;
    case BENCH_FIND:
        return find;
    case BENCH_ANY:
        return any;
    case BENCH_JOIN:
        return join;
    }
    return NULL;
}
