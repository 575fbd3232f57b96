// SPDX-License-Identifier: MIT
// The C++ algorithms with an execution policy, which libstdc++ runs on oneTBB.
#include "side.h"

#include <algorithm>
#include <execution>
#include <functional>
#include <numeric>

using std::execution::par;
using std::execution::par_unseq;

static bool is_even(int32_t x)
{
    return x % 2 == 0;
}

static void show(bench_arrays *arrays, const int32_t *end)
{
    arrays->result = arrays->out;
    arrays->result_count = static_cast<size_t>(end - arrays->out);
}

static void map(bench_arrays *arrays)
{
    show(arrays, std::transform(par_unseq, arrays->in, arrays->in + arrays->n, arrays->out,
                                [](int32_t x) { return 3 * x + 1; }));
}

static void copy(bench_arrays *arrays)
{
    show(arrays, std::copy(par_unseq, arrays->in, arrays->in + arrays->n, arrays->out));
}

static void filter(bench_arrays *arrays)
{
    show(arrays, std::copy_if(par, arrays->in, arrays->in + arrays->n, arrays->out, is_even));
}

static void sum(bench_arrays *arrays)
{
    arrays->number = std::reduce(par_unseq, arrays->in, arrays->in + arrays->n, int64_t{0},
                                 std::plus<int64_t>());
}

static void sum_real(bench_arrays *arrays)
{
    arrays->number =
        static_cast<int64_t>(std::reduce(par_unseq, arrays->real, arrays->real + arrays->n, 0.0));
}

static void even_squares(bench_arrays *arrays)
{
    arrays->number = std::transform_reduce(
        par_unseq, arrays->in, arrays->in + arrays->n, int64_t{0}, std::plus<int64_t>(),
        [](int32_t x) { return is_even(x) ? int64_t{x} * x : int64_t{0}; });
}

static void scan(bench_arrays *arrays)
{
    const uint32_t *in = reinterpret_cast<const uint32_t *>(arrays->in);
    std::inclusive_scan(par_unseq, in, in + arrays->n, reinterpret_cast<uint32_t *>(arrays->out));
    show(arrays, arrays->out + arrays->n);
}

static void find(bench_arrays *arrays)
{
    arrays->number = std::find(par, arrays->in, arrays->in + arrays->n, bench_absent) - arrays->in;
}

static void any(bench_arrays *arrays)
{
    arrays->number = std::any_of(par, arrays->in, arrays->in + arrays->n,
                                 [value = bench_early(arrays)](int32_t x) { return x == value; });
}

bench_task *std_par_task_for(bench_work work)
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
