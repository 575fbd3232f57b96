/* SPDX-License-Identifier: MIT */
/*
 * Candidates for needles with AVX-512, 64 places in a register (see needles.h). The last few places
 * are left to the portable kernels.
 */
#include "text/needles.h"

#include <immintrin.h>

struct pair_registers {
    __m512i byte[2], fold[2];
};

static inline __mmask64 compare(const unsigned char *first, const unsigned char *second,
                                const struct pair_registers *pair)
{
    __m512i a = _mm512_or_si512(_mm512_loadu_si512(first), pair->fold[0]);
    __m512i b = _mm512_or_si512(_mm512_loadu_si512(second), pair->fold[1]);
    return _mm512_mask_cmpeq_epi8_mask(_mm512_cmpeq_epi8_mask(a, pair->byte[0]), b, pair->byte[1]);
}

static size_t find_pair(const struct cupro__pair *pair, const unsigned char *text, size_t from,
                        size_t last)
{
    const unsigned char *first = text + pair->at[0], *second = text + pair->at[1];
    struct pair_registers registers;
    for (int k = 0; k < 2; k++) {
        registers.byte[k] = _mm512_set1_epi8((char)pair->byte[k]);
        registers.fold[k] = _mm512_set1_epi8((char)pair->fold[k]);
    }
    for (; from + 127 <= last; from += 128) {
        __mmask64 low = compare(first + from, second + from, &registers);
        __mmask64 high = compare(first + from + 64, second + from + 64, &registers);
        if ((low | high) != 0)
            return from + (size_t)(low != 0 ? _tzcnt_u64(low) : 64 + _tzcnt_u64(high));
    }
    if (from + 63 <= last) {
        __mmask64 found = compare(first + from, second + from, &registers);
        if (found != 0)
            return from + (size_t)_tzcnt_u64(found);
        from += 64;
    }
    return cupro__needle_kernels_portable.pair(pair, text, from, last);
}

struct tables {
    __m512i low[CUPRO__DEEPEST], high[CUPRO__DEEPEST];
};

static inline __m512i load_table(const unsigned char table[16])
{
    return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(const void *)table));
}

static inline size_t find_to_depth(const struct cupro__prefixes *prefixes,
                                   const unsigned char *text, size_t from, size_t last,
                                   unsigned depth)
{
    const __m512i nibble = _mm512_set1_epi8(15);
    struct tables tables;
    for (unsigned k = 0; k < depth; k++) {
        tables.low[k] = load_table(prefixes->low[k]);
        tables.high[k] = load_table(prefixes->high[k]);
    }
    for (; from + 63 <= last; from += 64) {
        __m512i all = _mm512_set1_epi8(-1);
        for (unsigned k = 0; k < depth; k++) {
            __m512i bytes = _mm512_loadu_si512(text + from + k);
            __m512i low = _mm512_shuffle_epi8(tables.low[k], _mm512_and_si512(bytes, nibble));
            __m512i high = _mm512_shuffle_epi8(
                tables.high[k], _mm512_and_si512(_mm512_srli_epi16(bytes, 4), nibble));
            all = _mm512_ternarylogic_epi32(all, low, high, 0x80);
        }
        __mmask64 found = _mm512_test_epi8_mask(all, all);
        if (found != 0)
            return from + (size_t)_tzcnt_u64(found);
    }
    return cupro__needle_kernels_portable.prefixes(prefixes, text, from, last);
}

static size_t find_prefixes(const struct cupro__prefixes *prefixes, const unsigned char *text,
                            size_t from, size_t last)
{
    return cupro__by_depth(find_to_depth, prefixes, text, from, last);
}

const struct cupro__needle_kernels cupro__needle_kernels_avx512 = {find_pair, find_prefixes};
