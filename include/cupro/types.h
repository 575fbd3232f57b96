/* SPDX-License-Identifier: MIT */
/* The ten number types that the built-in verbs know: X(tag, type, type of a sum). */
#ifndef CUPRO_TYPES_H
#define CUPRO_TYPES_H

#include <cupro/base.h>

#define CUPRO_NUMBERS(X) CUPRO_INTEGERS(X) CUPRO_FLOATS(X)

#define CUPRO_INTEGERS(X) CUPRO_SIGNED(X) CUPRO_UNSIGNED(X)

#define CUPRO_SIGNED(X)      \
    X(i8, int8_t, int64_t)   \
    X(i16, int16_t, int64_t) \
    X(i32, int32_t, int64_t) \
    X(i64, int64_t, int64_t)

#define CUPRO_UNSIGNED(X)      \
    X(u8, uint8_t, uint64_t)   \
    X(u16, uint16_t, uint64_t) \
    X(u32, uint32_t, uint64_t) \
    X(u64, uint64_t, uint64_t)

#define CUPRO_FLOATS(X)   \
    X(f32, float, double) \
    X(f64, double, double)

/* The name of `verb` for the type that x points to: CUPRO__TYPED(sum, x) is cupro_sum_f64 for a
 * double *. Another type is a compiler error that says so. */
#define CUPRO__TYPED(verb, x)               \
    _Generic(*(x), int8_t                   \
             : cupro_##verb##_i8, int16_t   \
             : cupro_##verb##_i16, int32_t  \
             : cupro_##verb##_i32, int64_t  \
             : cupro_##verb##_i64, uint8_t  \
             : cupro_##verb##_u8, uint16_t  \
             : cupro_##verb##_u16, uint32_t \
             : cupro_##verb##_u32, uint64_t \
             : cupro_##verb##_u64, float    \
             : cupro_##verb##_f32, double   \
             : cupro_##verb##_f64)

#endif
