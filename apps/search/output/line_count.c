/* SPDX-License-Identifier: MIT */
/*
 * Counts the ends of lines: sums of 255 comparisons in a byte each, for 64 bytes at once. The last
 * bytes are compared as if they were 64, and those of no concern are left out of the bits: most
 * stretches between two selected lines are short, and counting up to 63 bytes one by one took half
 * of the time (-n static in the kernel's source: 9 % of all).
 */
#include "search/output/line_count.h"

enum { LANES = 64, ROUNDS = 255 };

static uint64_t count_portably(const unsigned char *bytes, size_t length, unsigned char end)
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
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,popcnt")))

WIDE static inline __m256i compare(const unsigned char *bytes, __m256i end)
{
    return _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(const void *)bytes), end);
}

/* The ends among up to 63 bytes. */
WIDE static inline uint64_t count_last(const unsigned char *bytes, size_t length, __m256i end)
{
    const uint64_t low = (uint32_t)_mm256_movemask_epi8(compare(bytes, end));
    const uint64_t high = (uint32_t)_mm256_movemask_epi8(compare(bytes + LANES / 2, end));
    const uint64_t wanted = ((uint64_t)1 << length) - 1;
    return (uint64_t)__builtin_popcountll((high << 32 | low) & wanted);
}

WIDE static inline uint64_t sum_of(__m256i words)
{
    const __m128i half =
        _mm_add_epi64(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    return (uint64_t)_mm_extract_epi64(half, 0) + (uint64_t)_mm_extract_epi64(half, 1);
}

WIDE static uint64_t count_wide(const unsigned char *bytes, size_t length, unsigned char byte)
{
    const __m256i end = _mm256_set1_epi8((char)byte), zero = _mm256_setzero_si256();
    __m256i count = zero;
    size_t at = 0;
    while (length - at >= LANES) {
        __m256i low = zero, high = zero; /* a comparison that holds is -1 */
        size_t rounds = (length - at) / LANES;
        rounds = rounds < ROUNDS ? rounds : ROUNDS;
        for (size_t round = 0; round < rounds; round++, at += LANES) {
            low = _mm256_sub_epi8(low, compare(bytes + at, end));
            high = _mm256_sub_epi8(high, compare(bytes + at + LANES / 2, end));
        }
        count = _mm256_add_epi64(count, _mm256_sad_epu8(low, zero));
        count = _mm256_add_epi64(count, _mm256_sad_epu8(high, zero));
    }
    return sum_of(count) + count_last(bytes + at, length - at, end);
}

uint64_t line_count(const unsigned char *bytes, size_t length, unsigned char end)
{
    return __builtin_cpu_supports("avx2") ? count_wide(bytes, length, end)
                                          : count_portably(bytes, length, end);
}
#else
uint64_t line_count(const unsigned char *bytes, size_t length, unsigned char end)
{
    return count_portably(bytes, length, end);
}
#endif
