/* SPDX-License-Identifier: MIT */
/* Counts the ends of lines: sums of 255 comparisons in a byte each, which the compiler does for
 * many bytes at once. */
#include "search/output/line_count.h"

enum { LANES = 64, ROUNDS = 255 };

static inline __attribute__((always_inline)) uint64_t count_ends(const unsigned char *bytes,
                                                                 size_t length, unsigned char end)
{
    uint64_t count = 0;
    size_t at = 0;
    while (length - at >= LANES) {
        unsigned char sums[LANES] = {0};
        size_t rounds = (length - at) / LANES;
        rounds = rounds < ROUNDS ? rounds : ROUNDS;
        for (size_t round = 0; round < rounds; round++, at += LANES) {
            for (size_t lane = 0; lane < LANES; lane++)
                sums[lane] = (unsigned char)(sums[lane] + (bytes[at + lane] == end));
        }
        for (size_t lane = 0; lane < LANES; lane++)
            count += sums[lane];
    }
    for (; at < length; at++)
        count += bytes[at] == end;
    return count;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static uint64_t count_wide(const unsigned char *bytes,
                                                           size_t length, unsigned char end)
{
    return count_ends(bytes, length, end);
}

uint64_t line_count(const unsigned char *bytes, size_t length, unsigned char end)
{
    return __builtin_cpu_supports("avx2") ? count_wide(bytes, length, end)
                                          : count_ends(bytes, length, end);
}
#else
uint64_t line_count(const unsigned char *bytes, size_t length, unsigned char end)
{
    return count_ends(bytes, length, end);
}
#endif
