/* SPDX-License-Identifier: MIT */
/* UTF-8, one character at a time. */
#ifndef COUNT_UTF8_H
#define COUNT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define UTF8_MOST 4 /* bytes of a character */

static inline bool utf8_goes_on(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* Read the character at at[0 … left), left > 0: the number of its bytes. 0: no character that UTF-8
 * knows begins here, so the first byte is invalid (overlong forms and surrogates are, too). */
static inline size_t utf8_read(const unsigned char *at, size_t left, uint32_t *code)
{
    const uint32_t first = at[0];
    if (first < 0x80) {
        *code = first;
        return 1;
    }
    if (first < 0xe0) {
        if (first < 0xc2 || left < 2 || !utf8_goes_on(at[1]))
            return 0;
        *code = (first & 0x1f) << 6 | (at[1] & 0x3fU);
        return 2;
    }
    if (first < 0xf0) {
        if (left < 3 || !utf8_goes_on(at[1]) || !utf8_goes_on(at[2]))
            return 0;
        *code = (first & 0x0f) << 12 | (at[1] & 0x3fU) << 6 | (at[2] & 0x3fU);
        return *code >= 0x800 && (*code & 0xfffff800) != 0xd800 ? 3 : 0;
    }
    if (first > 0xf4 || left < 4 || !utf8_goes_on(at[1]) || !utf8_goes_on(at[2]) ||
        !utf8_goes_on(at[3]))
        return 0;
    *code = (first & 0x07) << 18 | (at[1] & 0x3fU) << 12 | (at[2] & 0x3fU) << 6 | (at[3] & 0x3fU);
    return *code >= 0x10000 && *code < 0x110000 ? 4 : 0;
}

/* Whether there are no bytes above 127. Up to seven bytes behind the text are read. */
static inline bool utf8_is_ascii(const unsigned char *bytes, size_t length)
{
    static const unsigned char keep[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    uint64_t high = 0;
    for (size_t i = 0; i < length; i += sizeof high) {
        const size_t left = length - i < sizeof high ? length - i : sizeof high;
        uint64_t part, mask;
        memcpy(&part, bytes + i, sizeof part);
        memcpy(&mask, keep + sizeof mask - left, sizeof mask);
        high |= part & mask;
    }
    return (high & UINT64_C(0x8080808080808080)) == 0;
}

/* How many characters; an invalid byte is one. */
static inline size_t utf8_length(const unsigned char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; count++) {
        uint32_t code;
        const size_t size = utf8_read(bytes + i, length - i, &code);
        i += size > 0 ? size : 1;
    }
    return count;
}

#endif
