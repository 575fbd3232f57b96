/* SPDX-License-Identifier: MIT */
/* Kernels of groups with AVX2 (see count_kernels.h): a line is compared by halves. */
#include "group/tables/count_kernels.h"

#include <immintrin.h>

static inline unsigned find_in_half(const uint64_t *half, __m256i key, __m256i mask)
{
    const __m256i words = _mm256_load_si256((const __m256i *)(const void *)half);
    const __m256i equal = _mm256_cmpeq_epi64(_mm256_and_si256(words, mask), key);
    return (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(equal));
}

static inline unsigned find_in_line(const uint64_t *line, uint64_t key, uint64_t mask)
{
    const __m256i wanted = _mm256_set1_epi64x((long long)key);
    const __m256i masked = _mm256_set1_epi64x((long long)mask);
    return find_in_half(line, wanted, masked) | find_in_half(line + 4, wanted, masked) << 4;
}

#define find_in_slots find_by_words
#include "group/tables/packed_kernels.inc"
#define COUNT_PACKED  count_packed
#define COUNT_KERNELS cupro__count_kernels_avx2
#include "group/tables/count_kernels.inc"
