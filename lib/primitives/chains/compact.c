/* SPDX-License-Identifier: MIT */
/* Compaction in portable C, and the choice of kernels (see compact.h). */
#include "primitives/chains/compact.h"

#include "runtime/isa.h"

#include <string.h>

/* Eight marks of 0 or 1 into eight bits: the multiplication brings bit 8k to bit 56 + k, and no two
 * of the products meet. */
static uint64_t pack_eight(const unsigned char *marks)
{
    uint64_t eight = 0;
    for (int i = 0; i < 8; i++)
        eight |= (uint64_t)marks[i] << 8 * i;
    return (eight * 0x0102040810204080u) >> 56;
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
        uint64_t packed = 0;
        for (int i = 0; i < 8; i++)
            packed |= pack_eight(from + 8 * i) << 8 * i;
        bits[word] = packed;
        kept += (size_t)__builtin_popcountll(packed);
    }
    return kept;
}

/* The elements of one word; `size` is a constant wherever that pays. They may be moved a little. */
static inline __attribute__((always_inline)) char *squeeze_word(const char *in, size_t size,
                                                                uint64_t bits, char *out)
{
    if (bits == UINT64_MAX) {
        memmove(out, in, 64 * size);
        return out + 64 * size;
    }
    for (; bits != 0; bits &= bits - 1) {
        memmove(out, in + (size_t)__builtin_ctzll(bits) * size, size);
        out += size;
    }
    return out;
}

static inline __attribute__((always_inline)) size_t
squeeze_all(const char *in, size_t size, size_t n, const uint64_t *bits, char *out)
{
    char *end = out;
    for (size_t word = 0; word * 64 < n; word++)
        end = squeeze_word(in + word * 64 * size, size, bits[word], end);
    return (size_t)(end - out) / size;
}

size_t cupro__squeeze_portable(const void *in, size_t size, size_t n, const uint64_t *bits,
                               void *out)
{
    switch (size) {
    case 1:
        return squeeze_all(in, 1, n, bits, out);
    case 2:
        return squeeze_all(in, 2, n, bits, out);
    case 4:
        return squeeze_all(in, 4, n, bits, out);
    case 8:
        return squeeze_all(in, 8, n, bits, out);
    case 16:
        return squeeze_all(in, 16, n, bits, out);
    case 24:
        return squeeze_all(in, 24, n, bits, out);
    case 32:
        return squeeze_all(in, 32, n, bits, out);
    default:
        return squeeze_all(in, size, n, bits, out);
    }
}

const struct cupro__compact cupro__compact_portable = {pack, cupro__squeeze_portable};

const struct cupro__compact *cupro__compact(void)
{
#if defined(__x86_64__)
    static const struct cupro__compact *const of[CUPRO__ISAS] = {
        &cupro__compact_portable, &cupro__compact_avx2, &cupro__compact_avx512};
    return of[cupro__isa()];
#else
    return &cupro__compact_portable;
#endif
}

/* The low bits of `from` go to the set bits of `mask`, in order (what BMI2 calls PDEP). */
static uint64_t deposit(uint64_t from, uint64_t mask)
{
    uint64_t result = 0;
    for (; mask != 0; mask &= mask - 1, from >>= 1)
        if (from & 1)
            result |= mask & -mask;
    return result;
}

/* 64 bits from bit `at` on; the words behind are there whenever they are needed. */
static uint64_t bits_from(const uint64_t *bits, size_t at, int many)
{
    size_t word = at / 64, shift = at % 64;
    uint64_t result = bits[word] >> shift;
    if (shift > 0 && shift + (size_t)many > 64)
        result |= bits[word + 1] << (64 - shift);
    return result;
}

void cupro__bits_refine(uint64_t *outer, size_t n, const uint64_t *inner)
{
    size_t at = 0;
    for (size_t word = 0; word * 64 < n; word++) {
        int many = __builtin_popcountll(outer[word]);
        if (many == 0)
            continue;
        outer[word] = deposit(bits_from(inner, at, many), outer[word]);
        at += (size_t)many;
    }
}
