/* SPDX-License-Identifier: MIT */
/* Kernels of groups for any processor (see count_kernels.h), and the choice. */
#include "group/tables/count_kernels.h"
#include "runtime/isa.h"

static inline unsigned find_in_line(const uint64_t *line, uint64_t key, uint64_t mask)
{
    unsigned found = 0;
    for (unsigned slot = 0; slot < CUPRO__NUMBER_LINE; slot++)
        found |= (unsigned)((line[slot] & mask) == key) << slot;
    return found;
}

#define find_in_slots find_by_words
#define COUNT_PACKED  NULL
#define COUNT_KERNELS cupro__count_kernels_portable
#include "group/tables/count_kernels.inc"

const struct cupro__count_kernels *cupro__count_kernels(void)
{
#if defined(__x86_64__)
    if (cupro__isa() == CUPRO__AVX512)
        return &cupro__count_kernels_avx512;
    if (cupro__isa() == CUPRO__AVX2)
        return &cupro__count_kernels_avx2;
#endif
    return &cupro__count_kernels_portable;
}
