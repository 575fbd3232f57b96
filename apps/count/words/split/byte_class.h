/* SPDX-License-Identifier: MIT */
/*
 * Which bytes belong to words, for 64 bytes at a time: bit i of a mask stands for byte i.
 *
 * SSE2 is in every x86-64; elsewhere the compiler makes what it can of a loop. 32 bytes at a time
 * (AVX2) changed the time for 400 MB by less than the 3 % that two runs differ: the masks take a
 * tenth of it, and the table most of the rest.
 */
#ifndef COUNT_BYTE_CLASS_H
#define COUNT_BYTE_CLASS_H

#include "count/words/word_wish.h"

#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define CLASS_BLOCK 64

static inline bool byte_in_word(unsigned char byte, enum word_rule rule)
{
    if (rule == WORDS_ALPHA)
        return (unsigned char)((byte | 0x20) - 'a') <= 'z' - 'a';
    return byte != ' ' && (unsigned char)(byte - '\t') > '\r' - '\t';
}

#ifdef __SSE2__

/* All ones in the lanes where v <= limit, unsigned. */
static inline __m128i class_at_most(__m128i v, unsigned char limit)
{
    return _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8((char)limit)), v);
}

static inline uint64_t class_mask16(__m128i v, enum word_rule rule)
{
    if (rule == WORDS_ALPHA) {
        const __m128i lower = _mm_or_si128(v, _mm_set1_epi8(0x20));
        const __m128i letter = _mm_sub_epi8(lower, _mm_set1_epi8('a'));
        return (uint64_t)_mm_movemask_epi8(class_at_most(letter, 'z' - 'a'));
    }
    const __m128i control = _mm_sub_epi8(v, _mm_set1_epi8('\t'));
    const __m128i space =
        _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(' ')), class_at_most(control, '\r' - '\t'));
    return (uint64_t)_mm_movemask_epi8(space) ^ 0xffff;
}

static inline uint64_t class_mask(const unsigned char block[CLASS_BLOCK], enum word_rule rule)
{
    uint64_t mask = 0;
    for (int i = 0; i < CLASS_BLOCK; i += 16)
        mask |= class_mask16(_mm_loadu_si128((const __m128i *)(block + i)), rule) << i;
    return mask;
}

/* Which bytes are this one. */
static inline uint64_t class_mask_of(const unsigned char block[CLASS_BLOCK], unsigned char byte)
{
    const __m128i wanted = _mm_set1_epi8((char)byte);
    uint64_t mask = 0;
    for (int i = 0; i < CLASS_BLOCK; i += 16) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(block + i));
        mask |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, wanted)) << i;
    }
    return mask;
}

static inline bool class_is_ascii(const unsigned char block[CLASS_BLOCK])
{
    __m128i all = _mm_setzero_si128();
    for (int i = 0; i < CLASS_BLOCK; i += 16)
        all = _mm_or_si128(all, _mm_loadu_si128((const __m128i *)(block + i)));
    return _mm_movemask_epi8(all) == 0;
}

/* A to Z become a to z. */
static inline void class_fold(unsigned char block[CLASS_BLOCK])
{
    for (int i = 0; i < CLASS_BLOCK; i += 16) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(block + i));
        const __m128i upper = class_at_most(_mm_sub_epi8(v, _mm_set1_epi8('A')), 'Z' - 'A');
        const __m128i folded = _mm_or_si128(v, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
        _mm_storeu_si128((__m128i *)(block + i), folded);
    }
}

#else

static inline uint64_t class_mask(const unsigned char block[CLASS_BLOCK], enum word_rule rule)
{
    uint64_t mask = 0;
    for (int i = 0; i < CLASS_BLOCK; i++)
        mask |= (uint64_t)byte_in_word(block[i], rule) << i;
    return mask;
}

static inline uint64_t class_mask_of(const unsigned char block[CLASS_BLOCK], unsigned char byte)
{
    uint64_t mask = 0;
    for (int i = 0; i < CLASS_BLOCK; i++)
        mask |= (uint64_t)(block[i] == byte) << i;
    return mask;
}

static inline bool class_is_ascii(const unsigned char block[CLASS_BLOCK])
{
    unsigned char all = 0;
    for (int i = 0; i < CLASS_BLOCK; i++)
        all |= block[i];
    return all < 128;
}

static inline void class_fold(unsigned char block[CLASS_BLOCK])
{
    for (int i = 0; i < CLASS_BLOCK; i++)
        block[i] |= (unsigned char)(((unsigned char)(block[i] - 'A') <= 'Z' - 'A') << 5);
}

#endif
#endif
