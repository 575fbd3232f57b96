// SPDX-License-Identifier: MIT
// libstdc++'s parallel mode, which runs on OpenMP. It has no copy_if and no any_of.
#include "side.h"

#include <functional>
#include <parallel/algorithm>
#include <parallel/numeric>

static void map(bench_arrays *arrays)
{
    __gnu_parallel::transform(arrays->in, arrays->in + arrays->n, arrays->out,
                              [](int32_t x) { return 3 * x + 1; });
    arrays->result = arrays->out;
    arrays->result_count = arrays->n;
}

static void sum(bench_arrays *arrays)
{
    arrays->number = __gnu_parallel::accumulate(arrays->in, arrays->in + arrays->n, int64_t{0},
                                                std::plus<int64_t>());
}

static void sum_real(bench_arrays *arrays)
{
    arrays->number = static_cast<int64_t>(
        __gnu_parallel::accumulate(arrays->real, arrays->real + arrays->n, 0.0));
}

static void even_squares(bench_arrays *arrays)
{
    arrays->number = __gnu_parallel::inner_product(
        arrays->in, arrays->in + arrays->n, arrays->in, int64_t{0}, std::plus<int64_t>(),
        [](int32_t x, int32_t y) { return x % 2 == 0 ? int64_t{x} * y : int64_t{0}; });
}

static void scan(bench_arrays *arrays)
{
    const uint32_t *in = reinterpret_cast<const uint32_t *>(arrays->in);
    __gnu_parallel::partial_sum(in, in + arrays->n, reinterpret_cast<uint32_t *>(arrays->out));
    arrays->result = arrays->out;
    arrays->result_count = arrays->n;
}

// The first element of that value, or the end.
static const int32_t *found(const bench_arrays *arrays, int32_t value)
{
    return __gnu_parallel::find(arrays->in, arrays->in + arrays->n, value);
}

static void find(bench_arrays *arrays)
{
    arrays->number = found(arrays, bench_absent) - arrays->in;
}

static void any(bench_arrays *arrays)
{
    arrays->number = found(arrays, bench_early(arrays)) != arrays->in + arrays->n;
}

bench_task *parallel_mode_task_for(bench_work work)
{
    switch (work) {
    case BENCH_MAP:
        return map;
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
    case BENCH_ANY:
        return any;
    default:
        return nullptr;
    }
}
