/* SPDX-License-Identifier: MIT */
/* The built-in monoids: sums and extremes, with the number kernels under `fold`. */
#include <cupro/monoid.h>

#include "primitives/arrays/number_kernels.h"
#include "primitives/arrays/order.h"
#include "primitives/arrays/prefix.h"

#include <string.h>

/* The identities of the extremes, as the last elements of each order. */
#define LEAST_SIGNED(T)    ((T)((uint64_t)1 << (8 * sizeof(T) - 1)))
#define GREATEST_SIGNED(T) ((T)(((uint64_t)1 << (8 * sizeof(T) - 1)) - 1))

#define IDENTITY_SIGNED(tag, T, S) \
    static const T least_##tag = LEAST_SIGNED(T), greatest_##tag = GREATEST_SIGNED(T);
#define IDENTITY_UNSIGNED(tag, T, S) static const T least_##tag = 0, greatest_##tag = (T)-1;

CUPRO_SIGNED(IDENTITY_SIGNED)
CUPRO_UNSIGNED(IDENTITY_UNSIGNED)
static const uint32_t least_f32 = UINT32_MAX, greatest_f32 = UINT32_MAX >> 1;
static const uint64_t least_f64 = UINT64_MAX, greatest_f64 = UINT64_MAX >> 1;

/* Sums of integers wrap around, which signed arithmetic may not. */
#define ADD_INTEGER(tag, T, S)                 \
    static T add_##tag(T a, S b)               \
    {                                          \
        return (T)((uint64_t)a + (uint64_t)b); \
    }
#define ADD_FLOAT(tag, T, S)     \
    static T add_##tag(T a, S b) \
    {                            \
        return (T)((S)a + b);    \
    }

CUPRO_INTEGERS(ADD_INTEGER)
CUPRO_FLOATS(ADD_FLOAT)

#define EXTREMES_INTEGER(tag, T, S)         \
    static inline T lesser_##tag(T a, T b)  \
    {                                       \
        return b < a ? b : a;               \
    }                                       \
    static inline T greater_##tag(T a, T b) \
    {                                       \
        return b > a ? b : a;               \
    }
#define EXTREMES_FLOAT(tag, T, bits)                        \
    static inline bool precedes_##tag(T a, T b)             \
    {                                                       \
        int##bits##_t x, y;                                 \
        memcpy(&x, &a, sizeof x);                           \
        memcpy(&y, &b, sizeof y);                           \
        return cupro__rank##bits(x) < cupro__rank##bits(y); \
    }                                                       \
    static inline T lesser_##tag(T a, T b)                  \
    {                                                       \
        return precedes_##tag(b, a) ? b : a;                \
    }                                                       \
    static inline T greater_##tag(T a, T b)                 \
    {                                                       \
        return precedes_##tag(a, b) ? b : a;                \
    }

CUPRO_INTEGERS(EXTREMES_INTEGER)
EXTREMES_FLOAT(f32, float, 32)
EXTREMES_FLOAT(f64, double, 64)

#define SCAN(verb, tag, T, combined)                                                   \
    static void scan_##verb##_##tag(void *acc, const void *items, void *out, size_t n, \
                                    bool exclusive)                                    \
    {                                                                                  \
        T a = *(const T *)acc;                                                         \
        for (size_t i = 0; i < n; i++) {                                               \
            T b = ((const T *)items)[i], next = (combined);                            \
            ((T *)out)[i] = exclusive ? a : next;                                      \
            a = next;                                                                  \
        }                                                                              \
        *(T *)acc = a;                                                                 \
    }
#define SCAN_PLUS(tag, T, S) SCAN(plus, tag, T, add_##tag(a, (S)b))
#define SCAN_EXTREMES(tag, T, S)          \
    SCAN(min, tag, T, lesser_##tag(a, b)) \
    SCAN(max, tag, T, greater_##tag(a, b))

SCAN_PLUS(i8, int8_t, int64_t)
SCAN_PLUS(i16, int16_t, int64_t)
SCAN_PLUS(u8, uint8_t, uint64_t)
SCAN_PLUS(u16, uint16_t, uint64_t)
CUPRO_FLOATS(SCAN_PLUS)
CUPRO_NUMBERS(SCAN_EXTREMES)

#define SCAN_PREFIX(tag, bits)                                                                     \
    static void scan_plus_##tag(void *acc, const void *items, void *out, size_t n, bool exclusive) \
    {                                                                                              \
        cupro__word##bits *sum = acc;                                                              \
        *sum = cupro__prefix##bits(*sum, items, out, n, exclusive);                                \
    }

SCAN_PREFIX(i32, 32)
SCAN_PREFIX(u32, 32)
SCAN_PREFIX(i64, 64)
SCAN_PREFIX(u64, 64)

#define MONOID(verb, tag, T, neutral, combined, folded)                           \
    static int combine_##verb##_##tag(void *acc, void *other, void *ctx)          \
    {                                                                             \
        (void)ctx;                                                                \
        T a = *(const T *)acc, b = *(const T *)other;                             \
        *(T *)acc = (combined);                                                   \
        return 0;                                                                 \
    }                                                                             \
    static void fold_##verb##_##tag(void *acc, const void *items, size_t n)       \
    {                                                                             \
        const T *x = items;                                                       \
        T a = *(const T *)acc;                                                    \
        *(T *)acc = (folded);                                                     \
    }                                                                             \
    const cupro_monoid cupro_##verb##_##tag = {.size = sizeof(T),                 \
                                               .identity = &(neutral),            \
                                               .combine = combine_##verb##_##tag, \
                                               .fold = fold_##verb##_##tag,       \
                                               .scan = scan_##verb##_##tag};

#define EXTREME(verb, tag, T, neutral, combined) \
    MONOID(verb, tag, T, neutral, combined, cupro__number_kernels()->verb##_##tag(x, n, a))

static const uint64_t zero = 0;

#define ALL(tag, T, S)                                             \
    MONOID(plus, tag, T, zero, add_##tag(a, (S)b),                 \
           add_##tag(a, cupro__number_kernels()->sum_##tag(x, n))) \
    EXTREME(min, tag, T, greatest_##tag, lesser_##tag(a, b))       \
    EXTREME(max, tag, T, least_##tag, greater_##tag(a, b))

CUPRO_NUMBERS(ALL)
