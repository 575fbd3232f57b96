/* SPDX-License-Identifier: MIT */
/* The finders of bins (bins.h), compiled once for each instruction set (bin_kernels.inc); the same
 * bins on each. */
#ifndef CUPRO__BIN_KERNELS_H
#define CUPRO__BIN_KERNELS_H

#include "group/bins.h"
#include "runtime/isa.h"

/* Equal bins that are values, parts, and parts of integers with bins * width of 2^50 or more;
 * bins between edges. */
struct cupro__bin_kernels {
#define CUPRO__FINDERS(tag, T, S) cupro__bins_find *value_##tag, *far_##tag;
    CUPRO_INTEGERS(CUPRO__FINDERS)
#undef CUPRO__FINDERS
#define CUPRO__FINDERS(tag, T, S) cupro__bins_find *part_##tag, *between_##tag;
    CUPRO_NUMBERS(CUPRO__FINDERS)
#undef CUPRO__FINDERS
};

extern const struct cupro__bin_kernels cupro__bin_kernels_portable;
extern const struct cupro__bin_kernels cupro__bin_kernels_avx2;
extern const struct cupro__bin_kernels cupro__bin_kernels_avx512;

static inline const struct cupro__bin_kernels *cupro__bin_kernels(void)
{
#if defined(__x86_64__)
    static const struct cupro__bin_kernels *const of[CUPRO__ISAS] = {
        &cupro__bin_kernels_portable, &cupro__bin_kernels_avx2, &cupro__bin_kernels_avx512};
    return of[cupro__isa()];
#else
    return &cupro__bin_kernels_portable;
#endif
}

#endif
