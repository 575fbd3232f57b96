// SPDX-License-Identifier: MIT
// libstdc++'s parallel mode, which runs on OpenMP. It has no copy_if, reverse, fill and any_of.
// With gcc 12 there is also no argmin, as min_element finds any of several that are least; no
// is_sorted, as adjacent_find with a predicate reads an element behind the last; and no fold, as
// inner_product forgets its operations on one thread and for small arrays.
#include "bench/sides/peer_strings.hpp"
#include "bench/sides/side.h"

#include <functional>
#include <parallel/algorithm>
#include <parallel/numeric>

static bool is_even(int32_t x)
{
    return x % 2 == 0;
}

// -- Arrays ---------------------------------------------------------------------------------------

void parallel_mode_map(bench_arrays *arrays)
{
    __gnu_parallel::transform(arrays->in, arrays->in + arrays->n, arrays->out,
                              [](int32_t x) { return 3 * x + 1; });
    bench_show(arrays, arrays->out, arrays->n);
}

void parallel_mode_shuffle(bench_arrays *arrays)
{
    __gnu_parallel::random_shuffle(arrays->out, arrays->out + arrays->n);
    bench_show(arrays, arrays->out, arrays->n);
}

void parallel_mode_sort_u64(bench_arrays *arrays)
{
    __gnu_parallel::sort(arrays->word_out, arrays->word_out + arrays->n);
    bench_show(arrays, arrays->word_out, arrays->n);
}

void parallel_mode_sort_i32(bench_arrays *arrays)
{
    __gnu_parallel::sort(arrays->out, arrays->out + arrays->n);
    bench_show(arrays, arrays->out, arrays->n);
}

void parallel_mode_sort_f64(bench_arrays *arrays)
{
    __gnu_parallel::sort(arrays->real_out, arrays->real_out + arrays->n);
    bench_show(arrays, arrays->real_out, arrays->n);
}

void parallel_mode_sort_pairs(bench_arrays *arrays)
{
    __gnu_parallel::stable_sort(
        arrays->pair_out, arrays->pair_out + arrays->n,
        [](const bench_pair &a, const bench_pair &b) { return a.key < b.key; });
    bench_show(arrays, arrays->pair_out, arrays->n);
}

void parallel_mode_sort_records(bench_arrays *arrays)
{
    __gnu_parallel::stable_sort(
        arrays->record_out, arrays->record_out + arrays->n,
        [](const bench_record &a, const bench_record &b) { return a.key < b.key; });
    bench_show(arrays, arrays->record_out, arrays->n);
}

void parallel_mode_sort_strings(bench_arrays *arrays)
{
    __gnu_parallel::sort(arrays->string_out, arrays->string_out + arrays->n, is_before());
    bench_show(arrays, arrays->string_out, arrays->n);
}

void parallel_mode_nth(bench_arrays *arrays)
{
    uint64_t *out = arrays->word_out, *middle = out + arrays->n / 2;
    __gnu_parallel::nth_element(out, middle, out + arrays->n);
    bench_show(arrays, middle, 1);
}

void parallel_mode_top(bench_arrays *arrays)
{
    uint64_t *out = arrays->word_out;
    __gnu_parallel::partial_sort(out, out + bench_top, out + arrays->n);
    bench_show(arrays, out, bench_top);
}

// (It takes no iterators of constants with gcc 12, and writes nothing through these.)
void parallel_mode_merge(bench_arrays *arrays)
{
    uint64_t *words = const_cast<uint64_t *>(arrays->words), *half = words + arrays->n / 2;
    __gnu_parallel::merge(words, half, half, words + arrays->n, arrays->word_out);
    bench_show(arrays, arrays->word_out, arrays->n);
}

void parallel_mode_scan(bench_arrays *arrays)
{
    __gnu_parallel::partial_sum(arrays->wide, arrays->wide + arrays->n, arrays->wide_out);
    bench_show(arrays, arrays->wide_out, arrays->n);
}

// -- Numbers --------------------------------------------------------------------------------------

void parallel_mode_sum(bench_arrays *arrays)
{
    arrays->number = __gnu_parallel::accumulate(arrays->in, arrays->in + arrays->n, int64_t{0},
                                                std::plus<int64_t>());
}

void parallel_mode_sum_real(bench_arrays *arrays)
{
    arrays->number = static_cast<int64_t>(
        __gnu_parallel::accumulate(arrays->real, arrays->real + arrays->n, 0.0));
}

void parallel_mode_min(bench_arrays *arrays)
{
    arrays->number = *__gnu_parallel::min_element(arrays->in, arrays->in + arrays->n);
}

void parallel_mode_count(bench_arrays *arrays)
{
    arrays->number = __gnu_parallel::count_if(arrays->in, arrays->in + arrays->n, is_even);
}

// -- Searches -------------------------------------------------------------------------------------

// The index of the first of the value; n: there is none.
static size_t index_of(const bench_arrays *arrays, int32_t value)
{
    return static_cast<size_t>(__gnu_parallel::find(arrays->in, arrays->in + arrays->n, value) -
                               arrays->in);
}

void parallel_mode_find(bench_arrays *arrays)
{
    arrays->number = static_cast<int64_t>(index_of(arrays, bench_absent));
}

void parallel_mode_find_first(bench_arrays *arrays)
{
    arrays->number = __gnu_parallel::find_if(arrays->in, arrays->in + arrays->n,
                                             [](int32_t x) { return x > bench_largest; }) -
                     arrays->in;
}

void parallel_mode_any(bench_arrays *arrays)
{
    arrays->number = index_of(arrays, bench_early(arrays)) < arrays->n;
}

void parallel_mode_all(bench_arrays *arrays)
{
    arrays->number = index_of(arrays, bench_early(arrays)) == arrays->n;
}
