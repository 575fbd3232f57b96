/* SPDX-License-Identifier: MIT */
/* Strings in JSON (RFC 8259). Characters go out as they are, but for quotes, backslashes and
 * control characters. */
#include "common/output/json_string.h"
#include "common/output/utf8_check.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

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
        const size_t got = is_plain(*at) ? 1 : utf8_part(at, (size_t)(end - at), &whole);
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
