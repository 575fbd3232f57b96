/* SPDX-License-Identifier: MIT */
/* Kernels of groups for any processor (see count_kernels.h), and the choice. AVX2 has no
 * multiplication of 64 bits, and gains nothing. */
#include "group/tables/count_kernels.h"
#include "runtime/isa.h"

#define find_in_line  find_by_words
#define COUNT_KERNELS cupro__count_kernels_portable
#include "group/tables/count_kernels.inc"

const struct cupro__count_kernels *cupro__count_kernels(void)
{
#if defined(__x86_64__)
    if (cupro__isa() == CUPRO__AVX512)
        return &cupro__count_kernels_avx512;
#endif
    return &cupro__count_kernels_portable;
}
