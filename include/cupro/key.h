/* SPDX-License-Identifier: MIT */
/*
 * Keys: what elements of your own are ordered by, written down once.
 *
 *     CUPRO_KEY(cell_of, struct particle, p, p.cell);
 *     CUPRO_KEY(name_of, struct person, p, p.name);              a cupro_slice (text.h)
 *     ...
 *     error = cupro_sort_by_key(p, n, &cell_of);                 (sort_by_key.h)
 *
 * A key is a number of any integer type (bool, char and enums too), a float, a double, or a
 * cupro_slice. The type of the expression says which: integers are in their order, floats in the
 * one total order of number.h, slices in that of their bytes, unsigned, a beginning before what it
 * begins. A bit-field needs a cast. For several fields in turn, put them together:
 *
 *     CUPRO_KEY(by_date, struct entry, e, e.year * 10000u + e.month * 100u + e.day);
 *
 * The expression stands in a loop over a batch of elements, as a filter's does (stage.h): it is
 * inlined, expanded once, over a copy, and `ctx` is the call's `.ctx`. Keys are computed at the
 * same time on several threads.
 */
#ifndef CUPRO_KEY_H
#define CUPRO_KEY_H

#include <cupro/stage.h>
#include <cupro/text.h>
#include <stdbool.h>
#include <string.h>

CUPRO_BEGIN_DECLS

/* What a key's step makes of its elements: uint64_t that are in the keys' order, less than 2^32 or
 * any; or cupro_slice. */
typedef enum cupro_key_kind {
    CUPRO_KEY_NUMBER32 = 1,
    CUPRO_KEY_NUMBER64,
    CUPRO_KEY_SLICE
} cupro_key_kind;

/* `n` > 0 elements stand at `in`, in a row: write their keys to `keys`, and return what kind they
 * are, always the same; anything else has the operation fail with CUPRO_EINVAL. */
typedef int cupro_key_step(const void *in, void *keys, size_t n, void *ctx);

/* For keys that are put together while the program runs, fill it by hand. */
typedef struct cupro_key {
    size_t size; /* bytes of an element */
    cupro_key_step *step;
} cupro_key;

/* Define `name`, a key of elements of type In, whose address goes into a verb; the expression sees
 * an element as x. */
#define CUPRO_KEY(name, In, x, ...)                               \
    CUPRO__KEY_STEP(name)                                         \
    {                                                             \
        (void)ctx;                                                \
        int kind_ = 0;                                            \
        for (size_t i_ = 0; i_ < n_; i_++) {                      \
            const In x = ((const In *)in_)[i_];                   \
            __extension__ const __auto_type key_ = (__VA_ARGS__); \
            kind_ = CUPRO__PUT_KEY(key_)(out_, i_, key_);         \
        }                                                         \
        return kind_;                                             \
    }                                                             \
    __attribute__((unused)) static const struct {                 \
        cupro_key key;                                            \
        const In *in;                                             \
    } name = {{sizeof(In), name##_step_}, 0}

/* The size of an element, if the key is for such. "invalid operands to binary -" says that it is
 * not. */
#define CUPRO__KEYED(base, key) (sizeof *(base) + CUPRO__FIT(base, (key)->in))

/* -- The machinery of CUPRO_KEY ---------------------------------------------------------------- */

#define CUPRO__KEY_STEP(name)                                                                \
    static inline int name##_step_(const void *restrict in_, void *restrict out_, size_t n_, \
                                   void *ctx)

#define CUPRO__PUT_KEY(key)                           \
    _Generic((key), bool                              \
             : cupro__put_key_u32, char               \
             : cupro__put_key_i32, signed char        \
             : cupro__put_key_i32, short              \
             : cupro__put_key_i32, int                \
             : cupro__put_key_i32, unsigned char      \
             : cupro__put_key_u32, unsigned short     \
             : cupro__put_key_u32, unsigned           \
             : cupro__put_key_u32, long               \
             : cupro__put_key_i64, long long          \
             : cupro__put_key_i64, unsigned long      \
             : cupro__put_key_u64, unsigned long long \
             : cupro__put_key_u64, float              \
             : cupro__put_key_f32, double             \
             : cupro__put_key_f64, cupro_slice        \
             : cupro__put_key_slice)

static inline int cupro__put_key_u32(void *out, size_t i, uint32_t key)
{
    ((uint64_t *)out)[i] = key;
    return CUPRO_KEY_NUMBER32;
}

static inline int cupro__put_key_u64(void *out, size_t i, uint64_t key)
{
    ((uint64_t *)out)[i] = key;
    return CUPRO_KEY_NUMBER64;
}

/* Signed numbers count from the least; of floats, negative ones count backwards. */
static inline int cupro__put_key_i32(void *out, size_t i, int32_t key)
{
    return cupro__put_key_u32(out, i, (uint32_t)key ^ 0x80000000u);
}

static inline int cupro__put_key_i64(void *out, size_t i, int64_t key)
{
    return cupro__put_key_u64(out, i, (uint64_t)key ^ (uint64_t)1 << 63);
}

static inline int cupro__put_key_f32(void *out, size_t i, float key)
{
    uint32_t bits;
    memcpy(&bits, &key, sizeof bits);
    return cupro__put_key_u32(out, i, bits ^ (bits >> 31 != 0 ? UINT32_MAX : 0x80000000u));
}

static inline int cupro__put_key_f64(void *out, size_t i, double key)
{
    uint64_t bits;
    memcpy(&bits, &key, sizeof bits);
    return cupro__put_key_u64(out, i, bits ^ (bits >> 63 != 0 ? UINT64_MAX : (uint64_t)1 << 63));
}

static inline int cupro__put_key_slice(void *out, size_t i, cupro_slice key)
{
    ((cupro_slice *)out)[i] = key;
    return CUPRO_KEY_SLICE;
}

CUPRO_END_DECLS

#endif
