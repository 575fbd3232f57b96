/* SPDX-License-Identifier: MIT */
/*
 * Compaction with AVX2: a table says, for each pattern of 8 bits, which lanes go to the front.
 *
 * The table holds lane numbers as bytes, 2 KiB in all, and is widened as it is read. Elements of 8
 * bytes go four at a time, as pairs of lanes of 4 bytes. A register is stored whole while the
 * output has room for it; the rest is left to the portable kernel.
 */
#include "primitives/chains/compact.h"

#include <immintrin.h>
#include <pthread.h>
#include <string.h>

static uint64_t lanes_of[256]; /* the positions of the set bits, a byte each, lowest first */
static uint64_t pairs_of[16];  /* the same for lanes that come in pairs */

static void fill_tables(void)
{
    for (unsigned pattern = 0; pattern < 256; pattern++) {
        int at = 0;
        for (unsigned lane = 0; lane < 8; lane++)
            if (pattern >> lane & 1)
                lanes_of[pattern] |= (uint64_t)lane << 8 * at++;
    }
    for (unsigned pattern = 0; pattern < 16; pattern++) {
        int at = 0;
        for (unsigned lane = 0; lane < 8; lane++)
            if (pattern >> lane / 2 & 1)
                pairs_of[pattern] |= (uint64_t)lane << 8 * at++;
    }
}

static size_t pack(const unsigned char *marks, size_t n, uint64_t *bits)
{
    size_t kept = 0;
    for (size_t word = 0; word * 64 < n; word++) {
        unsigned char last[64] = {0};
        const unsigned char *from = marks + word * 64;
        if (n - word * 64 < 64) {
            memcpy(last, from, n - word * 64);
            from = last;
        }
        __m256i low = _mm256_loadu_si256((const __m256i *)from);
        __m256i high = _mm256_loadu_si256((const __m256i *)(from + 32));
        uint32_t l = (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(low, 7));
        uint32_t h = (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(high, 7));
        bits[word] = (uint64_t)h << 32 | l;
        kept += (size_t)__builtin_popcountll(bits[word]);
    }
    return kept;
}

/* Compact 32 bytes at `in` by the lanes that `order` names, and store all 32 at `out`. */
static inline void squeeze_lanes(const void *in, uint64_t order, void *out)
{
    __m256i lanes = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)order));
    __m256i all = _mm256_loadu_si256(in);
    _mm256_storeu_si256(out, _mm256_permutevar8x32_epi32(all, lanes));
}

/* The set bits of a word, `step` elements at a time, while 32 bytes fit before `end`; *at is how
 * many elements were looked at. */
static inline char *squeeze_word(const char *in, size_t size, uint64_t bits, char *out,
                                 const char *end, size_t *at)
{
    const unsigned step = (unsigned)(32 / size);
    const uint64_t *order = step == 8 ? lanes_of : pairs_of;
    for (*at = 0; *at < 64 && end - out >= 32; *at += step) {
        unsigned pattern = (unsigned)(bits >> *at) & ((1u << step) - 1);
        squeeze_lanes(in + *at * size, order[pattern], out);
        out += (size_t)__builtin_popcount(pattern) * size;
    }
    return out;
}

static size_t count_bits(const uint64_t *bits, size_t n)
{
    size_t count = 0;
    for (size_t word = 0; word * 64 < n; word++)
        count += (size_t)__builtin_popcountll(bits[word]);
    return count;
}

static size_t squeeze(const void *in, size_t size, size_t n, const uint64_t *bits, void *out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (size != 4 && size != 8)
        return cupro__squeeze_portable(in, size, n, bits, out);
    pthread_once(&once, fill_tables);
    const char *from = in;
    char *to = out, *end = to + count_bits(bits, n) * size;
    size_t word = 0, at = 0;
    for (; (word + 1) * 64 <= n; word++, at = 0) {
        to = squeeze_word(from + word * 64 * size, size, bits[word], to, end, &at);
        if (at < 64)
            break;
    }
    for (; word * 64 < n; word++, at = 0) {
        uint64_t rest = bits[word] >> at << at;
        size_t left = n - word * 64 < 64 ? n - word * 64 : 64;
        to += size * cupro__squeeze_portable(from + word * 64 * size, size, left, &rest, to);
    }
    return (size_t)(end - (char *)out) / size;
}

const struct cupro__compact cupro__compact_avx2 = {pack, squeeze};
