/* SPDX-License-Identifier: MIT */
/*
 * Byte marks: which bytes of a text are of interest, one bit a byte.
 *
 * Both kernels set ceil(n / 64) words: bit i of word w says so of text[64 w + i]; bits past the end
 * are 0. Nothing but the n bytes is read. Whoever wants the places walks the set bits, so that what
 * stands between them costs a few instructions for 64 bytes. (The scheme of Langdale and Lemire,
 * "Parsing Gigabytes of JSON per Second", 2019.) Kernels exist for each instruction set
 * (byte_marks*.c) and set the same bits.
 */
#ifndef CUPRO__BYTE_MARKS_H
#define CUPRO__BYTE_MARKS_H

#include <cupro/text.h>

struct cupro__byte_marks {
    void (*equal)(const unsigned char *text, size_t n, unsigned char byte, uint64_t *bits);
    void (*among)(const unsigned char *text, size_t n, const cupro_bytes *set, uint64_t *bits);
};

extern const struct cupro__byte_marks cupro__byte_marks_portable;
extern const struct cupro__byte_marks cupro__byte_marks_avx2;
extern const struct cupro__byte_marks cupro__byte_marks_avx512;

const struct cupro__byte_marks *cupro__byte_marks(void);

#endif
