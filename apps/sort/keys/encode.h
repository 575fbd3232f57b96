/* SPDX-License-Identifier: MIT */
/*
 * Codes for one key (see order.h). Each is written at encoder->length of encoder->code, and none is
 * the beginning of another one of its kind, so that the next key's may follow.
 *
 * The key is [begin, end), translated. All return 0 or CUPRO_ENOMEM.
 */
#ifndef SORT_ENCODE_H
#define SORT_ENCODE_H

#include "sort/keys/order.h"

typedef int key_encoder(struct encoder *encoder, const char *begin, const char *end);

key_encoder encode_bytes;
key_encoder encode_collated;
key_encoder encode_number;
key_encoder encode_human;
key_encoder encode_general;
key_encoder encode_month;
key_encoder encode_version;
key_encoder encode_random;

/* Put the key into encoder->copy, with a zero byte behind it. */
int copy_key(struct encoder *encoder, const char **begin, const char **end);

/* strcoll of [begin, end), which may have zero bytes in it, into encoder->collate: pieces as
 * strxfrm has them, each with a zero byte behind it. `*length`: of all of them. */
int collate_pieces(struct encoder *encoder, const char *begin, const char *end, size_t *length);

/* For --debug: where the month, or the number, ends that the key begins with; or where it begins,
 * if there is none. */
const char *month_end(const struct rules *rules, const char *begin, const char *end);
const char *general_end(const char *begin, const char *end);
const char *number_end(const struct rules *rules, const char *begin, const char *end, bool unit);

/* Room for `size` bytes more, at the place that is returned; NULL: no memory. */
static inline unsigned char *code_reserve(struct encoder *encoder, size_t size)
{
    if (buffer_reserve(&encoder->code, encoder->length + size))
        return NULL;
    return encoder->code.bytes + encoder->length;
}

static inline const char *key_skip_blanks(const struct encoder *encoder, const char *begin,
                                          const char *end)
{
    while (begin < end && encoder->order->rules.blank[(unsigned char)*begin])
        begin++;
    return begin;
}

/* The number, most significant byte first. */
static inline unsigned char *code_put64(unsigned char *to, uint64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        *to++ = (unsigned char)(number >> shift);
    return to;
}

#endif
