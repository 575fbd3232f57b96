/* SPDX-License-Identifier: MIT */
/*
 * The sorting kernels for AVX-512: up to 16 registers of keys are sorted without a branch, by
 * Batcher's bitonic network ("Sorting networks and their applications", 1968).
 *
 * The keys run down the registers first, and then from lane to lane: so most steps compare whole
 * registers, and only those between lanes need permutations. In the end the columns become rows.
 * The first step of each merge compares mirrored keys; then every comparison leaves the smaller key
 * at the lower place.
 */
#include "sort/numbers/kernels.h"

#include <immintrin.h>
#include <string.h>

enum { MOST_REGISTERS = 16, ROWS = 8, MOST_BITS = 13, FEW_BITS = 9, BATCH = CUPRO__SORT_BATCH };

#define ALWAYS static inline __attribute__((always_inline))

/* A register has 2 to the power of this lanes. */
ALWAYS int lane_bits(int bits)
{
    return bits == 64 ? 3 : 4;
}

ALWAYS __m512i least(__m512i a, __m512i b, int bits)
{
    return bits == 64 ? _mm512_min_epu64(a, b) : _mm512_min_epu32(a, b);
}

ALWAYS __m512i greatest(__m512i a, __m512i b, int bits)
{
    return bits == 64 ? _mm512_max_epu64(a, b) : _mm512_max_epu32(a, b);
}

/* Lane i becomes lane i ^ flip. Within 128 or 256 bits that takes one cycle, not several. */
ALWAYS __m512i permuted(__m512i keys, int flip, int bits)
{
    const __m512i eight = _mm512_setr_epi64(7, 6, 5, 4, 3, 2, 1, 0);
    const __m512i sixteen = _mm512_setr_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    const __m512i eights = _mm512_setr_epi32(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
    switch (bits == 64 ? 2 * flip : flip) { /* as of lanes of 32 bits */
    case 1:
        return _mm512_shuffle_epi32(keys, 0xb1);
    case 2:
        return _mm512_shuffle_epi32(keys, 0x4e);
    case 3:
        return _mm512_shuffle_epi32(keys, 0x1b);
    case 4:
        return _mm512_permutex_epi64(keys, 0x4e);
    case 6:
        return _mm512_permutex_epi64(keys, 0x1b);
    case 7:
        return _mm512_permutexvar_epi32(eights, keys);
    case 8:
        return _mm512_shuffle_i64x2(keys, keys, 0x4e);
    case 14:
        return _mm512_permutexvar_epi64(eight, keys);
    default: /* 15 */
        return _mm512_permutexvar_epi32(sixteen, keys);
    }
}

/* Lanes with the bit `upper` set keep the greater key, the others the lesser. */
ALWAYS __m512i ordered(__m512i keys, __m512i others, int upper, int bits)
{
    const unsigned later = upper == 1 ? 0xaaaa : upper == 2 ? 0xcccc : upper == 4 ? 0xf0f0 : 0xff00;
    __m512i low = least(keys, others, bits);
    return bits == 64 ? _mm512_mask_max_epu64(low, (__mmask8)later, keys, others)
                      : _mm512_mask_max_epu32(low, (__mmask16)later, keys, others);
}

ALWAYS void compare(__m512i *low, __m512i *high, int bits)
{
    __m512i a = *low, b = *high;
    *low = least(a, b, bits);
    *high = greatest(a, b, bits);
}

/* The last steps of a merge: those between registers. */
ALWAYS void merge_down(__m512i *keys, int registers, int step, int bits)
{
#pragma GCC unroll 8
    for (; step > 0; step /= 2)
#pragma GCC unroll 16
        for (int r = 0; r < registers; r++)
            if ((r & step) == 0)
                compare(&keys[r], &keys[r + step], bits);
}

ALWAYS void sort_columns(__m512i *keys, int registers, int bits)
{
#pragma GCC unroll 8
    for (int size = 2; size <= registers; size *= 2) {
#pragma GCC unroll 16
        for (int r = 0; r < registers; r++)
            if ((r & (size / 2)) == 0)
                compare(&keys[r], &keys[r ^ (size - 1)], bits);
        merge_down(keys, registers, size / 4, bits);
    }
}

/* Merge the halves of each `lanes` columns. */
ALWAYS void merge_columns(__m512i *keys, int registers, int lanes, int bits)
{
    __m512i mirrored[MOST_REGISTERS];
#pragma GCC unroll 16
    for (int r = 0; r < registers; r++)
        mirrored[r] = permuted(keys[registers - 1 - r], lanes - 1, bits);
#pragma GCC unroll 16
    for (int r = 0; r < registers; r++)
        keys[r] = ordered(keys[r], mirrored[r], lanes / 2, bits);
#pragma GCC unroll 8
    for (int step = lanes / 4; step > 0; step /= 2)
#pragma GCC unroll 16
        for (int r = 0; r < registers; r++)
            keys[r] = ordered(keys[r], permuted(keys[r], step, bits), step, bits);
    merge_down(keys, registers, registers / 2, bits);
}

/* The lanes of two registers in turn, of their lower or upper halves. */
ALWAYS __m512i zipped(__m512i a, __m512i b, bool upper, int bits)
{
    const __m512i low8 = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11);
    const __m512i high8 = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
    const __m512i low16 = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const __m512i high16 =
        _mm512_setr_epi32(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    return bits == 64 ? _mm512_permutex2var_epi64(a, upper ? high8 : low8, b)
                      : _mm512_permutex2var_epi32(a, upper ? high16 : low16, b);
}

/* Each round shuffles the keys as a deck of cards, and so moves a bit of the register's number to
 * the end of the place's. */
ALWAYS void turn_columns(__m512i *keys, int registers, int bits)
{
#pragma GCC unroll 8
    for (int round = 1; round < registers; round *= 2) {
        __m512i deck[MOST_REGISTERS];
#pragma GCC unroll 16
        for (int r = 0; r < registers; r++)
            deck[r] = keys[r];
#pragma GCC unroll 16
        for (int r = 0; r < registers; r++)
            keys[r] = zipped(deck[r / 2], deck[r / 2 + registers / 2], r % 2 == 1, bits);
    }
}

/* The lanes of register r that are there. */
ALWAYS unsigned lanes_of(size_t n, int r, int bits)
{
    long left = (long)n - r * (512 / bits);
    return left >= 512 / bits ? 0xffff : left <= 0 ? 0 : (1u << left) - 1;
}

/* Registers that are not full are filled up with keys that stay at the end. */
ALWAYS void sort_registers(const void *from, void *to, size_t n, int registers, int bits)
{
    __m512i keys[MOST_REGISTERS];
    const __m512i last = _mm512_set1_epi64(-1);
#pragma GCC unroll 16
    for (int r = 0; r < registers; r++) {
        const char *at = (const char *)from + r * 64;
        unsigned there = lanes_of(n, r, bits);
        keys[r] = bits == 64 ? _mm512_mask_loadu_epi64(last, (__mmask8)there, at)
                             : _mm512_mask_loadu_epi32(last, (__mmask16)there, at);
    }
    sort_columns(keys, registers, bits);
#pragma GCC unroll 8
    for (int log = 1; log <= lane_bits(bits); log++)
        merge_columns(keys, registers, 1 << log, bits);
    turn_columns(keys, registers, bits);
#pragma GCC unroll 16
    for (int r = 0; r < registers; r++) {
        char *at = (char *)to + r * 64;
        unsigned there = lanes_of(n, r, bits);
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

/* -- Settling: whose place is less than a register away --------------------------------------- */

/* A step between lanes, in all registers before the next: they do not wait for each other. */
ALWAYS void step_rows(__m512i *keys, int flip, int upper, int bits)
{
#pragma GCC unroll 8
    for (int r = 0; r < ROWS; r++)
        keys[r] = ordered(keys[r], permuted(keys[r], flip, bits), upper, bits);
}

ALWAYS void sort_rows(__m512i *keys, int bits)
{
#pragma GCC unroll 8
    for (int log = 1; log <= lane_bits(bits); log++) {
        const int lanes = 1 << log;
        step_rows(keys, lanes - 1, lanes / 2, bits);
#pragma GCC unroll 8
        for (int step = lanes / 4; step > 0; step /= 2)
            step_rows(keys, step, step, bits);
    }
}

/* Merge each two rows that are neighbours. */
ALWAYS void merge_rows(__m512i *keys, int bits)
{
#pragma GCC unroll 8
    for (int r = 0; r < ROWS; r += 2) {
        __m512i mirrored = permuted(keys[r + 1], 512 / bits - 1, bits);
        keys[r + 1] = greatest(keys[r], mirrored, bits);
        keys[r] = least(keys[r], mirrored, bits);
    }
#pragma GCC unroll 8
    for (int step = 256 / bits; step > 0; step /= 2)
        step_rows(keys, step, step, bits);
}

ALWAYS __m512i as_numbers(__m512i keys, struct cupro__key_form form, int bits)
{
    if (bits == 64) {
        keys = _mm512_xor_si512(keys, _mm512_set1_epi64((long long)form.always));
        __m512i negative = _mm512_set1_epi64((long long)form.negative);
        return _mm512_xor_si512(keys, _mm512_and_si512(_mm512_srai_epi64(keys, 63), negative));
    }
    keys = _mm512_xor_si512(keys, _mm512_set1_epi32((int)form.always));
    __m512i negative = _mm512_set1_epi32((int)form.negative);
    return _mm512_xor_si512(keys, _mm512_and_si512(_mm512_srai_epi32(keys, 31), negative));
}

/* Lanes that are not there are filled with keys that stay at the end. */
ALWAYS void load_rows(__m512i *keys, const char *at, size_t n, int bits)
{
    const __m512i last = _mm512_set1_epi64(-1);
#pragma GCC unroll 8
    for (int r = 0; r < ROWS; r++) {
        unsigned there = lanes_of(n, r, bits);
        keys[r] = bits == 64 ? _mm512_mask_loadu_epi64(last, (__mmask8)there, at + r * 64)
                             : _mm512_mask_loadu_epi32(last, (__mmask16)there, at + r * 64);
    }
}

ALWAYS void store_row(char *at, __m512i keys, unsigned there, struct cupro__key_form form, int bits)
{
    if (bits == 64)
        _mm512_mask_storeu_epi64(at, (__mmask8)there, as_numbers(keys, form, bits));
    else
        _mm512_mask_storeu_epi32(at, (__mmask16)there, as_numbers(keys, form, bits));
}

/* Rows are sorted, then merged with a neighbour, then with the other one. A digit's keys are in one
 * row or in two, of which the first has them at its end, whatever was merged into its beginning.
 * The last row of a block waits for the next block; a row of the least keys stands before all. */
ALWAYS void settle(const void *from, void *to, size_t n, struct cupro__key_form form, int bits)
{
    const size_t block = ROWS * 512 / (size_t)bits;
    __m512i keys[ROWS], shifted[ROWS], waiting = _mm512_setzero_si512();
    for (size_t i = 0; i < n; i += block) {
        char *out = (char *)to + i * (size_t)bits / 8;
        load_rows(keys, (const char *)from + i * (size_t)bits / 8, n - i, bits);
        sort_rows(keys, bits);
        merge_rows(keys, bits);
        shifted[0] = waiting;
#pragma GCC unroll 8
        for (int r = 1; r < ROWS; r++)
            shifted[r] = keys[r - 1];
        waiting = keys[ROWS - 1];
        merge_rows(shifted, bits);
        if (i > 0)
            store_row(out - 64, shifted[0], 0xffff, form, bits);
#pragma GCC unroll 8
        for (int r = 1; r < ROWS; r++)
            store_row(out + (r - 1) * 64, shifted[r], lanes_of(n - i, r - 1, bits), form, bits);
        store_row(out + (ROWS - 1) * 64, waiting, lanes_of(n - i, ROWS - 1, bits), form, bits);
    }
}

#define DEFINE_SETTLE(bits)                                                                      \
    static void settle_##bits(const void *from, void *to, size_t n, struct cupro__key_form form) \
    {                                                                                            \
        settle(from, to, n, form, bits);                                                         \
    }
DEFINE_SETTLE(32)
DEFINE_SETTLE(64)

#define BITS       32
#define NAME(x)    x##_32
#define MOST_SMALL 256
#define NEAR       17
#define SHARE      10
#include "sort/numbers/kernels.inc"
#undef BITS
#undef NAME
#undef MOST_SMALL
#undef NEAR
#undef SHARE
#define BITS       64
#define NAME(x)    x##_64
#define MOST_SMALL 128
#define NEAR       9
#define SHARE      4
#include "sort/numbers/kernels.inc"

const struct cupro__sort_widths cupro__sort_kernels_avx512 = {&kernels_32, &kernels_64};
