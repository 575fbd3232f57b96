// SPDX-License-Identifier: MIT
// The C++ algorithms with an execution policy, which libstdc++ runs on oneTBB.
#include "bench/sides/peer_strings.hpp"
#include "bench/sides/side.h"

#include <algorithm>
#include <execution>
#include <functional>
#include <new>
#include <numeric>

using std::execution::par;
using std::execution::par_unseq;

static bool is_even(int32_t x)
{
    return x % 2 == 0;
}

// -- Arrays ---------------------------------------------------------------------------------------

template <class Element>
static void show(bench_arrays *arrays, const Element *begin, const Element *end)
{
    bench_show(arrays, begin, static_cast<size_t>(end - begin));
}

void std_par_map(bench_arrays *arrays)
{
    show(arrays, arrays->out,
         std::transform(par_unseq, arrays->in, arrays->in + arrays->n, arrays->out,
                        [](int32_t x) { return 3 * x + 1; }));
}

void std_par_map_bytes(bench_arrays *arrays)
{
    show(arrays, arrays->byte_out,
         std::transform(par_unseq, arrays->bytes, arrays->bytes + arrays->n, arrays->byte_out,
                        [](uint8_t x) { return static_cast<uint8_t>(3 * x + 1); }));
}

void std_par_copy(bench_arrays *arrays)
{
    show(arrays, arrays->out,
         std::copy(par_unseq, arrays->in, arrays->in + arrays->n, arrays->out));
}

void std_par_fill(bench_arrays *arrays)
{
    int32_t *end = arrays->out + arrays->n;
    std::fill(par_unseq, arrays->out, end, int32_t{bench_filling});
    show(arrays, arrays->out, end);
}

void std_par_reverse(bench_arrays *arrays)
{
    int32_t *end = arrays->out + arrays->n;
    std::reverse(par_unseq, arrays->out, end);
    show(arrays, arrays->out, end);
}

void std_par_sort_u64(bench_arrays *arrays)
{
    std::sort(par, arrays->word_out, arrays->word_out + arrays->n);
    bench_show(arrays, arrays->word_out, arrays->n);
}

void std_par_sort_i32(bench_arrays *arrays)
{
    std::sort(par, arrays->out, arrays->out + arrays->n);
    bench_show(arrays, arrays->out, arrays->n);
}

void std_par_sort_f64(bench_arrays *arrays)
{
    std::sort(par, arrays->real_out, arrays->real_out + arrays->n);
    bench_show(arrays, arrays->real_out, arrays->n);
}

void std_par_sort_pairs(bench_arrays *arrays)
{
    std::stable_sort(par, arrays->pair_out, arrays->pair_out + arrays->n,
                     [](const bench_pair &a, const bench_pair &b) { return a.key < b.key; });
    bench_show(arrays, arrays->pair_out, arrays->n);
}

void std_par_sort_records(bench_arrays *arrays)
{
    std::stable_sort(par, arrays->record_out, arrays->record_out + arrays->n,
                     [](const bench_record &a, const bench_record &b) { return a.key < b.key; });
    bench_show(arrays, arrays->record_out, arrays->n);
}

void std_par_order_pairs(bench_arrays *arrays)
{
    std_par_sort_pairs(arrays);
}

void std_par_order_records(bench_arrays *arrays)
{
    std_par_sort_records(arrays);
}

// Doubles from 0 to 1 have no odd ones among them.
void std_par_argsort_f64(bench_arrays *arrays)
{
    uint64_t *begin = arrays->word_out, *end = begin + arrays->n;
    std::iota(begin, end, uint64_t{0});
    std::stable_sort(par, begin, end,
                     [real = arrays->real](uint64_t a, uint64_t b) { return real[a] < real[b]; });
    bench_show(arrays, begin, arrays->n);
}

void std_par_sort_strings(bench_arrays *arrays)
{
    std::sort(par, arrays->string_out, arrays->string_out + arrays->n, is_before());
    bench_show(arrays, arrays->string_out, arrays->n);
}

void std_par_sort_in_place(bench_arrays *arrays)
{
    std_par_sort_u64(arrays);
}

void std_par_nth(bench_arrays *arrays)
{
    uint64_t *out = arrays->word_out, *middle = out + arrays->n / 2;
    std::nth_element(par, out, middle, out + arrays->n);
    bench_show(arrays, middle, 1);
}

void std_par_top(bench_arrays *arrays)
{
    const uint64_t *words = arrays->words;
    uint64_t *out = arrays->word_out;
    show(arrays, out, std::partial_sort_copy(par, words, words + arrays->n, out, out + bench_top));
}

void std_par_merge(bench_arrays *arrays)
{
    const uint64_t *words = arrays->words, *half = words + arrays->n / 2;
    show(arrays, arrays->word_out,
         std::merge(par, words, half, half, words + arrays->n, arrays->word_out));
}

void std_par_bounds(bench_arrays *arrays)
{
    const uint64_t *words = arrays->words, *half = words + arrays->n / 2;
    show(arrays, arrays->word_out,
         std::transform(par, half, half + arrays->n / 2, arrays->word_out, [=](uint64_t key) {
             return static_cast<uint64_t>(std::lower_bound(words, half, key) - words);
         }));
}

void std_par_unique(bench_arrays *arrays)
{
    show(arrays, arrays->word_out,
         std::unique(par, arrays->word_out, arrays->word_out + arrays->n));
}

void std_par_filter(bench_arrays *arrays)
{
    show(arrays, arrays->out,
         std::copy_if(par, arrays->in, arrays->in + arrays->n, arrays->out, is_even));
}

// Memory for so many elements, which the arrays keep; nullptr: there is none. Not a std::vector,
// which would be filled with zeros first, on one thread.
static int32_t *new_memory(bench_arrays *arrays, size_t elements)
{
    bench_release(arrays);
    arrays->own = operator new(elements * sizeof(int32_t), std::nothrow);
    arrays->release = [](void *own) { operator delete(own); };
    return static_cast<int32_t *>(arrays->own);
}

void std_par_filter_new(bench_arrays *arrays)
{
    int32_t *kept = new_memory(arrays, arrays->n);
    if (kept != nullptr)
        show(arrays, kept, std::copy_if(par, arrays->in, arrays->in + arrays->n, kept, is_even));
}

void std_par_partition(bench_arrays *arrays)
{
    int32_t *even = new_memory(arrays, 2 * arrays->n), *odd = even + arrays->n;
    if (even == nullptr)
        return;
    auto ends = std::partition_copy(par, arrays->in, arrays->in + arrays->n, even, odd, is_even);
    bench_show_two(arrays, even, static_cast<size_t>(ends.first - even), odd,
                   static_cast<size_t>(ends.second - odd));
}

void std_par_scan(bench_arrays *arrays)
{
    show(arrays, arrays->wide_out,
         std::inclusive_scan(par_unseq, arrays->wide, arrays->wide + arrays->n, arrays->wide_out));
}

void std_par_scan_exclusive(bench_arrays *arrays)
{
    show(arrays, arrays->wide_out,
         std::exclusive_scan(par_unseq, arrays->wide, arrays->wide + arrays->n, arrays->wide_out,
                             int64_t{0}));
}

// -- Numbers --------------------------------------------------------------------------------------

void std_par_sum(bench_arrays *arrays)
{
    arrays->number = std::reduce(par_unseq, arrays->in, arrays->in + arrays->n, int64_t{0},
                                 std::plus<int64_t>());
}

void std_par_sum_real(bench_arrays *arrays)
{
    arrays->number =
        static_cast<int64_t>(std::reduce(par_unseq, arrays->real, arrays->real + arrays->n, 0.0));
}

void std_par_sum_bytes(bench_arrays *arrays)
{
    arrays->number = std::reduce(par_unseq, arrays->bytes, arrays->bytes + arrays->n, int64_t{0},
                                 std::plus<int64_t>());
}

void std_par_min(bench_arrays *arrays)
{
    arrays->number = *std::min_element(par_unseq, arrays->in, arrays->in + arrays->n);
}

void std_par_argmin(bench_arrays *arrays)
{
    arrays->number = std::min_element(par_unseq, arrays->in, arrays->in + arrays->n) - arrays->in;
}

void std_par_count(bench_arrays *arrays)
{
    arrays->number = std::count_if(par_unseq, arrays->in, arrays->in + arrays->n, is_even);
}

void std_par_fold(bench_arrays *arrays)
{
    arrays->number = std::transform_reduce(
        par_unseq, arrays->in, arrays->in + arrays->n, int64_t{0}, std::plus<int64_t>(),
        [](int32_t x) { return is_even(x) ? int64_t{x} * x : int64_t{0}; });
}

void std_par_chain(bench_arrays *arrays)
{
    std_par_fold(arrays);
}

// -- Searches -------------------------------------------------------------------------------------

void std_par_find(bench_arrays *arrays)
{
    arrays->number = std::find(par, arrays->in, arrays->in + arrays->n, bench_absent) - arrays->in;
}

void std_par_find_first(bench_arrays *arrays)
{
    arrays->number = std::find_if(par, arrays->in, arrays->in + arrays->n,
                                  [](int32_t x) { return x > bench_largest; }) -
                     arrays->in;
}

void std_par_any(bench_arrays *arrays)
{
    arrays->number = std::any_of(par, arrays->in, arrays->in + arrays->n,
                                 [value = bench_early(arrays)](int32_t x) { return x == value; });
}

void std_par_all(bench_arrays *arrays)
{
    arrays->number = std::all_of(par, arrays->in, arrays->in + arrays->n,
                                 [value = bench_early(arrays)](int32_t x) { return x != value; });
}

void std_par_is_sorted(bench_arrays *arrays)
{
    arrays->number = std::is_sorted(par, arrays->in, arrays->in + arrays->n);
}
