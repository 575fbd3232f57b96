/* SPDX-License-Identifier: MIT */
/* Whether there are adders for bytes (see byte_adders.h). With words of 32 bytes and no
 * instructions of three operands they would take three cycles a byte: a table's increment takes
 * one. */
#include "group/byte_adders.h"

#include "runtime/isa.h"

const struct cupro__byte_adding *cupro__byte_adding(void)
{
#if defined(__x86_64__)
    return cupro__isa() == CUPRO__AVX512 ? &cupro__byte_adding_avx512 : NULL;
#else
    return NULL;
#endif
}
