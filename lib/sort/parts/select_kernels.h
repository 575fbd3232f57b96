/* SPDX-License-Identifier: MIT */
/*
 * Selection kernels: marks on numbers of 1, 2, 4 and 8 bytes, a bit each. They exist for each
 * instruction set (select_kernels_*.c). Bits past the end of the last word are 0.
 */
#ifndef CUPRO__SELECT_KERNELS_H
#define CUPRO__SELECT_KERNELS_H

#include "sort/numbers/keys.h"

struct cupro__select_kernels {
    /* Which keys are less than `lo`, and which greater than `hi`; count[0] and count[1] say how
     * many. */
    void (*classify)(const void *x, size_t n, struct cupro__key_form form, uint64_t lo, uint64_t hi,
                     uint64_t *less, uint64_t *greater, size_t *count);
    /* Which keys are less than `pivot`. */
    void (*find_less)(const void *x, size_t n, struct cupro__key_form form, uint64_t pivot,
                      uint64_t *less);
    /* Which numbers have other bits than the one in front of them; x[-1] is there. */
    size_t (*find_changes)(const void *x, size_t n, uint64_t *changes);
};

/* For 1, 2, 4 and 8 bytes. */
typedef const struct cupro__select_kernels cupro__select_widths[4];

extern cupro__select_widths cupro__select_kernels_portable;
extern cupro__select_widths cupro__select_kernels_avx2;
extern cupro__select_widths cupro__select_kernels_avx512;

const struct cupro__select_kernels *cupro__select_kernels(size_t size);

#endif
