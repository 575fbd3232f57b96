/* SPDX-License-Identifier: MIT */
/* Instruction sets (see isa.h). */
#include "runtime/isa.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
static enum cupro__isa detect(void)
{
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") ||
        !__builtin_cpu_supports("bmi2"))
        return CUPRO__PORTABLE;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
        !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl") ||
        !__builtin_cpu_supports("avx512vbmi") || !__builtin_cpu_supports("avx512vbmi2") ||
        !__builtin_cpu_supports("avx512bitalg") || !__builtin_cpu_supports("gfni"))
        return CUPRO__AVX2;
    return CUPRO__AVX512;
}
#else
static enum cupro__isa detect(void)
{
    return CUPRO__PORTABLE;
}
#endif

static enum cupro__isa choose(void)
{
    static const char *const names[CUPRO__ISAS] = {"portable", "avx2", "avx512"};
    enum cupro__isa isa = detect();
    const char *wanted = getenv("CUPRO_ISA");
    for (int level = 0; wanted != NULL && level < (int)isa; level++)
        if (strcmp(wanted, names[level]) == 0)
            return (enum cupro__isa)level;
    return isa;
}

enum cupro__isa cupro__isa(void)
{
    static atomic_int known; /* level + 1; threads that race find the same */
    int isa = atomic_load_explicit(&known, memory_order_relaxed);
    if (isa == 0) {
        isa = (int)choose() + 1;
        atomic_store_explicit(&known, isa, memory_order_relaxed);
    }
    return (enum cupro__isa)(isa - 1);
}
