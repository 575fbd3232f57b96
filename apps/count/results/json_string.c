/* SPDX-License-Identifier: MIT */
/*
 * Strings in JSON (RFC 8259; json_string in row.h). Characters go out as they are, but for quotes,
 * backslashes and control characters. Which bytes may follow each other in UTF-8 is table 3-7 of
 * the Unicode standard.
 */
#include "count/results/row.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

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

/* The bytes that begin a character, 1 at least; *whole if they are all of it. */
static size_t character(const unsigned char *at, size_t left, bool *whole)
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

static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

static void put_escape(struct draft *draft, unsigned char byte)
{
    static const char names[] = "btn-fr", digits[] = "0123456789abcdef"; /* 08 to 0d */
    char escape[] = {'\\', (char)byte, '0', '0', '0', '0'};
    size_t length = 2;
    if (byte >= '\b' && byte <= '\r' && byte != '\v') {
        escape[1] = names[byte - '\b'];
    } else if (byte < 0x20) {
        escape[1] = 'u';
        escape[4] = digits[byte >> 4];
        escape[5] = digits[byte & 15];
        length = sizeof escape;
    }
    draft_bytes(draft, escape, length);
}

void json_string(struct draft *draft, const char *bytes, size_t length)
{
    const unsigned char *at = (const unsigned char *)bytes, *const end = at + length, *plain = at;
    draft_byte(draft, '"');
    while (at < end) {
        bool whole = true;
        const size_t got = is_plain(*at) ? 1 : character(at, (size_t)(end - at), &whole);
        if (is_plain(*at) || (whole && got > 1)) {
            at += got;
            continue;
        }
        draft_bytes(draft, plain, (size_t)(at - plain));
        if (whole)
            put_escape(draft, *at);
        else
            draft_text(draft, REPLACEMENT);
        plain = at += got;
    }
    draft_bytes(draft, plain, (size_t)(at - plain));
    draft_byte(draft, '"');
}
