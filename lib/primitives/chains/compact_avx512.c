/* SPDX-License-Identifier: MIT */
/*
 * Compaction with AVX-512: VPCOMPRESS brings 16 elements of 4 bytes, or 8 of 8, together in a
 * register.
 *
 * The register is then stored whole, as long as the output has room for all of it; the store that
 * would run over the end is masked. Compressing into memory does both at once, but takes over 100
 * cycles on Zen 4.
 */
#include "primitives/chains/compact.h"

#include <immintrin.h>
#include <string.h>

static uint64_t pack_word(const unsigned char *marks, __mmask64 valid)
{
    __m512i bytes = _mm512_maskz_loadu_epi8(valid, marks);
    return _mm512_test_epi8_mask(bytes, bytes);
}

static size_t pack(const unsigned char *marks, size_t n, uint64_t *bits)
{
    size_t kept = 0, word = 0;
    for (; (word + 1) * 64 <= n; word++) {
        bits[word] = pack_word(marks + word * 64, UINT64_MAX);
        kept += (size_t)__builtin_popcountll(bits[word]);
    }
    if (word * 64 < n) {
        bits[word] = pack_word(marks + word * 64, ((uint64_t)1 << (n - word * 64)) - 1);
        kept += (size_t)__builtin_popcountll(bits[word]);
    }
    return kept;
}

static size_t count_bits(const uint64_t *bits, size_t n)
{
    size_t count = 0;
    for (size_t word = 0; word * 64 < n; word++)
        count += (size_t)__builtin_popcountll(bits[word]);
    return count;
}

static size_t squeeze4(const uint32_t *in, size_t n, const uint64_t *bits, uint32_t *out)
{
    uint32_t *begin = out, *end = out + count_bits(bits, n);
    for (size_t i = 0; i < n; i += 16) {
        __mmask16 mask = (__mmask16)(bits[i / 64] >> (i % 64));
        unsigned many = (unsigned)__builtin_popcount(mask);
        if (end - out >= 16) {
            __mmask16 there = (__mmask16)(n - i >= 16 ? UINT16_MAX : (1u << (n - i)) - 1);
            __m512i all = _mm512_maskz_loadu_epi32(there, in + i);
            _mm512_storeu_si512(out, _mm512_maskz_compress_epi32(mask, all));
        } else if (many > 0) {
            __m512i kept =
                _mm512_maskz_compress_epi32(mask, _mm512_maskz_loadu_epi32(mask, in + i));
            _mm512_mask_storeu_epi32(out, (__mmask16)((1u << many) - 1), kept);
        }
        out += many;
    }
    return (size_t)(out - begin);
}

static size_t squeeze8(const uint64_t *in, size_t n, const uint64_t *bits, uint64_t *out)
{
    uint64_t *begin = out, *end = out + count_bits(bits, n);
    for (size_t i = 0; i < n; i += 8) {
        __mmask8 mask = (__mmask8)(bits[i / 64] >> (i % 64));
        unsigned many = (unsigned)__builtin_popcount(mask);
        if (end - out >= 8) {
            __mmask8 there = (__mmask8)(n - i >= 8 ? UINT8_MAX : (1u << (n - i)) - 1);
            __m512i all = _mm512_maskz_loadu_epi64(there, in + i);
            _mm512_storeu_si512(out, _mm512_maskz_compress_epi64(mask, all));
        } else if (many > 0) {
            __m512i kept =
                _mm512_maskz_compress_epi64(mask, _mm512_maskz_loadu_epi64(mask, in + i));
            _mm512_mask_storeu_epi64(out, (__mmask8)((1u << many) - 1), kept);
        }
        out += many;
    }
    return (size_t)(out - begin);
}

static size_t squeeze(const void *in, size_t size, size_t n, const uint64_t *bits, void *out)
{
    if (size == 4)
        return squeeze4(in, n, bits, out);
    if (size == 8)
        return squeeze8(in, n, bits, out);
    return cupro__squeeze_portable(in, size, n, bits, out);
}

const struct cupro__compact cupro__compact_avx512 = {pack, squeeze};
