/* SPDX-License-Identifier: MIT */
/* UTF-8, by table 3-7 of the Unicode Standard: which second byte the first one allows. Bytes of
 * ASCII are passed eight at a time. */
#include "search/output/utf8_check.h"

#include <stdint.h>
#include <string.h>

/* The length of the character that stands there; 0: there is none. */
static size_t character(const unsigned char *at, size_t left)
{
    const unsigned char first = at[0];
    const size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4 || left < length)
        return 0;
    const unsigned char least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const unsigned char most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (at[1] < least || at[1] > most)
        return 0;
    for (size_t i = 2; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    }
    return length;
}

bool utf8_check(const unsigned char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint64_t eight;
        if (length - at >= sizeof eight) {
            memcpy(&eight, bytes + at, sizeof eight);
            if ((eight & UINT64_C(0x8080808080808080)) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        const size_t step = character(bytes + at, length - at);
        if (step == 0)
            return false;
        at += step;
    }
    return true;
}
