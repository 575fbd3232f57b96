/* SPDX-License-Identifier: MIT */
/*
 * Candidates for needles with AVX2, 32 places in a register, two registers a round (see needles.h).
 * The last few places are left to the portable kernels.
 */
#include "text/needles.h"

#include <immintrin.h>

static inline __m256i load(const unsigned char *text)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)text);
}

static inline __m256i compare(const unsigned char *text, __m256i byte, __m256i fold)
{
    return _mm256_cmpeq_epi8(_mm256_or_si256(load(text), fold), byte);
}

static size_t find_pair(const struct cupro__pair *pair, const unsigned char *text, size_t from,
                        size_t last)
{
    const unsigned char *first = text + pair->at[0], *second = text + pair->at[1];
    __m256i byte0 = _mm256_set1_epi8((char)pair->byte[0]);
    __m256i byte1 = _mm256_set1_epi8((char)pair->byte[1]);
    __m256i fold0 = _mm256_set1_epi8((char)pair->fold[0]);
    __m256i fold1 = _mm256_set1_epi8((char)pair->fold[1]);
    for (; from + 63 <= last; from += 64) {
        __m256i low = _mm256_and_si256(compare(first + from, byte0, fold0),
                                       compare(second + from, byte1, fold1));
        __m256i high = _mm256_and_si256(compare(first + from + 32, byte0, fold0),
                                        compare(second + from + 32, byte1, fold1));
        if (_mm256_testz_si256(_mm256_or_si256(low, high), _mm256_set1_epi8(-1)))
            continue;
        uint64_t found = (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32 |
                         (uint32_t)_mm256_movemask_epi8(low);
        return from + (size_t)_tzcnt_u64(found);
    }
    return cupro__needle_kernels_portable.pair(pair, text, from, last);
}

struct tables {
    __m256i low[CUPRO__DEEPEST], high[CUPRO__DEEPEST];
};

static inline __m256i load_table(const unsigned char table[16])
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table));
}

/* The groups of 32 places. */
static inline __m256i groups(const struct tables *tables, unsigned depth, const unsigned char *text)
{
    const __m256i nibble = _mm256_set1_epi8(15);
    __m256i all = _mm256_set1_epi8(-1);
    for (unsigned k = 0; k < depth; k++) {
        __m256i bytes = load(text + k);
        __m256i low = _mm256_and_si256(bytes, nibble);
        __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble);
        all = _mm256_and_si256(all, _mm256_and_si256(_mm256_shuffle_epi8(tables->low[k], low),
                                                     _mm256_shuffle_epi8(tables->high[k], high)));
    }
    return all;
}

static inline size_t find_to_depth(const struct cupro__prefixes *prefixes,
                                   const unsigned char *text, size_t from, size_t last,
                                   unsigned depth)
{
    struct tables tables;
    for (unsigned k = 0; k < depth; k++) {
        tables.low[k] = load_table(prefixes->low[k]);
        tables.high[k] = load_table(prefixes->high[k]);
    }
    for (; from + 31 <= last; from += 32) {
        __m256i none =
            _mm256_cmpeq_epi8(groups(&tables, depth, text + from), _mm256_setzero_si256());
        uint32_t found = ~(uint32_t)_mm256_movemask_epi8(none);
        if (found != 0)
            return from + _tzcnt_u32(found);
    }
    return cupro__needle_kernels_portable.prefixes(prefixes, text, from, last);
}

static size_t find_prefixes(const struct cupro__prefixes *prefixes, const unsigned char *text,
                            size_t from, size_t last)
{
    return cupro__by_depth(find_to_depth, prefixes, text, from, last);
}

const struct cupro__needle_kernels cupro__needle_kernels_avx2 = {find_pair, find_prefixes};
