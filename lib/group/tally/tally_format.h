/* SPDX-License-Identifier: MIT */
/* The bytes of a saved tally, as cupro/tally.h describes them. */
#ifndef CUPRO__TALLY_FORMAT_H
#define CUPRO__TALLY_FORMAT_H

#include "group/hash.h"

enum {
    CUPRO__SAVED_VERSION = 1,
    CUPRO__SAVED_HEAD = 48,  /* bytes: magic, version, kind, entries, total, check */
    CUPRO__SAVED_BLOCK = 24, /* bytes, entries, check                              */
    CUPRO__MOST_DIGITS = 10  /* bytes of a number in groups of 7 bits              */
};

static const char cupro__saved_magic[8] = {'c', 'u', 'p', 'r', 'o', 't', 'a', 'l'};

static inline void cupro__store64(unsigned char *at, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        at[i] = (unsigned char)(number >> 8 * i);
}

static inline uint64_t cupro__check_word(uint64_t check, uint64_t word)
{
    check = (check ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return check << 29 | check >> 35;
}

/* The check of these bytes and of what had `check`. */
static inline uint64_t cupro__check_bytes(uint64_t check, const unsigned char *bytes, size_t length)
{
    size_t i = 0;
    for (; i + 8 <= length; i += 8)
        check = cupro__check_word(check, cupro__load64(bytes + i));
    if (i < length)
        check = cupro__check_word(check, cupro__load_few(bytes + i, length - i));
    return cupro__check_word(check, length);
}

/* Write a number in groups of 7 bits, the lowest first; where it ends. */
static inline unsigned char *cupro__put_digits(unsigned char *at, uint64_t number)
{
    for (; number >= 128; number >>= 7)
        *at++ = (unsigned char)(number | 128);
    *at++ = (unsigned char)number;
    return at;
}

/* Read one that ends before `end`; where it ends, or NULL if it is none. */
static inline const unsigned char *cupro__get_digits(const unsigned char *at,
                                                     const unsigned char *end, uint64_t *number)
{
    *number = 0;
    for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
        uint64_t digit = *at & 127;
        if (digit << shift >> shift != digit)
            return NULL;
        *number |= digit << shift;
        if (*at++ < 128)
            return digit == 0 && shift > 0 ? NULL : at;
    }
    return NULL;
}

#endif
