/* SPDX-License-Identifier: MIT */
/*
 * Keys: numbers of all types as unsigned integers in the same order.
 *
 * Signed integers have their sign bit flipped, negative floats all others too
 * (primitives/arrays/order.h), and for a descending order everything is complemented. Both steps
 * are an exclusive or, so one function does for all types of a width, and its inverse undoes it.
 */
#ifndef CUPRO__KEYS_H
#define CUPRO__KEYS_H

#include <stddef.h>
#include <stdint.h>

struct cupro__key_form {
    uint64_t negative; /* flipped where the sign bit is set: all others, of floats */
    uint64_t always;   /* flipped everywhere, after that                            */
};

#define CUPRO__SIGN(T) ((uint64_t)1 << (8 * sizeof(T) - 1))

/* The form of a number type's keys, and that of the order turned around. */
#define CUPRO__FORM(T)                                              \
    ((struct cupro__key_form){(T)0.5 != 0 ? CUPRO__SIGN(T) - 1 : 0, \
                              (T)-1 < (T)1 ? CUPRO__SIGN(T) : 0})

static inline struct cupro__key_form cupro__reversed(struct cupro__key_form form)
{
    form.always = ~form.always;
    return form;
}

/* The arrays are of other types, floats among them. */
typedef uint8_t cupro__key8;
typedef uint16_t cupro__key16 __attribute__((may_alias));
typedef uint32_t cupro__key32 __attribute__((may_alias));
typedef uint64_t cupro__key64 __attribute__((may_alias));

/* Among 1 and 2 bytes there are no floats. */
static inline uint8_t cupro__key_of8(uint8_t bits, struct cupro__key_form form)
{
    return bits ^ (uint8_t)form.always;
}

static inline uint16_t cupro__key_of16(uint16_t bits, struct cupro__key_form form)
{
    return bits ^ (uint16_t)form.always;
}

static inline uint32_t cupro__key_of32(uint32_t bits, struct cupro__key_form form)
{
    return bits ^ ((uint32_t)((int32_t)bits >> 31) & (uint32_t)form.negative) ^
           (uint32_t)form.always;
}

static inline uint32_t cupro__number_of32(uint32_t key, struct cupro__key_form form)
{
    uint32_t bits = key ^ (uint32_t)form.always;
    return bits ^ ((uint32_t)((int32_t)bits >> 31) & (uint32_t)form.negative);
}

static inline uint64_t cupro__key_of64(uint64_t bits, struct cupro__key_form form)
{
    return bits ^ ((uint64_t)((int64_t)bits >> 63) & form.negative) ^ form.always;
}

static inline uint64_t cupro__number_of64(uint64_t key, struct cupro__key_form form)
{
    uint64_t bits = key ^ form.always;
    return bits ^ ((uint64_t)((int64_t)bits >> 63) & form.negative);
}

/* The key of number i of an array of numbers of so many bytes. */
static inline uint64_t cupro__key_at(const void *x, size_t i, size_t size,
                                     struct cupro__key_form form)
{
    switch (size) {
    case 1:
        return cupro__key_of8(((const cupro__key8 *)x)[i], form);
    case 2:
        return cupro__key_of16(((const cupro__key16 *)x)[i], form);
    case 4:
        return cupro__key_of32(((const cupro__key32 *)x)[i], form);
    default:
        return cupro__key_of64(((const cupro__key64 *)x)[i], form);
    }
}

/* The greatest key of a number of so many bytes. */
static inline uint64_t cupro__last_key(size_t size)
{
    return UINT64_MAX >> (64 - 8 * size);
}

#endif
