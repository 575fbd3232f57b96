/* SPDX-License-Identifier: MIT */
/*
 * Codes for lines: those of their keys, one after the other, and those of reversed keys with all
 * bits flipped (see order.h, encode.h).
 */
#include "sort/keys/encode.h"

#include <cupro/error.h>

#include <stdint.h>
#include <string.h>

/* Put the key's first `room` bytes into encoder->copy, without what -d or -i leaves out, and in
 * capitals for -f. */
static int translate(struct encoder *encoder, const struct ordering *by, size_t room,
                     const char **begin, const char **end)
{
    const struct rules *rules = &encoder->order->rules;
    const unsigned char *keep =
        by->dictionary ? rules->dictionary : (by->printing ? rules->printing : NULL);
    if (!keep && !by->fold) {
        *end = *begin + room;
        return 0;
    }
    if (buffer_reserve(&encoder->copy, room + 1))
        return CUPRO_ENOMEM;
    unsigned char *to = encoder->copy.bytes;
    const unsigned char *const enough = to + room;
    for (const char *at = *begin; at < *end && to < enough; at++) {
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

/* How many bytes of the key can matter. */
static size_t key_room(const struct encoder *encoder, const struct ordering *by, size_t length)
{
    if (encoder->limit == 0 || encoder_for(encoder->order, by) != encode_bytes)
        return length;
    const size_t room = encoder->limit - encoder->length;
    return room < length ? room : length;
}

/* The key, translated. */
static int key_part(struct encoder *encoder, const struct sort_key *key, cupro_slice line,
                    const char **begin, const char **end)
{
    *begin = line.begin;
    *end = line.begin + line.length;
    if (!key->whole)
        field_locate(key, &encoder->order->fields, begin, end);
    const size_t room = key_room(encoder, &key->by, (size_t)(*end - *begin));
    return translate(encoder, &key->by, room, begin, end);
}

/* Append the code of one key. */
static int encode_key(struct encoder *encoder, const struct sort_key *key, cupro_slice line)
{
    const char *begin, *end;
    const size_t from = encoder->length;
    key_encoder *encode = encoder_for(encoder->order, &key->by);
    int error = key_part(encoder, key, line, &begin, &end);
    if (!error)
        error = encode(encoder, begin, end);
    for (size_t at = from; key->by.reverse && at < encoder->length && !error; at++)
        encoder->code.bytes[at] = (unsigned char)~encoder->code.bytes[at];
    return error;
}

int encode_line(struct encoder *encoder, cupro_slice line)
{
    const struct key_list *keys = &encoder->order->keys;
    bool ends = false;
    int error = 0;
    encoder->length = 0;
    const size_t enough = encoder->limit > 0 ? encoder->limit : SIZE_MAX;
    for (size_t i = 0; i < keys->count && encoder->length < enough && !ends && !error; i++) {
        error = encode_key(encoder, &keys->key[i], line);
        ends = encoder_for(encoder->order, &keys->key[i].by) == encode_collated;
    }
    return error;
}

int order_code(struct encoder *encoder, cupro_slice line, cupro_slice *code)
{
    const struct order *order = encoder->order;
    if (order->plain || order->direct) {
        *code = order_slice(order, line);
        return 0;
    }
    const int error = encode_line(encoder, line);
    *code = (cupro_slice){(const char *)encoder->code.bytes, encoder->length};
    return error;
}

int order_compare_codes(struct comparer *comparer, cupro_slice a, cupro_slice b, int *error)
{
    cupro_slice code_a, code_b;
    *error = order_code(&comparer->a, a, &code_a);
    if (!*error)
        *error = order_code(&comparer->b, b, &code_b);
    return *error ? 0 : slice_compare(code_a, code_b);
}

/* Compare texts in pieces between zero bytes, by strcoll. The empty one is least. */
static int compare_texts(const char *a, const char *end_a, const char *b, const char *end_b)
{
    if (a == end_a || b == end_b)
        return (a < end_a) - (b < end_b);
    for (;;) {
        const int order = strcoll(a, b);
        if (order != 0)
            return order;
        a += strlen(a) + 1;
        b += strlen(b) + 1;
        if (a > end_a || b > end_b)
            return (a <= end_a) - (b <= end_b);
    }
}

static int compare_texts_of(struct comparer *comparer, const struct sort_key *key, cupro_slice a,
                            cupro_slice b, int *error)
{
    const char *at_a, *end_a, *at_b, *end_b;
    *error = key_part(&comparer->a, key, a, &at_a, &end_a);
    if (!*error)
        *error = key_part(&comparer->b, key, b, &at_b, &end_b);
    if (!*error && end_a - at_a == end_b - at_b && memcmp(at_a, at_b, (size_t)(end_a - at_a)) == 0)
        return 0;
    if (!*error)
        *error = copy_key(&comparer->a, &at_a, &end_a);
    if (!*error)
        *error = copy_key(&comparer->b, &at_b, &end_b);
    if (*error)
        return 0;
    const int order = compare_texts(at_a, end_a, at_b, end_b);
    return key->by.reverse ? -order : order;
}

static int compare_codes_of(struct comparer *comparer, const struct sort_key *key, cupro_slice a,
                            cupro_slice b, int *error)
{
    comparer->a.length = comparer->b.length = 0;
    *error = encode_key(&comparer->a, key, a);
    if (!*error)
        *error = encode_key(&comparer->b, key, b);
    if (*error)
        return 0;
    return slice_compare((cupro_slice){(char *)comparer->a.code.bytes, comparer->a.length},
                         (cupro_slice){(char *)comparer->b.code.bytes, comparer->b.length});
}

int order_compare_collated(struct comparer *comparer, cupro_slice a, cupro_slice b, int *error)
{
    const struct order *rules = comparer->a.order;
    int order = 0;
    if (a.length == b.length && memcmp(a.begin, b.begin, a.length) == 0)
        return 0;
    for (size_t i = 0; i < rules->keys.count && order == 0 && !*error; i++) {
        const struct sort_key *key = &rules->keys.key[i];
        order = encoder_for(rules, &key->by) == encode_collated
                    ? compare_texts_of(comparer, key, a, b, error)
                    : compare_codes_of(comparer, key, a, b, error);
    }
    return order;
}

void comparer_free(struct comparer *comparer)
{
    encoder_free(&comparer->a);
    encoder_free(&comparer->b);
}

void encoder_free(struct encoder *encoder)
{
    buffer_free(&encoder->code);
    buffer_free(&encoder->copy);
    buffer_free(&encoder->collate);
}
