// SPDX-License-Identifier: MIT
// Counting and grouping by keys: hash tables of the C++ library on one thread.
#include "bench/sides/side.h"

#include <unordered_map>
#include <vector>

namespace
{

using counts = std::unordered_map<uint64_t, uint64_t>;

uint64_t digest_of(const counts &map)
{
    uint64_t sum = 0;
    for (const auto &[key, count] : map)
        sum += bench_count_digest(key, count);
    return sum;
}

using groups = std::unordered_map<uint64_t, std::vector<size_t>>;

uint64_t digest_of(const groups &map)
{
    uint64_t sum = 0;
    for (const auto &[key, indexes] : map)
        sum += bench_group_digest(key, indexes.data(), indexes.size());
    return sum;
}

template <class Result> uint64_t digest(const void *own)
{
    return digest_of(*static_cast<const Result *>(own));
}

template <class Result> void release(void *own)
{
    delete static_cast<Result *>(own);
}

// The result is the side's until it is released.
template <class Result> void keep(bench_arrays *arrays, Result *result)
{
    arrays->own = result;
    arrays->release = release<Result>;
    arrays->digest = digest<Result>;
}

} // namespace

void serial_count_by(bench_arrays *arrays)
{
    bench_release(arrays);
    auto *map = new counts;
    for (size_t i = 0; i < arrays->n; i++)
        ++(*map)[arrays->words[i]];
    keep(arrays, map);
}

void serial_group_by(bench_arrays *arrays)
{
    bench_release(arrays);
    auto *map = new groups;
    for (size_t i = 0; i < arrays->n; i++)
        (*map)[arrays->words[i]].push_back(i);
    keep(arrays, map);
}
