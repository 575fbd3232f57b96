// SPDX-License-Identifier: MIT
// oneTBB's own loops. It has no filter and no search.
#include "side.h"

#include <cstring>
#include <functional>
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>
#include <tbb/parallel_reduce.h>
#include <tbb/parallel_scan.h>

using range = tbb::blocked_range<size_t>;

static void show(bench_arrays *arrays)
{
    arrays->result = arrays->out;
    arrays->result_count = arrays->n;
}

static void map(bench_arrays *arrays)
{
    tbb::parallel_for(range(0, arrays->n), [in = arrays->in, out = arrays->out](const range &part) {
        for (size_t i = part.begin(); i < part.end(); i++)
            out[i] = 3 * in[i] + 1;
    });
    show(arrays);
}

static void copy(bench_arrays *arrays)
{
    tbb::parallel_for(range(0, arrays->n), [in = arrays->in, out = arrays->out](const range &part) {
        std::memcpy(out + part.begin(), in + part.begin(), part.size() * sizeof *in);
    });
    show(arrays);
}

// The sum of `term` of the elements x, each part's on top of what its task has already.
template <class Number, class Element, class Term>
static Number total(const Element *x, size_t n, const Term &term)
{
    return tbb::parallel_reduce(
        range(0, n), Number{0},
        [x, &term](const range &part, Number so_far) {
            for (size_t i = part.begin(); i < part.end(); i++)
                so_far += term(x[i]);
            return so_far;
        },
        std::plus<Number>());
}

static void sum(bench_arrays *arrays)
{
    arrays->number = total<int64_t>(arrays->in, arrays->n, [](int32_t x) { return int64_t{x}; });
}

static void sum_real(bench_arrays *arrays)
{
    arrays->number =
        static_cast<int64_t>(total<double>(arrays->real, arrays->n, [](double x) { return x; }));
}

static void even_squares(bench_arrays *arrays)
{
    arrays->number = total<int64_t>(
        arrays->in, arrays->n, [](int32_t x) { return x % 2 == 0 ? int64_t{x} * x : int64_t{0}; });
}

static void scan(bench_arrays *arrays)
{
    tbb::parallel_scan(
        range(0, arrays->n), uint32_t{0},
        [in = arrays->in, out = arrays->out](const range &part, uint32_t so_far, bool is_final) {
            for (size_t i = part.begin(); i < part.end(); i++) {
                so_far += static_cast<uint32_t>(in[i]);
                if (is_final)
                    out[i] = static_cast<int32_t>(so_far);
            }
            return so_far;
        },
        std::plus<uint32_t>());
    show(arrays);
}

static int64_t fib(int64_t n)
{
    if (n < 2)
        return n;
    int64_t a, b;
    tbb::parallel_invoke([&a, n] { a = fib(n - 1); }, [&b, n] { b = fib(n - 2); });
    return a + b;
}

static void join(bench_arrays *arrays)
{
    arrays->number = fib(bench_fib);
}

bench_task *tbb_task_for(bench_work work)
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
    case BENCH_JOIN:
        return join;
    default:
        return nullptr;
    }
}

void tbb_start(int threads)
{
    static const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                           static_cast<size_t>(threads));
}
