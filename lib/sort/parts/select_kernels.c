/* SPDX-License-Identifier: MIT */
/* The choice of selection kernels (see select_kernels.h). */
#include "sort/parts/select_kernels.h"

#include "runtime/isa.h"

const struct cupro__select_kernels *cupro__select_kernels(size_t size)
{
    size_t width = size == 8 ? 3 : size / 2;
#if defined(__x86_64__)
    static cupro__select_widths *const of[CUPRO__ISAS] = {&cupro__select_kernels_portable,
                                                          &cupro__select_kernels_avx2,
                                                          &cupro__select_kernels_avx512};
    return &(*of[cupro__isa()])[width];
#else
    return &cupro__select_kernels_portable[width];
#endif
}
