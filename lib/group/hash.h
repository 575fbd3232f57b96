/* SPDX-License-Identifier: MIT */
/*
 * Hashing of keys, for everything that groups or counts.
 *
 * All hashes depend on a key that is drawn once a process, so that nobody can prepare input whose
 * keys all meet in one place of a table. No result may depend on it.
 *
 * Numbers: two multiplications by secret odd numbers with their upper halves folded in between
 * (the finalizers of Steele, Lea, Flood 2014, with a key), a bijection that compilers vectorise.
 * Bytes: 64 x 64 -> 128 bit multiplications whose two halves are folded, the idea of wyhash; 16
 * bytes or less cost two of them, long ones are hashed in four lanes. All 64 bits of a hash are
 * good.
 */
#ifndef CUPRO__HASH_H
#define CUPRO__HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct cupro__hash_key {
    uint64_t a, b, c; /* b and c are odd                                                     */
    uint64_t mask;    /* all ones; fewer in tests, so that different keys have equal hashes   */
};

/* The key of this process. Any thread. */
const struct cupro__hash_key *cupro__hash_key(void);

/* For tests, before anything is hashed: go on with another key; NULL: with one that is drawn. */
void cupro__hash_key_set(const struct cupro__hash_key *key);

/* -- Numbers ----------------------------------------------------------------------------------- */

/* Different numbers have different ones. */
static inline uint64_t cupro__scramble_number(const struct cupro__hash_key *key, uint64_t x)
{
    x = (x ^ key->a) * key->b;
    x = (x ^ x >> 32) * key->c;
    return x ^ x >> 32;
}

static inline uint64_t cupro__hash_number(const struct cupro__hash_key *key, uint64_t x)
{
    return cupro__scramble_number(key, x) & key->mask;
}

/* -- Bytes ------------------------------------------------------------------------------------- */

struct cupro__wide {
    uint64_t low, high;
};

static inline struct cupro__wide cupro__multiply_wide(uint64_t x, uint64_t y)
{
#ifdef __SIZEOF_INT128__
    __extension__ typedef unsigned __int128 uint128;
    const uint128 product = (uint128)x * y;
    return (struct cupro__wide){(uint64_t)product, (uint64_t)(product >> 64)};
#else
    const uint64_t x0 = x & UINT32_MAX, x1 = x >> 32, y0 = y & UINT32_MAX, y1 = y >> 32;
    const uint64_t middle = x1 * y0 + (x0 * y0 >> 32);
    const uint64_t carry = x0 * y1 + (middle & UINT32_MAX);
    return (struct cupro__wide){x * y, x1 * y1 + (middle >> 32) + (carry >> 32)};
#endif
}

static inline uint64_t cupro__multiply_fold(uint64_t x, uint64_t y)
{
    const struct cupro__wide product = cupro__multiply_wide(x, y);
    return product.low ^ product.high;
}

/* The low bytes come first, on any machine. */
static inline uint64_t cupro__load64(const unsigned char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? word : __builtin_bswap64(word);
}

static inline uint32_t cupro__load32(const unsigned char *bytes)
{
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? word : __builtin_bswap32(word);
}

/* Up to 8 bytes, and zeros behind them; nothing else is read. */
static inline uint64_t cupro__load_few(const unsigned char *bytes, size_t length)
{
    if (length >= 8)
        return cupro__load64(bytes);
    if (length >= 4)
        return cupro__load32(bytes) | (uint64_t)cupro__load32(bytes + length - 4)
                                          << 8 * (length - 4);
    if (length == 0)
        return 0;
    return bytes[0] | (uint64_t)bytes[length / 2] << 8 * (length / 2) |
           (uint64_t)bytes[length - 1] << 8 * (length - 1);
}

/* Up to 16 bytes, and zeros behind them: with the length they are the whole key. */
static inline void cupro__load_halves(const unsigned char *bytes, size_t length, uint64_t half[2])
{
    half[0] = cupro__load_few(bytes, length < 8 ? length : 8);
    half[1] = length > 8 ? cupro__load64(bytes + length - 8) >> 8 * (16 - length) : 0;
}

static inline uint64_t cupro__hash_halves_once(const struct cupro__hash_key *key,
                                               const uint64_t half[2], uint64_t length)
{
    const struct cupro__wide product = cupro__multiply_wide(half[0] ^ key->a, half[1] ^ key->b);
    return cupro__multiply_fold(product.low ^ key->c, product.high ^ key->b ^ length);
}

/* The hash of a key of `length` <= 16 bytes, from its halves. */
static inline uint64_t cupro__hash_halves(const struct cupro__hash_key *key, const uint64_t half[2],
                                          size_t length)
{
    return cupro__hash_halves_once(key, half, length) & key->mask;
}

/* The hash of more than 16 bytes. */
uint64_t cupro__hash_long(const struct cupro__hash_key *key, const void *bytes, size_t length);

/* The hash of any number of bytes; NULL is fine for none. */
static inline uint64_t cupro__hash_bytes(const struct cupro__hash_key *key, const void *bytes,
                                         size_t length)
{
    uint64_t half[2];
    if (length > 16)
        return cupro__hash_long(key, bytes, length);
    cupro__load_halves(bytes, length, half);
    return cupro__hash_halves(key, half, length);
}

#endif
