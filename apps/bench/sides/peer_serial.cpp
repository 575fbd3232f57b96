// SPDX-License-Identifier: MIT
// The serial side, where the C++ library has an algorithm and C has not.
#include "bench/sides/side.h"

#include <algorithm>

void serial_nth(bench_arrays *arrays)
{
    uint64_t *out = arrays->word_out, *middle = out + arrays->n / 2;
    std::nth_element(out, middle, out + arrays->n);
    bench_show(arrays, middle, 1);
}

void serial_top(bench_arrays *arrays)
{
    const uint64_t *words = arrays->words;
    uint64_t *out = arrays->word_out;
    std::partial_sort_copy(words, words + arrays->n, out, out + bench_top);
    bench_show(arrays, out, bench_top);
}

void serial_merge(bench_arrays *arrays)
{
    const uint64_t *words = arrays->words, *half = words + arrays->n / 2;
    std::merge(words, half, half, words + arrays->n, arrays->word_out);
    bench_show(arrays, arrays->word_out, arrays->n);
}

void serial_bounds(bench_arrays *arrays)
{
    const uint64_t *words = arrays->words, *half = words + arrays->n / 2;
    for (size_t i = 0; i < arrays->n / 2; i++)
        arrays->word_out[i] = static_cast<uint64_t>(std::lower_bound(words, half, half[i]) - words);
    bench_show(arrays, arrays->word_out, arrays->n / 2);
}

void serial_unique(bench_arrays *arrays)
{
    uint64_t *end = std::unique(arrays->word_out, arrays->word_out + arrays->n);
    bench_show(arrays, arrays->word_out, static_cast<size_t>(end - arrays->word_out));
}
