/* SPDX-License-Identifier: MIT */
/* Byte marks with AVX-512BW: 64 bytes in a register, and a word of bits from each comparison. Sets
 * are looked up as byte_marks_avx2.c does. */
#include "primitives/pieces/byte_marks.h"

#include <immintrin.h>

static inline uint64_t equal_word(const unsigned char *text, __mmask64 there, __m512i pattern)
{
    return _mm512_mask_cmpeq_epi8_mask(there, _mm512_maskz_loadu_epi8(there, text), pattern);
}

static inline __mmask64 mask_of(size_t n)
{
    return ((uint64_t)1 << n) - 1;
}

static void equal(const unsigned char *text, size_t n, unsigned char byte, uint64_t *bits)
{
    __m512i pattern = _mm512_set1_epi8((char)byte);
    size_t at = 0;
    for (; at + 64 <= n; at += 64)
        bits[at / 64] = equal_word(text + at, UINT64_MAX, pattern);
    if (at < n)
        bits[at / 64] = equal_word(text + at, mask_of(n - at), pattern);
}

struct rows {
    __m512i low, high; /* bytes below 128, and from there on */
};

static inline uint64_t among_word(const unsigned char *text, __mmask64 there, struct rows rows)
{
    const __m512i bit_of = _mm512_set1_epi64((long long)0x8040201008040201u);
    const __m512i top = _mm512_set1_epi8((char)0x80), seven = _mm512_set1_epi8(7);
    __m512i bytes = _mm512_maskz_loadu_epi8(there, text);
    __m512i row = _mm512_or_si512(_mm512_shuffle_epi8(rows.low, bytes),
                                  _mm512_shuffle_epi8(rows.high, _mm512_xor_si512(bytes, top)));
    __m512i which = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), seven);
    return _mm512_mask_test_epi8_mask(there, row, _mm512_shuffle_epi8(bit_of, which));
}

static inline __m512i load_row(const uint8_t row[16])
{
    return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(const void *)row));
}

static void among(const unsigned char *text, size_t n, const cupro_bytes *set, uint64_t *bits)
{
    struct rows rows = {load_row(set->row[0]), load_row(set->row[1])};
    size_t at = 0;
    for (; at + 64 <= n; at += 64)
        bits[at / 64] = among_word(text + at, UINT64_MAX, rows);
    if (at < n)
        bits[at / 64] = among_word(text + at, mask_of(n - at), rows);
}

const struct cupro__byte_marks cupro__byte_marks_avx512 = {equal, among};
