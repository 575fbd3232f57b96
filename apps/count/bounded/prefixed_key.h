/* SPDX-License-Identifier: MIT */
/*
 * Keys of words with something before the word, so that the order of their bytes is first that of
 * what stands before:
 *
 *     name, word            the words of each name by themselves, in the order of the names
 *     weight, word          the heaviest words first
 *     name, weight, word    both
 */
#ifndef COUNT_PREFIXED_KEY_H
#define COUNT_PREFIXED_KEY_H

#include <cupro/text.h>

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    NAME_BYTES = 5, /* 10^12 names are more than memory holds */
    WEIGHT_BYTES = 8
};

/* Write `bytes` bytes of a number, the highest first. */
static inline void put_ordered(unsigned char *to, uint64_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        to[i] = (unsigned char)(number >> 8 * (bytes - 1 - i));
}

static inline uint64_t get_ordered(const char *from, unsigned bytes)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < bytes; i++)
        number = number << 8 | (unsigned char)from[i];
    return number;
}

static inline void put_name(unsigned char *to, size_t name)
{
    put_ordered(to, name, NAME_BYTES);
}

static inline size_t name_of_key(cupro_slice key)
{
    return (size_t)get_ordered(key.begin, NAME_BYTES);
}

/* The bits of numbers that are not negative are in the order of the numbers. */
static inline void put_weight(unsigned char *to, double weight)
{
    uint64_t bits;
    memcpy(&bits, &weight, sizeof bits);
    put_ordered(to, ~bits, WEIGHT_BYTES);
}

static inline double weight_of_key(cupro_slice key)
{
    const uint64_t bits = ~get_ordered(key.begin, WEIGHT_BYTES);
    double weight;
    memcpy(&weight, &bits, sizeof weight);
    return weight;
}

/* The key without its first bytes. */
static inline cupro_slice key_behind(cupro_slice key, size_t bytes)
{
    return (cupro_slice){key.begin + bytes, key.length - bytes};
}

#endif
