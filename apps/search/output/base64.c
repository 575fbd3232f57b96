/* SPDX-License-Identifier: MIT */
/* Base64 (see base64.h): three bytes are four letters. */
#include "search/output/base64.h"

void base64(struct draft *draft, const unsigned char *bytes, size_t length)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < length; at += 3) {
        const size_t left = length - at < 3 ? length - at : 3;
        uint32_t bits = (uint32_t)bytes[at] << 16;
        bits |= left > 1 ? (uint32_t)bytes[at + 1] << 8 : 0;
        bits |= left > 2 ? bytes[at + 2] : 0;
        char four[4] = {'=', '=', '=', '='};
        for (size_t i = 0; i <= left; i++)
            four[i] = letters[bits >> (18 - 6 * i) & 63];
        draft_bytes(draft, four, sizeof four);
    }
}
