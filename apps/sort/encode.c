/* SPDX-License-Identifier: MIT */
/*
 * Codes for lines: those of their keys, one after the other, and those of reversed keys with all
 * bits flipped (see order.h, encode.h).
 */
#include "sort/encode.h"

#include <cupro/error.h>

#include <string.h>

/* Put the key into encoder->copy without what -d or -i leaves out, and in capitals for -f. */
static int translate(struct encoder *encoder, const struct ordering *by, const char **begin,
                     const char **end)
{
    const struct rules *rules = &encoder->order->rules;
    const unsigned char *keep =
        by->dictionary ? rules->dictionary : (by->printing ? rules->printing : NULL);
    if (!keep && !by->fold)
        return 0;
    if (buffer_reserve(&encoder->copy, (size_t)(*end - *begin) + 1))
        return CUPRO_ENOMEM;
    unsigned char *to = encoder->copy.bytes;
    for (const char *at = *begin; at < *end; at++) {
        const unsigned char byte = (unsigned char)*at;
        *to = by->fold ? rules->upper[byte] : byte;
        to += keep ? keep[byte] : 1;
    }
    *begin = (const char *)encoder->copy.bytes;
    *end = (const char *)to;
    return 0;
}

static key_encoder *encoder_for(const struct order *order, const struct ordering *by)
{
    if (by->numeric)
        return encode_number;
    if (by->general)
        return encode_general;
    if (by->human)
        return encode_human;
    if (by->month)
        return encode_month;
    if (by->random)
        return encode_random;
    if (by->version)
        return encode_version;
    return order->rules.by_bytes ? encode_bytes : encode_collated;
}

/* The key, translated. */
static int key_part(struct encoder *encoder, const struct sort_key *key, cupro_slice line,
                    const char **begin, const char **end)
{
    *begin = line.begin;
    *end = line.begin + line.length;
    if (!key->whole)
        field_locate(key, &encoder->order->fields, begin, end);
    return translate(encoder, &key->by, begin, end);
}

/* Append the code of one key. *cut: whether it was cut short, so that nothing may follow. */
static int encode_key(struct encoder *encoder, const struct sort_key *key, cupro_slice line,
                      bool *cut)
{
    const char *begin, *end;
    const size_t from = encoder->length;
    key_encoder *encode = encoder_for(encoder->order, &key->by);
    int error = key_part(encoder, key, line, &begin, &end);
    if (!error)
        error = encode(encoder, begin, end);
    for (size_t at = from; key->by.reverse && at < encoder->length && !error; at++)
        encoder->code.bytes[at] = (unsigned char)~encoder->code.bytes[at];
    *cut = encode == encode_collated && encoder->length - from == CODE_LIMIT;
    return error;
}

int encode_line(struct encoder *encoder, cupro_slice line)
{
    const struct key_list *keys = &encoder->order->keys;
    bool cut = false;
    int error = 0;
    encoder->length = 0;
    for (size_t i = 0; i < keys->count && !cut && !error; i++)
        error = encode_key(encoder, &keys->key[i], line, &cut);
    return error;
}

/* Compare keys whose codes were cut: in pieces between zero bytes, by strcoll. */
static int compare_collated(struct encoder *a, struct encoder *b, const struct sort_key *key,
                            cupro_slice line_a, cupro_slice line_b, int *error)
{
    const char *at_a, *end_a, *at_b, *end_b;
    *error = key_part(a, key, line_a, &at_a, &end_a);
    if (!*error)
        *error = key_part(b, key, line_b, &at_b, &end_b);
    if (!*error)
        *error = copy_key(a, &at_a, &end_a);
    if (!*error)
        *error = copy_key(b, &at_b, &end_b);
    while (!*error && at_a < end_a && at_b < end_b) {
        const int order = strcoll(at_a, at_b);
        if (order != 0)
            return order;
        at_a += strlen(at_a) + 1;
        at_b += strlen(at_b) + 1;
    }
    return *error ? 0 : (at_a < end_a) - (at_b < end_b);
}

int order_compare_cut(struct encoder *encoder, cupro_slice a, cupro_slice b, int *error)
{
    struct encoder other = {.order = encoder->order};
    const struct key_list *keys = &encoder->order->keys;
    int order = 0;
    for (size_t i = 0; i < keys->count && order == 0 && !*error; i++) {
        const struct sort_key *key = &keys->key[i];
        bool cut_a = false, cut_b = false;
        encoder->length = other.length = 0;
        *error = encode_key(encoder, key, a, &cut_a);
        if (!*error)
            *error = encode_key(&other, key, b, &cut_b);
        if (*error)
            break;
        order = slice_compare((cupro_slice){(char *)encoder->code.bytes, encoder->length},
                              (cupro_slice){(char *)other.code.bytes, other.length});
        if (order == 0 && cut_a) {
            order = compare_collated(encoder, &other, key, a, b, error);
            order = key->by.reverse ? -order : order;
        }
    }
    encoder_free(&other);
    return order;
}

void encoder_free(struct encoder *encoder)
{
    buffer_free(&encoder->code);
    buffer_free(&encoder->copy);
    buffer_free(&encoder->collate);
}
