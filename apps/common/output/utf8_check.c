/* SPDX-License-Identifier: MIT */
/* UTF-8, by table 3-7 of the Unicode Standard: which second byte the first one allows. Bytes of
 * ASCII are passed eight at a time. */
#include "common/output/utf8_check.h"

#include <stdint.h>
#include <string.h>

/* How long the character is that begins with this byte, 0 if none does; and what its second byte
 * may be. All others are 80 to bf. */
static size_t length_of(unsigned char byte, unsigned char *low, unsigned char *high)
{
    *low = byte == 0xe0 ? 0xa0 : (byte == 0xf0 ? 0x90 : 0x80);
    *high = byte == 0xed ? 0x9f : (byte == 0xf4 ? 0x8f : 0xbf);
    if (byte < 0x80)
        return 1;
    if (byte >= 0xc2 && byte <= 0xdf)
        return 2;
    if (byte >= 0xe0 && byte <= 0xef)
        return 3;
    return byte >= 0xf0 && byte <= 0xf4 ? 4 : 0;
}

size_t utf8_part(const unsigned char *at, size_t left, bool *whole)
{
    unsigned char low, high;
    const size_t wanted = length_of(at[0], &low, &high);
    size_t got = 1;
    for (; got < wanted && got < left && at[got] >= low && at[got] <= high; got++) {
        low = 0x80;
        high = 0xbf;
    }
    *whole = got == wanted;
    return got;
}

bool utf8_check(const unsigned char *bytes, size_t length)
{
    bool whole = true;
    for (size_t at = 0; at < length && whole;) {
        uint64_t eight = UINT64_MAX;
        if (length - at >= sizeof eight)
            memcpy(&eight, bytes + at, sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) == 0)
            at += sizeof eight;
        else
            at += utf8_part(bytes + at, length - at, &whole);
    }
    return whole;
}
