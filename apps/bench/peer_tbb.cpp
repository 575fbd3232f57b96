// SPDX-License-Identifier: MIT
// The C++ parallel algorithms, which libstdc++ runs on oneTBB.
#include "peers.h"

#include <algorithm>
#include <execution>

size_t peer_tbb_filter(const int32_t *in, size_t n, int32_t *out)
{
    int32_t *end =
        std::copy_if(std::execution::par, in, in + n, out, [](int32_t x) { return x % 2 == 0; });
    return static_cast<size_t>(end - out);
}
