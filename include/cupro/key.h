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
 * begins. A bit-field needs a cast. Several fields, one after the other, make a key too:
 *
 *     CUPRO_KEY_FIELDS(by_place, struct entry, country, city, year);
 *
 * These are up to eight members that are numbers, compared in turn; all of them together have
 * CUPRO_KEY_MOST_BYTES at most, no trouble for eight of 8 bytes. With 8 bytes at most they are as
 * fast as a number.
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
 * any; cupro_slice; or so many bytes each, without gaps, that memcmp orders as the keys are. */
typedef enum cupro_key_kind {
    CUPRO_KEY_NUMBER32 = 1,
    CUPRO_KEY_NUMBER64,
    CUPRO_KEY_SLICE,
    CUPRO_KEY_BYTES = 256 /* + how many, 1 … CUPRO_KEY_MOST_BYTES */
} cupro_key_kind;

enum { CUPRO_KEY_MOST_BYTES = 64 };

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
    CUPRO__KEY_OF(name, In)

/* Define `name`, a key of elements of type In: the members that are named, one to eight of them,
 * all numbers and none a bit-field, in their order, the first one first. */
#define CUPRO_KEY_FIELDS(name, In, ...)                                        \
    CUPRO__KEY_STEP(name)                                                      \
    {                                                                          \
        (void)ctx;                                                             \
        const In *x_ = in_;                                                    \
        enum { bytes_ = 0 CUPRO__EACH_FIELD(CUPRO__FIELD_SIZE, __VA_ARGS__) }; \
        for (size_t i_ = 0; i_ < n_; i_++, x_++) {                             \
            unsigned char *put_ = (unsigned char *)out_ + i_ * bytes_;         \
            uint64_t word_ = 0;                                                \
            CUPRO__EACH_FIELD(CUPRO__PUT_FIELD, __VA_ARGS__)                   \
            if (bytes_ <= 8)                                                   \
                ((uint64_t *)out_)[i_] = word_;                                \
        }                                                                      \
        return bytes_ > 8   ? CUPRO_KEY_BYTES + bytes_                         \
               : bytes_ > 4 ? CUPRO_KEY_NUMBER64                               \
                            : CUPRO_KEY_NUMBER32;                              \
    }                                                                          \
    CUPRO__KEY_OF(name, In)

/* The size of an element, if the key is for such. "invalid operands to binary -" says that it is
 * not. */
#define CUPRO__KEYED(base, key) (sizeof *(base) + CUPRO__FIT(base, (key)->in))

/* -- The machinery of CUPRO_KEY ---------------------------------------------------------------- */

#define CUPRO__KEY_OF(name, In)                   \
    __attribute__((unused)) static const struct { \
        cupro_key key;                            \
        const In *in;                             \
    } name = {{sizeof(In), name##_step_}, 0}

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

/* -- The machinery of CUPRO_KEY_FIELDS --------------------------------------------------------- */

/* M(f) for each of up to eight names. */
#define CUPRO__EACH_FIELD(M, ...)                                                                 \
    CUPRO__NINTH(__VA_ARGS__, CUPRO__FIELDS_8, CUPRO__FIELDS_7, CUPRO__FIELDS_6, CUPRO__FIELDS_5, \
                 CUPRO__FIELDS_4, CUPRO__FIELDS_3, CUPRO__FIELDS_2, CUPRO__FIELDS_1, 0)           \
    (M, __VA_ARGS__)
#define CUPRO__NINTH(a, b, c, d, e, f, g, h, ninth, ...) ninth
#define CUPRO__FIELDS_1(M, f)                            M(f)
#define CUPRO__FIELDS_2(M, f, ...)                       M(f) CUPRO__FIELDS_1(M, __VA_ARGS__)
#define CUPRO__FIELDS_3(M, f, ...)                       M(f) CUPRO__FIELDS_2(M, __VA_ARGS__)
#define CUPRO__FIELDS_4(M, f, ...)                       M(f) CUPRO__FIELDS_3(M, __VA_ARGS__)
#define CUPRO__FIELDS_5(M, f, ...)                       M(f) CUPRO__FIELDS_4(M, __VA_ARGS__)
#define CUPRO__FIELDS_6(M, f, ...)                       M(f) CUPRO__FIELDS_5(M, __VA_ARGS__)
#define CUPRO__FIELDS_7(M, f, ...)                       M(f) CUPRO__FIELDS_6(M, __VA_ARGS__)
#define CUPRO__FIELDS_8(M, f, ...)                       M(f) CUPRO__FIELDS_7(M, __VA_ARGS__)

#define CUPRO__FIELD_SIZE(f) +sizeof x_->f
#define CUPRO__PUT_FIELD(f)                                                 \
    {                                                                       \
        const uint64_t key_ = CUPRO__FIELD_KEY(x_->f)(x_->f, sizeof x_->f); \
        if (bytes_ > 8)                                                     \
            put_ = cupro__put_field(put_, key_, sizeof x_->f);              \
        word_ = word_ << 4 * sizeof x_->f << 4 * sizeof x_->f | key_;       \
    }
#define CUPRO__FIELD_KEY(field)                          \
    _Generic((field), bool                               \
             : cupro__field_unsigned, char               \
             : cupro__field_char, signed char            \
             : cupro__field_signed, short                \
             : cupro__field_signed, int                  \
             : cupro__field_signed, long                 \
             : cupro__field_signed, long long            \
             : cupro__field_signed, unsigned char        \
             : cupro__field_unsigned, unsigned short     \
             : cupro__field_unsigned, unsigned           \
             : cupro__field_unsigned, unsigned long      \
             : cupro__field_unsigned, unsigned long long \
             : cupro__field_unsigned, float              \
             : cupro__field_f32, double                  \
             : cupro__field_f64)

/* A number of `size` bytes as an unsigned one that is in the numbers' order. */
static inline uint64_t cupro__field_unsigned(uint64_t x, size_t size)
{
    (void)size;
    return x;
}

static inline uint64_t cupro__field_signed(int64_t x, size_t size)
{
    return ((uint64_t)x ^ (uint64_t)1 << (8 * size - 1)) & UINT64_MAX >> (64 - 8 * size);
}

static inline uint64_t cupro__field_char(char x, size_t size)
{
    return (char)-1 < 0 ? cupro__field_signed(x, size) : (unsigned char)x;
}

static inline uint64_t cupro__field_f32(float x, size_t size)
{
    uint64_t key;
    (void)size;
    cupro__put_key_f32(&key, 0, x);
    return key;
}

static inline uint64_t cupro__field_f64(double x, size_t size)
{
    uint64_t key;
    (void)size;
    cupro__put_key_f64(&key, 0, x);
    return key;
}

/* The highest byte first. */
static inline unsigned char *cupro__put_field(unsigned char *put, uint64_t key, size_t size)
{
    for (size_t i = 0; i < size; i++)
        put[i] = (unsigned char)(key >> 8 * (size - 1 - i));
    return put + size;
}

CUPRO_END_DECLS

#endif
