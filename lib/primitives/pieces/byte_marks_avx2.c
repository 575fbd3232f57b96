/* SPDX-License-Identifier: MIT */
/*
 * Byte marks with AVX2, 32 bytes in a register.
 *
 * A set is looked up by halves of a byte: VPSHUFB finds the row of the low four bits, eight bits of
 * which say for which high bits the byte is in the set, and the bit of the high ones. It gives 0
 * where the top bit of a lane is set, so that the two halves of the set need no blend. (W. Muła,
 * "SIMDized check which bytes are in a set", 2018.)
 */
#include "primitives/pieces/byte_marks.h"

#include <immintrin.h>
#include <string.h>

struct rows {
    __m256i low, high; /* bytes below 128, and from there on */
};

static inline uint32_t equal_half(const unsigned char *text, __m256i pattern)
{
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)text);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, pattern));
}

static inline uint64_t equal_word(const unsigned char *text, __m256i pattern)
{
    return (uint64_t)equal_half(text + 32, pattern) << 32 | equal_half(text, pattern);
}

/* The rest of a text, with what is behind it 0; its word is to be masked. */
static inline void copy_rest(unsigned char padded[64], const unsigned char *text, size_t n)
{
    memset(padded, 0, 64);
    memcpy(padded, text, n);
}

static inline uint64_t mask_of(size_t n)
{
    return ((uint64_t)1 << n) - 1;
}

static void equal(const unsigned char *text, size_t n, unsigned char byte, uint64_t *bits)
{
    __m256i pattern = _mm256_set1_epi8((char)byte);
    size_t at = 0;
    for (; at + 64 <= n; at += 64)
        bits[at / 64] = equal_word(text + at, pattern);
    if (at < n) {
        unsigned char padded[64];
        copy_rest(padded, text + at, n - at);
        bits[at / 64] = equal_word(padded, pattern) & mask_of(n - at);
    }
}

static inline uint32_t among_half(const unsigned char *text, struct rows rows)
{
    const __m256i bit_of = _mm256_set1_epi64x((long long)0x8040201008040201u);
    const __m256i top = _mm256_set1_epi8((char)0x80), seven = _mm256_set1_epi8(7);
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)text);
    __m256i row = _mm256_or_si256(_mm256_shuffle_epi8(rows.low, bytes),
                                  _mm256_shuffle_epi8(rows.high, _mm256_xor_si256(bytes, top)));
    __m256i which = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), seven);
    __m256i bit = _mm256_shuffle_epi8(bit_of, which);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(row, bit), bit));
}

static inline uint64_t among_word(const unsigned char *text, struct rows rows)
{
    return (uint64_t)among_half(text + 32, rows) << 32 | among_half(text, rows);
}

static inline __m256i load_row(const uint8_t row[16])
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)row));
}

static void among(const unsigned char *text, size_t n, const cupro_bytes *set, uint64_t *bits)
{
    struct rows rows = {load_row(set->row[0]), load_row(set->row[1])};
    size_t at = 0;
    for (; at + 64 <= n; at += 64)
        bits[at / 64] = among_word(text + at, rows);
    if (at < n) {
        unsigned char padded[64];
        copy_rest(padded, text + at, n - at);
        bits[at / 64] = among_word(padded, rows) & mask_of(n - at);
    }
}

const struct cupro__byte_marks cupro__byte_marks_avx2 = {equal, among};
