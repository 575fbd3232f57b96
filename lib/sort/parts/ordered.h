/* SPDX-License-Identifier: MIT */
/*
 * Functions over arrays of ordered numbers, one for each kind of number: CUPRO__BY_KIND(function,
 * sorted, …) calls function_8, _16, _32 or _64, which is to be inlined, with the form of keys as a
 * constant, so that it costs what comparing numbers of that type does.
 */
#ifndef CUPRO__ORDERED_H
#define CUPRO__ORDERED_H

#include "sort/numbers/sorting.h"

#define CUPRO__ALWAYS_INLINE static inline __attribute__((always_inline))

/* All but the descending orders: unsigned, signed, float. */
#define CUPRO__BY_KIND(function, size, form, ...)                                           \
    switch ((size) + ((form).negative != 0 ? 16u : 0u)) {                                   \
    case 1:                                                                                 \
        CUPRO__BY_SIGN(function##_8, 8, form, __VA_ARGS__)                                  \
    case 2:                                                                                 \
        CUPRO__BY_SIGN(function##_16, 16, form, __VA_ARGS__)                                \
    case 4:                                                                                 \
        CUPRO__BY_SIGN(function##_32, 32, form, __VA_ARGS__)                                \
    case 8:                                                                                 \
        CUPRO__BY_SIGN(function##_64, 64, form, __VA_ARGS__)                                \
    case 16 + 4:                                                                            \
        function##_32((struct cupro__key_form){INT32_MAX, (uint64_t)1 << 31}, __VA_ARGS__); \
        break;                                                                              \
    default:                                                                                \
        function##_64((struct cupro__key_form){INT64_MAX, (uint64_t)1 << 63}, __VA_ARGS__); \
    }

#define CUPRO__BY_SIGN(function, bits, form, ...)                                      \
    if ((form).always == 0)                                                            \
        function((struct cupro__key_form){0, 0}, __VA_ARGS__);                         \
    else                                                                               \
        function((struct cupro__key_form){0, (uint64_t)1 << ((bits)-1)}, __VA_ARGS__); \
    break;

#endif
