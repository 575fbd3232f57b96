/* SPDX-License-Identifier: MIT */
/* Kernels of groups with AVX-512 (see count_kernels.h): a line is compared at once, and keys are
 * hashed eight at a time. */
#include "group/tables/count_kernels.h"

#include <immintrin.h>

static inline unsigned find_in_line(const uint64_t *line, uint64_t key, uint64_t mask)
{
    __m512i words = _mm512_load_si512(line);
    if (mask != UINT64_MAX)
        words = _mm512_and_si512(words, _mm512_set1_epi64((long long)mask));
    return _mm512_cmpeq_epi64_mask(words, _mm512_set1_epi64((long long)key));
}

static inline bool find_in_slots(const uint64_t *line, uint64_t key, size_t *slot)
{
    const __m512i words = _mm512_load_si512(line), wanted = _mm512_set1_epi64((long long)key);
    const unsigned found = _mm512_mask_cmpeq_epi64_mask(0x55, words, wanted);
    *slot = (size_t)__builtin_ctz(found | 0x40) / 2;
    return found != 0;
}

#include "group/tables/packed_kernels.inc"
#define COUNT_PACKED  count_packed
#define COUNT_KERNELS cupro__count_kernels_avx512
#include "group/tables/count_kernels.inc"
