/* SPDX-License-Identifier: MIT */
/*
 * The sorting kernels for AVX-512: up to 16 registers of keys are sorted without a branch, by
 * Batcher's bitonic network ("Sorting networks and their applications", 1968).
 *
 * The variant whose first step of each merge compares mirrored keys: then all comparisons of a
 * network have the smaller key end up at the lower index, so that a step within a register is a
 * permutation, a minimum and a masked maximum. In a step between registers whole registers are
 * compared.
 */
#include "sort/kernels.h"

#include <immintrin.h>
#include <string.h>

enum { MOST_REGISTERS = 16, MOST_BITS = 11, BATCH = 256 };

#define ALWAYS static inline __attribute__((always_inline))

ALWAYS __m512i least(__m512i a, __m512i b, int bits)
{
    return bits == 64 ? _mm512_min_epu64(a, b) : _mm512_min_epu32(a, b);
}

ALWAYS __m512i greatest(__m512i a, __m512i b, int bits)
{
    return bits == 64 ? _mm512_max_epu64(a, b) : _mm512_max_epu32(a, b);
}

/* Lane i becomes lane i ^ flip. */
ALWAYS __m512i permuted(__m512i keys, int flip, int bits)
{
    const __m512i eight = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
    const __m512i sixteen = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    if (bits == 64)
        return _mm512_permutexvar_epi64(_mm512_xor_si512(eight, _mm512_set1_epi64(flip)), keys);
    return _mm512_permutexvar_epi32(_mm512_xor_si512(sixteen, _mm512_set1_epi32(flip)), keys);
}

/* Lanes i and i ^ flip are put in order; the one with the bit `upper` set is the later one. */
ALWAYS __m512i exchanged(__m512i keys, int flip, int upper, int bits)
{
    const unsigned later = upper == 1 ? 0xaaaa : upper == 2 ? 0xcccc : upper == 4 ? 0xf0f0 : 0xff00;
    __m512i others = permuted(keys, flip, bits), low = least(keys, others, bits);
    return bits == 64 ? _mm512_mask_max_epu64(low, (__mmask8)later, keys, others)
                      : _mm512_mask_max_epu32(low, (__mmask16)later, keys, others);
}

/* Sort each register. */
ALWAYS void sort_lanes(__m512i *keys, int registers, int bits)
{
    for (int size = 2; size <= 512 / bits; size *= 2)
        for (int step = size / 2; step > 0; step /= 2)
            for (int r = 0; r < registers; r++)
                keys[r] = exchanged(keys[r], step == size / 2 ? size - 1 : step, step, bits);
}

/* Merge the sorted halves of each `size` registers. The upper half is compared mirrored, and stays
 * so, since a bitonic sequence read backwards is one, too. */
ALWAYS void merge_registers(__m512i *keys, int registers, int size, int bits)
{
    for (int from = 0; from < registers; from += size) {
        __m512i low[MOST_REGISTERS / 2], high[MOST_REGISTERS / 2];
        for (int r = 0; r < size / 2; r++) {
            __m512i other = permuted(keys[from + size - 1 - r], 512 / bits - 1, bits);
            low[r] = least(keys[from + r], other, bits);
            high[r] = greatest(keys[from + r], other, bits);
        }
        for (int r = 0; r < size / 2; r++) {
            keys[from + r] = low[r];
            keys[from + size / 2 + r] = high[r];
        }
    }
    for (int step = size / 4; step > 0; step /= 2)
        for (int r = 0; r < registers; r++)
            if ((r & step) == 0) {
                __m512i a = keys[r], b = keys[r + step];
                keys[r] = least(a, b, bits);
                keys[r + step] = greatest(a, b, bits);
            }
    for (int step = 256 / bits; step > 0; step /= 2)
        for (int r = 0; r < registers; r++)
            keys[r] = exchanged(keys[r], step, step, bits);
}

/* The last register alone may be short: it is filled up with keys that stay at the end. */
ALWAYS void sort_registers(const void *from, void *to, size_t n, int registers, int bits)
{
    __m512i keys[MOST_REGISTERS];
    const int lanes = 512 / bits;
    for (int r = 0; r < registers; r++) {
        long left = (long)n - r * lanes;
        unsigned there = left >= lanes ? 0xffff : left <= 0 ? 0 : (1u << left) - 1;
        const char *at = (const char *)from + r * 64;
        keys[r] = bits == 64 ? _mm512_mask_loadu_epi64(_mm512_set1_epi64(-1), (__mmask8)there, at)
                             : _mm512_mask_loadu_epi32(_mm512_set1_epi32(-1), (__mmask16)there, at);
    }
    sort_lanes(keys, registers, bits);
    for (int size = 2; size <= registers; size *= 2)
        merge_registers(keys, registers, size, bits);
    for (int r = 0; r < registers; r++) {
        long left = (long)n - r * lanes;
        unsigned there = left >= lanes ? 0xffff : left <= 0 ? 0 : (1u << left) - 1;
        char *at = (char *)to + r * 64;
        if (bits == 64)
            _mm512_mask_storeu_epi64(at, (__mmask8)there, keys[r]);
        else
            _mm512_mask_storeu_epi32(at, (__mmask16)there, keys[r]);
    }
}

#define DEFINE_SORT_SMALL(bits)                                          \
    static void sort_small_##bits(const void *keys, void *out, size_t n) \
    {                                                                    \
        size_t registers = (n + 512 / bits - 1) / (512 / bits);          \
        if (registers <= 1)                                              \
            sort_registers(keys, out, n, 1, bits);                       \
        else if (registers <= 2)                                         \
            sort_registers(keys, out, n, 2, bits);                       \
        else if (registers <= 4)                                         \
            sort_registers(keys, out, n, 4, bits);                       \
        else if (registers <= 8)                                         \
            sort_registers(keys, out, n, 8, bits);                       \
        else                                                             \
            sort_registers(keys, out, n, MOST_REGISTERS, bits);          \
    }
DEFINE_SORT_SMALL(32)
DEFINE_SORT_SMALL(64)

#define BITS       32
#define NAME(x)    x##_32
#define MOST_SMALL 256
#define GROUP      32
#define SHARE      8
#include "sort/kernels.inc"
#undef BITS
#undef NAME
#undef MOST_SMALL
#undef GROUP
#undef SHARE
#define BITS       64
#define NAME(x)    x##_64
#define MOST_SMALL 128
#define GROUP      32
#define SHARE      8
#include "sort/kernels.inc"

const struct cupro__sort_widths cupro__sort_kernels_avx512 = {&kernels_32, &kernels_64};
