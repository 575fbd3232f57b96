/* SPDX-License-Identifier: MIT */
/*
 * Keys: numbers of all types as unsigned integers in the same order.
 *
 * Signed integers have their sign bit flipped, negative floats all others too (primitives/order.h),
 * and for a descending order everything is complemented. Both steps are an exclusive or, so one
 * function does for all types of a width, and its inverse undoes it.
 */
#ifndef CUPRO__KEYS_H
#define CUPRO__KEYS_H

#include <stdint.h>

struct cupro__key_form {
    uint64_t negative; /* flipped where the sign bit is set: all others, of floats */
    uint64_t always;   /* flipped everywhere, after that                            */
};

/* The arrays are of other types, floats among them. */
typedef uint16_t cupro__key16 __attribute__((may_alias));
typedef uint32_t cupro__key32 __attribute__((may_alias));
typedef uint64_t cupro__key64 __attribute__((may_alias));

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

#endif
