/* SPDX-License-Identifier: MIT */
/* Prefix sums, one element after the other: an addition of one cycle each (see prefix.h). */
#include "primitives/arrays/prefix.h"

#include "runtime/isa.h"

#if defined(__x86_64__)
static inline bool is_wide(void)
{
    return cupro__isa() >= CUPRO__AVX512;
}
#else
#define cupro__prefix32_avx512 add_up32
#define cupro__prefix64_avx512 add_up64
static inline bool is_wide(void)
{
    return false;
}
#endif

#define PREFIX(bits, word)                                                                 \
    static word add_up##bits(word acc, const cupro__word##bits *x, cupro__word##bits *out, \
                             size_t n, bool exclusive)                                     \
    {                                                                                      \
        for (size_t i = 0; i < n; i++) {                                                   \
            word next = acc + x[i];                                                        \
            out[i] = exclusive ? acc : next;                                               \
            acc = next;                                                                    \
        }                                                                                  \
        return acc;                                                                        \
    }                                                                                      \
    word cupro__prefix##bits(word acc, const cupro__word##bits *x, cupro__word##bits *out, \
                             size_t n, bool exclusive)                                     \
    {                                                                                      \
        return is_wide() ? cupro__prefix##bits##_avx512(acc, x, out, n, exclusive)         \
                         : add_up##bits(acc, x, out, n, exclusive);                        \
    }

PREFIX(32, uint32_t)
PREFIX(64, uint64_t)
