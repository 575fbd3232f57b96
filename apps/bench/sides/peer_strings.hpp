// SPDX-License-Identifier: MIT
// The order of strings, for the peers that are told it.
#ifndef BENCH_PEER_STRINGS_HPP
#define BENCH_PEER_STRINGS_HPP

#include "bench/sides/side.h"

#include <string_view>

struct is_before {
    bool operator()(const bench_string &a, const bench_string &b) const
    {
        return std::string_view(a.begin, a.length) < std::string_view(b.begin, b.length);
    }
};

#endif
