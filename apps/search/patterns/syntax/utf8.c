/* SPDX-License-Identifier: MIT */
/* UTF-8 (see utf8.h). */
#include "search/patterns/syntax/utf8.h"

/* The length that the first byte says; 0: it begins none. */
static size_t length_of(unsigned char first)
{
    return first < 0x80   ? 1
           : first < 0xc2 ? 0
           : first < 0xe0 ? 2
           : first < 0xf0 ? 3
           : first < 0xf5 ? 4
                          : 0;
}

uint32_t utf8_character(const unsigned char *text, size_t n, size_t *length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t stray = *text < 0x80 ? *text : STRAY_BYTE + *text;
    size_t bytes = length_of(*text);
    *length = 1;
    if (bytes < 2 || bytes > n)
        return stray;
    uint32_t character = *text & (0xffu >> (bytes + 1));
    for (size_t i = 1; i < bytes; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return stray;
        character = character << 6 | (text[i] & 0x3f);
    }
    if (character < least[bytes] || character > LAST_CODE_POINT || character >> 11 == 0x1b)
        return stray;
    *length = bytes;
    return character;
}

size_t utf8_write(unsigned char bytes[4], uint32_t character)
{
    static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    if (character >= STRAY_BYTE || character < 0x80) {
        bytes[0] = (unsigned char)(character >= STRAY_BYTE ? character - STRAY_BYTE : character);
        return 1;
    }
    size_t n = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, character >>= 6)
        bytes[i] = (unsigned char)(0x80 | (character & 0x3f));
    bytes[0] = (unsigned char)(leads[n] | character);
    return n;
}

bool utf8_is_inside(const unsigned char *text, size_t n, size_t at)
{
    if (at >= n || (text[at] & 0xc0) != 0x80)
        return false;
    for (size_t back = 1; back <= 3 && back <= at; back++) {
        size_t length;
        if ((text[at - back] & 0xc0) == 0x80)
            continue;
        utf8_character(text + at - back, n - at + back, &length);
        return length > back;
    }
    return false;
}
