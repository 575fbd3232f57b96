/* SPDX-License-Identifier: MIT */
/*
 * Which of 64 bytes are in a set that is known at run time only. With SSSE3's byte shuffle, 16 at a
 * time: the low four bits of a byte choose a row of the set, its high ones the bit in it (W. Muła,
 * "SIMD byte lookup", 2018).
 */
#ifndef COUNT_BYTE_SET_H
#define COUNT_BYTE_SET_H

#include "count/words/split/byte_class.h"
#include "count/words/split/positions.h"

#include <cupro/text.h>

static inline bool byte_in_set(unsigned char byte, const cupro_bytes *set)
{
    return set->row[byte >> 7][byte & 15] >> (byte >> 4 & 7) & 1;
}

static inline void byte_set_add(cupro_bytes *set, unsigned char byte)
{
    set->row[byte >> 7][byte & 15] |= (uint8_t)(1 << (byte >> 4 & 7));
}

static inline uint64_t byte_set_mask(const unsigned char block[CLASS_BLOCK], const cupro_bytes *set)
{
    uint64_t mask = 0;
    for (int i = 0; i < CLASS_BLOCK; i++)
        mask |= (uint64_t)byte_in_set(block[i], set) << i;
    return mask;
}

#ifdef __x86_64__
#include <tmmintrin.h>

/* For each byte the bit of a row that stands for its high four bits, without the highest. */
WITH_BITS static inline __m128i byte_set_column(__m128i v)
{
    const __m128i bit = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
    return _mm_shuffle_epi8(bit, _mm_and_si128(_mm_srli_epi16(v, 4), _mm_set1_epi8(15)));
}

/* All ones for the bytes below 128 that are in the half of a set. A shuffle gives 0 for others. */
WITH_BITS static inline __m128i byte_set_half(__m128i v, __m128i column, const uint8_t row[16])
{
    const __m128i rows = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)row), v);
    return _mm_cmpeq_epi8(_mm_and_si128(rows, column), column);
}

WITH_BITS static inline uint64_t byte_set_mask_bits(const unsigned char block[CLASS_BLOCK],
                                                    const cupro_bytes *set)
{
    const __m128i high = _mm_set1_epi8(-128);
    uint64_t mask = 0;
    for (int i = 0; i < CLASS_BLOCK; i += 16) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(block + i));
        const __m128i column = byte_set_column(v);
        const __m128i in = _mm_or_si128(byte_set_half(v, column, set->row[0]),
                                        byte_set_half(_mm_xor_si128(v, high), column, set->row[1]));
        mask |= (uint64_t)_mm_movemask_epi8(in) << i;
    }
    return mask;
}

/* The same of a block that is ASCII. */
WITH_BITS static inline uint64_t byte_set_mask_ascii(const unsigned char block[CLASS_BLOCK],
                                                     const cupro_bytes *set)
{
    uint64_t mask = 0;
    for (int i = 0; i < CLASS_BLOCK; i += 16) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(block + i));
        const __m128i in = byte_set_half(v, byte_set_column(v), set->row[0]);
        mask |= (uint64_t)_mm_movemask_epi8(in) << i;
    }
    return mask;
}
#else
#define byte_set_mask_bits  byte_set_mask
#define byte_set_mask_ascii byte_set_mask
#endif
#endif
