// SPDX-License-Identifier: MIT
// oneTBB's own loops. It has no filter and no search.
#include "bench/sides/peer_strings.hpp"
#include "bench/sides/side.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <limits>
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>
#include <tbb/parallel_reduce.h>
#include <tbb/parallel_scan.h>
#include <tbb/parallel_sort.h>

using range = tbb::blocked_range<size_t>;

// -- Arrays ---------------------------------------------------------------------------------------

void tbb_map(bench_arrays *arrays)
{
    tbb::parallel_for(range(0, arrays->n), [in = arrays->in, out = arrays->out](const range &part) {
        for (size_t i = part.begin(); i < part.end(); i++)
            out[i] = 3 * in[i] + 1;
    });
    bench_show(arrays, arrays->out, arrays->n);
}

void tbb_map_bytes(bench_arrays *arrays)
{
    tbb::parallel_for(range(0, arrays->n),
                      [in = arrays->bytes, out = arrays->byte_out](const range &part) {
                          for (size_t i = part.begin(); i < part.end(); i++)
                              out[i] = static_cast<uint8_t>(3 * in[i] + 1);
                      });
    bench_show(arrays, arrays->byte_out, arrays->n);
}

void tbb_copy(bench_arrays *arrays)
{
    tbb::parallel_for(range(0, arrays->n), [in = arrays->in, out = arrays->out](const range &part) {
        std::memcpy(out + part.begin(), in + part.begin(), part.size() * sizeof *in);
    });
    bench_show(arrays, arrays->out, arrays->n);
}

void tbb_fill(bench_arrays *arrays)
{
    tbb::parallel_for(range(0, arrays->n), [out = arrays->out](const range &part) {
        std::fill(out + part.begin(), out + part.end(), int32_t{bench_filling});
    });
    bench_show(arrays, arrays->out, arrays->n);
}

void tbb_sort_u64(bench_arrays *arrays)
{
    tbb::parallel_sort(arrays->word_out, arrays->word_out + arrays->n);
    bench_show(arrays, arrays->word_out, arrays->n);
}

void tbb_sort_in_place(bench_arrays *arrays)
{
    tbb_sort_u64(arrays);
}

void tbb_sort_i32(bench_arrays *arrays)
{
    tbb::parallel_sort(arrays->out, arrays->out + arrays->n);
    bench_show(arrays, arrays->out, arrays->n);
}

void tbb_sort_f64(bench_arrays *arrays)
{
    tbb::parallel_sort(arrays->real_out, arrays->real_out + arrays->n);
    bench_show(arrays, arrays->real_out, arrays->n);
}

void tbb_sort_strings(bench_arrays *arrays)
{
    tbb::parallel_sort(arrays->string_out, arrays->string_out + arrays->n, is_before());
    bench_show(arrays, arrays->string_out, arrays->n);
}

template <bool exclusive> static void scan(bench_arrays *arrays)
{
    tbb::parallel_scan(
        range(0, arrays->n), int64_t{0},
        [in = arrays->wide, out = arrays->wide_out](const range &part, int64_t so_far,
                                                    bool is_final) {
            for (size_t i = part.begin(); i < part.end(); i++) {
                int64_t next = so_far + in[i];
                if (is_final)
                    out[i] = exclusive ? so_far : next;
                so_far = next;
            }
            return so_far;
        },
        std::plus<int64_t>());
    bench_show(arrays, arrays->wide_out, arrays->n);
}

void tbb_scan(bench_arrays *arrays)
{
    scan<false>(arrays);
}

void tbb_scan_exclusive(bench_arrays *arrays)
{
    scan<true>(arrays);
}

// -- Numbers --------------------------------------------------------------------------------------

// The sum of `term` of the indexes, each part's on top of what its task has already.
template <class Number, class Term> static Number total(size_t n, const Term &term)
{
    return tbb::parallel_reduce(
        range(0, n), Number{0},
        [&term](const range &part, Number so_far) {
            for (size_t i = part.begin(); i < part.end(); i++)
                so_far += term(i);
            return so_far;
        },
        std::plus<Number>());
}

void tbb_sum(bench_arrays *arrays)
{
    arrays->number =
        total<int64_t>(arrays->n, [in = arrays->in](size_t i) { return int64_t{in[i]}; });
}

void tbb_sum_real(bench_arrays *arrays)
{
    arrays->number = static_cast<int64_t>(
        total<double>(arrays->n, [real = arrays->real](size_t i) { return real[i]; }));
}

void tbb_sum_bytes(bench_arrays *arrays)
{
    arrays->number =
        total<int64_t>(arrays->n, [bytes = arrays->bytes](size_t i) { return int64_t{bytes[i]}; });
}

void tbb_sum_indexes(bench_arrays *arrays)
{
    arrays->number =
        static_cast<int64_t>(total<uint64_t>(arrays->n, [](size_t i) { return bench_mix(i); }));
}

void tbb_count(bench_arrays *arrays)
{
    arrays->number =
        total<int64_t>(arrays->n, [in = arrays->in](size_t i) { return int64_t{in[i] % 2 == 0}; });
}

void tbb_fold(bench_arrays *arrays)
{
    arrays->number = total<int64_t>(arrays->n, [in = arrays->in](size_t i) {
        return in[i] % 2 == 0 ? int64_t{in[i]} * in[i] : int64_t{0};
    });
}

void tbb_chain(bench_arrays *arrays)
{
    tbb_fold(arrays);
}

void tbb_min(bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    arrays->number = tbb::parallel_reduce(
        range(0, arrays->n), std::numeric_limits<int32_t>::max(),
        [in](const range &part, int32_t least) {
            for (size_t i = part.begin(); i < part.end(); i++)
                least = std::min(least, in[i]);
            return least;
        },
        [](int32_t a, int32_t b) { return std::min(a, b); });
}

void tbb_argmin(bench_arrays *arrays)
{
    const int32_t *in = arrays->in;
    arrays->number = static_cast<int64_t>(tbb::parallel_reduce(
        range(0, arrays->n), size_t{0},
        [in](const range &part, size_t at) {
            for (size_t i = part.begin(); i < part.end(); i++)
                if (in[i] < in[at])
                    at = i;
            return at;
        },
        [in](size_t a, size_t b) { return in[b] < in[a] || (in[b] == in[a] && b < a) ? b : a; }));
}

// -- Tasks ----------------------------------------------------------------------------------------

static int64_t fib(int64_t n)
{
    if (n < 2)
        return n;
    int64_t a, b;
    tbb::parallel_invoke([&a, n] { a = fib(n - 1); }, [&b, n] { b = fib(n - 2); });
    return a + b;
}

void tbb_join(bench_arrays *arrays)
{
    arrays->number = fib(bench_fib);
}

void tbb_start(int threads)
{
    static const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                           static_cast<size_t>(threads));
}
