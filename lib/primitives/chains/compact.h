/* SPDX-License-Identifier: MIT */
/*
 * Compaction: close the gaps that a filter leaves.
 *
 * A filter's marks (a byte an element) are packed into bits, and the elements whose bit is set are
 * moved together, in order. Bits past the end of the last word are 0. Kernels exist for each
 * instruction set (compact_*.c) and give the same bytes.
 */
#ifndef CUPRO__COMPACT_H
#define CUPRO__COMPACT_H

#include <stddef.h>
#include <stdint.h>

struct cupro__compact {
    /* Pack n marks of 0 or 1 into ceil(n / 64) words; returns how many are 1. */
    size_t (*pack)(const unsigned char *marks, size_t n, uint64_t *bits);
    /* Copy the elements of `size` bytes whose bit is set to out, which has room for just these and
     * is elsewhere, or begins some elements or none before `in`; returns how many. */
    size_t (*squeeze)(const void *in, size_t size, size_t n, const uint64_t *bits, void *out);
};

extern const struct cupro__compact cupro__compact_portable;
extern const struct cupro__compact cupro__compact_avx2;
extern const struct cupro__compact cupro__compact_avx512;

const struct cupro__compact *cupro__compact(void);

/* One word at a time, for any size; the wider kernels end with it. */
size_t cupro__squeeze_portable(const void *in, size_t size, size_t n, const uint64_t *bits,
                               void *out);

/* Bits over the elements that `outer` kept become bits over all elements: the k-th set bit of
 * `outer` stays set if bit k of `inner` is. In place: outer is overwritten. n: bits of outer. */
void cupro__bits_refine(uint64_t *outer, size_t n, const uint64_t *inner);

#endif
