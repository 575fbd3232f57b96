/* SPDX-License-Identifier: MIT */
/* Codes for -R (see encode.h): MD5 of random bytes and the key, so that equal keys stay together.
 * Outside of the locales "C" and "POSIX" it is that of the key as strxfrm has it, as with GNU sort;
 * so a --random-source gives the same order there and here. */
#include "sort/keys/encode.h"

#include <cupro/error.h>

int encode_random(struct encoder *encoder, const char *begin, const char *end)
{
    unsigned char *to = code_reserve(encoder, MD5_BYTES);
    if (!to)
        return CUPRO_ENOMEM;
    const unsigned char *bytes = (const unsigned char *)begin;
    size_t length = (size_t)(end - begin);
    if (encoder->order->rules.hard) {
        if (collate_pieces(encoder, begin, end, &length))
            return CUPRO_ENOMEM;
        bytes = encoder->collate.bytes;
    }
    struct md5 state = encoder->order->salted;
    md5_add(&state, bytes, length);
    md5_end(&state, to);
    encoder->length += MD5_BYTES;
    return 0;
}
