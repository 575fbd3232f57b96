/* SPDX-License-Identifier: MIT */
/*
 * Codes for texts (see encode.h).
 *
 * By bytes: as they are, with a zero byte at the end; the two bytes 0 and 1 become 1 1 and 1 2, so
 * that the end is less than anything that goes on.
 *
 * In a locale's order: the weights of the first level in what strxfrm makes of the text, up to a
 * zero byte. They end at a byte 1, which is how glibc divides levels; so that shorter ones come
 * first, and the empty text before all. Where they are equal strcoll is to be asked: strxfrm as a
 * whole would be several times as long as the text, and of two texts with punctuation it may not
 * say what strcoll does (glibc 2.36: " 1k" and "1.K" in en_US.UTF-8).
 */
#include "sort/keys/encode.h"

#include <cupro/error.h>

#include <stdlib.h>
#include <string.h>

#define LEVEL_END    1
#define MOST_WEIGHTS ((size_t)1 << 16)

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
    const bool empty = begin == end;
    size_t length = 0;
    if (copy_key(encoder, &begin, &end) || collate_piece(encoder, begin, &length))
        return CUPRO_ENOMEM;
    const unsigned char *weights = encoder->collate.bytes;
    const unsigned char *level_end = memchr(weights, LEVEL_END, length);
    size_t size = level_end ? (size_t)(level_end - weights) : length - 1;
    if (size > MOST_WEIGHTS)
        size = MOST_WEIGHTS;
    unsigned char *to = code_reserve(encoder, size + 1);
    if (!to)
        return CUPRO_ENOMEM;
    memcpy(to, weights, size);
    to[size] = empty ? 0 : LEVEL_END;
    encoder->length += size + 1;
    return 0;
}
