/* SPDX-License-Identifier: MIT */
/*
 * Byte marks in portable C, eight bytes in a word, and the choice of kernels (see byte_marks.h).
 *
 * A byte of x ^ pattern is 0 where the text has the byte. Adding 0x7f to its low seven bits carries
 * into the eighth unless these are 0, and never into the next byte; so the eighth bit of what is
 * or'ed together below is 0 exactly there. (Mycroft's test, in the form without false hits; Warren,
 * "Hacker's Delight", 6-1.)
 */
#include "primitives/pieces/byte_marks.h"

#include "runtime/isa.h"

static const uint64_t each_byte = 0x0101010101010101u;
static const uint64_t low_seven = 0x7f7f7f7f7f7f7f7fu;

static uint64_t load_eight(const unsigned char *text)
{
    uint64_t eight = 0;
    for (int i = 0; i < 8; i++)
        eight |= (uint64_t)text[i] << 8 * i;
    return eight;
}

/* Bits 0, 8, 16 … into bits 0, 1, 2 … */
static uint64_t gather_eight(uint64_t eight)
{
    return (eight * 0x0102040810204080u) >> 56;
}

static uint64_t equal_eight(uint64_t eight, uint64_t pattern)
{
    uint64_t x = eight ^ pattern;
    uint64_t others = ((x & low_seven) + low_seven) | x;
    return gather_eight(~others >> 7 & each_byte);
}

static void equal(const unsigned char *text, size_t n, unsigned char byte, uint64_t *bits)
{
    uint64_t pattern = byte * each_byte;
    for (size_t at = 0; at < n; at += 64) {
        uint64_t word = 0;
        size_t end = n - at < 64 ? n - at : 64, i = 0;
        for (; i + 8 <= end; i += 8)
            word |= equal_eight(load_eight(text + at + i), pattern) << i;
        for (; i < end; i++)
            word |= (uint64_t)(text[at + i] == byte) << i;
        bits[at / 64] = word;
    }
}

/* A look-up a byte: the table is small enough to be made anew for each batch. */
static void among(const unsigned char *text, size_t n, const cupro_bytes *set, uint64_t *bits)
{
    unsigned char is_in[256];
    for (int c = 0; c < 256; c++)
        is_in[c] = set->row[c / 128][c % 16] >> c / 16 % 8 & 1;
    for (size_t at = 0; at < n; at += 64) {
        uint64_t word = 0;
        for (size_t i = 0; i < 64 && i < n - at; i++)
            word |= (uint64_t)is_in[text[at + i]] << i;
        bits[at / 64] = word;
    }
}

const struct cupro__byte_marks cupro__byte_marks_portable = {equal, among};

const struct cupro__byte_marks *cupro__byte_marks(void)
{
#if defined(__x86_64__)
    static const struct cupro__byte_marks *const of[CUPRO__ISAS] = {
        &cupro__byte_marks_portable, &cupro__byte_marks_avx2, &cupro__byte_marks_avx512};
    return of[cupro__isa()];
#else
    return &cupro__byte_marks_portable;
#endif
}
