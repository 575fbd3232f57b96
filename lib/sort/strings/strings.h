/* SPDX-License-Identifier: MIT */
/*
 * Strings that are sorted: an array of elements each of which has a cupro_slice in it, and the keys
 * that stand for some bytes of a string.
 *
 * A key is the next seven bytes, as a number of which the first byte is the highest, and in its
 * lowest byte how many there are, 8 standing for "there is more". So strings that end are told from
 * those that go on with NULs, keys are in the strings' order, and strings with the same key are
 * either equal or have seven more bytes in common. A descending order complements all keys.
 */
#ifndef CUPRO__STRINGS_H
#define CUPRO__STRINGS_H

#include "runtime/engine/engine.h"

#include <cupro/text.h>
#include <stdbool.h>
#include <string.h>

struct cupro__strings {
    char *x;
    size_t n;
    size_t size, offset; /* bytes of an element, and where in it its string is      */
    uint64_t flip;       /* what keys are exclusive-ored with: for descending, ones */
};

/* Sort them on a crew. CUPRO_EINVAL (a string that is not there, and nothing moved), CUPRO_ENOMEM
 * (the same), or why it was stopped; the array then holds its elements in some order. */
int cupro__sort_strings(const struct cupro__strings *strings, const struct cupro__crew *crew,
                        const cupro_call *call);

/* The same of some thousand or more. */
int cupro__sort_many_strings(const struct cupro__strings *strings, const struct cupro__crew *crew,
                             const cupro_call *call);

/* Whether they are sorted already, or were sorted by turning them around: on a crew, or here. */
int cupro__strings_presorted(const struct cupro__strings *strings, const struct cupro__crew *crew,
                             const cupro_call *call, bool *done);
bool cupro__strings_presorted_here(const struct cupro__strings *strings);

static inline cupro_slice cupro__string_at(const struct cupro__strings *strings, size_t i)
{
    cupro_slice slice;
    memcpy(&slice, strings->x + i * strings->size + strings->offset, sizeof slice);
    return slice;
}

/* Whether one of n strings has bytes, but no beginning. */
static inline bool cupro__strings_missing(const struct cupro__strings *strings, size_t first,
                                          size_t n)
{
    bool missing = false;
    for (size_t i = first; i < first + n; i++) {
        cupro_slice string = cupro__string_at(strings, i);
        missing |= string.begin == NULL && string.length > 0;
    }
    return missing;
}

/* -- Keys -------------------------------------------------------------------------------------- */

enum { CUPRO__KEY_BYTES = 7, CUPRO__KEY_GOES_ON = 8 };

static inline uint64_t cupro__first_byte_highest(uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return __builtin_bswap64(word);
#else
    return word;
#endif
}

static inline uint64_t cupro__load_bytes(const char *at, size_t many)
{
    uint64_t word = 0;
    memcpy(&word, at, many);
    return cupro__first_byte_highest(word);
}

/* The key of a string that ends before the key does; no byte behind it is read. */
static inline uint64_t cupro__key_of_end(const char *at, size_t left)
{
    uint64_t key = 0;
    if (left >= 4)
        key = cupro__load_bytes(at, 4) | cupro__load_bytes(at + left - 4, 4) >> 8 * (left - 4);
    else if (left > 0)
        key = cupro__load_bytes(at, 1) | cupro__load_bytes(at + left / 2, 1) >> 8 * (left / 2) |
              cupro__load_bytes(at + left - 1, 1) >> 8 * (left - 1);
    return key | left;
}

/* Of the bytes from `depth` on, of a string that has so many or more. */
static inline uint64_t cupro__string_key(cupro_slice string, size_t depth, uint64_t flip)
{
    size_t left = string.length - depth;
    if (left == 0)
        return flip;
    if (left < CUPRO__KEY_GOES_ON)
        return cupro__key_of_end(string.begin + depth, left) ^ flip;
    uint64_t key = cupro__load_bytes(string.begin + depth, 8);
    return ((key & ~(uint64_t)255) | CUPRO__KEY_GOES_ON) ^ flip;
}

/* How many bytes the key tells of, or CUPRO__KEY_GOES_ON. */
static inline size_t cupro__key_bytes(uint64_t key, uint64_t flip)
{
    return (key ^ flip) & 255;
}

/* The keys of n strings. Each is a cache miss, or several at once, where they lie far apart. */
static inline void cupro__string_keys(const struct cupro__strings *strings, size_t first, size_t n,
                                      size_t depth, uint64_t *keys)
{
    enum { AHEAD = 24 };
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            __builtin_prefetch(
                (const void *)((uintptr_t)cupro__string_at(strings, first + i + AHEAD).begin +
                               depth));
        keys[i] = cupro__string_key(cupro__string_at(strings, first + i), depth, strings->flip);
    }
}

/* -- Two strings ------------------------------------------------------------------------------- */

/* Where they differ first from `from` on, or `most`: neither is shorter than that. */
static inline size_t cupro__strings_common(const char *a, const char *b, size_t from, size_t most)
{
    for (; most - from >= 8; from += 8) {
        uint64_t differing = cupro__load_bytes(a + from, 8) ^ cupro__load_bytes(b + from, 8);
        if (differing != 0)
            return from + (size_t)__builtin_clzll(differing) / 8;
    }
    while (from < most && a[from] == b[from])
        from++;
    return from;
}

/* Less than, equal to or greater than 0; the first `depth` bytes are the same. */
static inline int cupro__strings_compare(cupro_slice a, cupro_slice b, size_t depth)
{
    size_t least = a.length < b.length ? a.length : b.length;
    int order = least > depth ? memcmp(a.begin + depth, b.begin + depth, least - depth) : 0;
    return order != 0 ? order : a.length < b.length ? -1 : a.length > b.length;
}

#endif
