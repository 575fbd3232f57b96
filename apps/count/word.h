/* SPDX-License-Identifier: MIT */
/*
 * A word and how often it was seen: 32 bytes, half a cache line.
 *
 * Words of up to 16 bytes lie in the structure itself, padded with zeros, so that comparing them
 * takes no pointer and no loop. The padding hides how long they are; the tag tells.
 */
#ifndef COUNT_WORD_H
#define COUNT_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORD_INLINE 16

struct word {
    union {
        unsigned char bytes[WORD_INLINE];
        uint64_t half[2];
        struct {
            const unsigned char *at;
            size_t length;
        } far; /* a long word */
    } key;
    uint64_t tag; /* 0: none. The hash's upper 56 bits, then the length or WORD_FAR */
    uint64_t count;
};

#define WORD_FAR      UINT64_C(0xff)
#define WORD_TAG_BITS 56

static inline uint64_t word_tag(uint64_t hash, size_t length)
{
    return (hash & ~UINT64_C(0xff)) | (length <= WORD_INLINE ? length : WORD_FAR);
}

static inline bool word_is_far(const struct word *word)
{
    return (word->tag & 0xff) == WORD_FAR;
}

static inline size_t word_length(const struct word *word)
{
    return word_is_far(word) ? word->key.far.length : (size_t)(word->tag & 0xff);
}

static inline const unsigned char *word_bytes(const struct word *word)
{
    return word_is_far(word) ? word->key.far.at : word->key.bytes;
}

#endif
