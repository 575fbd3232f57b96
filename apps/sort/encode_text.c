/* SPDX-License-Identifier: MIT */
/*
 * Codes for texts (see encode.h).
 *
 * By bytes: as they are, with a zero byte at the end; the two bytes 0 and 1 become 1 1 and 1 2, so
 * that the end is less than anything that goes on.
 *
 * In a locale's order: what strxfrm makes of the pieces between zero bytes, each with 0 1 behind
 * it, and the last with 0 0. It is several times as long as the text, so it is cut: texts whose
 * codes are equal and cut are compared by strcoll.
 */
#include "sort/encode.h"

#include <cupro/error.h>

#include <stdlib.h>
#include <string.h>

int encode_bytes(struct encoder *encoder, const char *begin, const char *end)
{
    const size_t length = (size_t)(end - begin);
    unsigned char *to = code_reserve(encoder, 2 * length + 1);
    if (!to)
        return CUPRO_ENOMEM;
    for (; begin < end; begin++) {
        const unsigned char byte = (unsigned char)*begin;
        *to = byte > 1 ? byte : 1;
        to += byte <= 1;
        *to = byte > 1 ? byte : (unsigned char)(byte + 1);
        to++;
    }
    *to++ = 0;
    encoder->length = (size_t)(to - encoder->code.bytes);
    return 0;
}

/* Append strxfrm of the piece, and a zero byte. */
static int collate_piece(struct encoder *encoder, const char *piece, size_t *length)
{
    struct buffer *out = &encoder->collate;
    size_t guess = 4 * strlen(piece) + 16;
    for (;;) {
        if (buffer_reserve(out, *length + guess))
            return CUPRO_ENOMEM;
        const size_t needed = strxfrm((char *)out->bytes + *length, piece, out->room - *length);
        if (needed < out->room - *length) {
            *length += needed + 1;
            return 0;
        }
        guess = needed + 1;
    }
}

int copy_key(struct encoder *encoder, const char **begin, const char **end)
{
    const size_t length = (size_t)(*end - *begin);
    if (buffer_reserve(&encoder->copy, length + 1))
        return CUPRO_ENOMEM;
    char *copy = (char *)encoder->copy.bytes;
    if (length > 0 && *begin != copy)
        memcpy(copy, *begin, length);
    copy[length] = '\0';
    *begin = copy;
    *end = copy + length;
    return 0;
}

int collate_pieces(struct encoder *encoder, const char *begin, const char *end, size_t *length)
{
    *length = 0;
    int error = copy_key(encoder, &begin, &end);
    for (; begin < end && !error; begin += strlen(begin) + 1)
        error = collate_piece(encoder, begin, length);
    return error;
}

int encode_collated(struct encoder *encoder, const char *begin, const char *end)
{
    size_t length;
    if (collate_pieces(encoder, begin, end, &length))
        return CUPRO_ENOMEM;
    unsigned char *const from = code_reserve(encoder, 2 * length + 2);
    if (!from)
        return CUPRO_ENOMEM;
    unsigned char *to = from;
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = encoder->collate.bytes[i];
        *to++ = byte;
        if (byte == 0)
            *to++ = 1;
    }
    *to++ = 0;
    *to++ = 0;
    size_t size = (size_t)(to - from);
    if (size >= CODE_LIMIT) {
        size = CODE_LIMIT;
        atomic_store(encoder->order->cut, true);
    }
    encoder->length += size;
    return 0;
}
