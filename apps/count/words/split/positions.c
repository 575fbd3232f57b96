/* SPDX-License-Identifier: MIT */
/* What the processor can do (see positions.h). */
#include "count/words/split/positions.h"

#include <stdlib.h>
#include <string.h>

bool has_bits(void)
{
    const char *wanted = getenv("CUPRO_ISA");
    if (wanted && strcmp(wanted, "portable") == 0)
        return false;
#ifdef __x86_64__
    return __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt") &&
           __builtin_cpu_supports("ssse3");
#else
    return false;
#endif
}
