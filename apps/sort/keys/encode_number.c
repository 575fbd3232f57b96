/* SPDX-License-Identifier: MIT */
/*
 * Codes for numbers of any length (see encode.h): -n and -h.
 *
 * 0x80 is zero. Positive numbers are 0x81 plus the count of digits before the point, without
 * leading zeros; then these digits and those behind the point, as one string without zeros at its
 * end, in half bytes, d + 1 each, so that a half byte 0 ends them. Negative ones are the same with
 * all bits flipped. -h puts the unit's rank before that.
 */
#include "sort/keys/encode.h"

#include <cupro/error.h>

#define MOST_SHORT 0x70 /* counts above that take eight bytes more */

struct decimal {
    bool negative;
    const char *whole, *whole_end; /* from the first digit that is not 0; separators among them */
    const char *part, *part_end;   /* behind the point, without zeros at the end */
    size_t digits;                 /* in `whole` */
};

static inline bool is_digit(char byte)
{
    return (unsigned char)(byte - '0') < 10;
}

static struct decimal read_decimal(const struct rules *rules, const char *at, const char *end)
{
    struct decimal number = {0};
    if (at < end && *at == '-') {
        number.negative = true;
        at++;
    }
    while (at < end && (*at == '0' || (unsigned char)*at == rules->thousands))
        at++;
    number.whole = at;
    for (; at < end; at++) {
        if (is_digit(*at))
            number.digits++;
        else if ((unsigned char)*at != rules->thousands)
            break;
    }
    number.whole_end = number.part = number.part_end = at;
    if (at < end && (unsigned char)*at == rules->point) {
        number.part = number.part_end = ++at;
        for (; at < end && is_digit(*at); at++) {
            if (*at != '0')
                number.part_end = at + 1;
        }
    }
    return number;
}

/* Digits in half bytes. `half` says whether the last byte has room for one more. */
static inline unsigned char *put_digits(unsigned char *to, bool *half, const char *at,
                                        const char *end)
{
    for (; at < end; at++) {
        if (!is_digit(*at))
            continue;
        const unsigned code = (unsigned)(*at - '0') + 1;
        if (*half)
            to[-1] = (unsigned char)(to[-1] | code);
        else
            *to++ = (unsigned char)(code << 4);
        *half = !*half;
    }
    return to;
}

static unsigned char *put_decimal(unsigned char *to, const struct decimal *number)
{
    unsigned char *const from = to;
    const char *whole_end = number->whole_end;
    if (number->digits == 0 && number->part == number->part_end) {
        *to++ = 0x80;
        return to;
    }
    if (number->part == number->part_end) {
        while (whole_end[-1] == '0' || !is_digit(whole_end[-1]))
            whole_end--;
    }
    if (number->digits <= MOST_SHORT) {
        *to++ = (unsigned char)(0x81 + number->digits);
    } else {
        *to++ = 0x82 + MOST_SHORT;
        to = code_put64(to, number->digits);
    }
    bool half = false;
    to = put_digits(to, &half, number->whole, whole_end);
    to = put_digits(to, &half, number->part, number->part_end);
    if (!half)
        *to++ = 0;
    for (unsigned char *at = from; number->negative && at < to; at++)
        *at = (unsigned char)~*at;
    return to;
}

int encode_number(struct encoder *encoder, const char *begin, const char *end)
{
    unsigned char *to = code_reserve(encoder, (size_t)(end - begin) + 16);
    if (!to)
        return CUPRO_ENOMEM;
    begin = key_skip_blanks(encoder, begin, end);
    const struct decimal number = read_decimal(&encoder->order->rules, begin, end);
    encoder->length = (size_t)(put_decimal(to, &number) - encoder->code.bytes);
    return 0;
}

static const unsigned char ranks[256] = {
    ['K'] = 1, ['k'] = 1, ['M'] = 2, ['G'] = 3, ['T'] = 4,
    ['P'] = 5, ['E'] = 6, ['Z'] = 7, ['Y'] = 8,
};

/* Where the digits end, at which a unit may stand. *most: the greatest digit, or 0 without one. */
static const char *skip_digits(const struct rules *rules, const char *at, const char *end,
                               char *most)
{
    *most = 0;
    while (at < end && is_digit(*at)) {
        *most = *at > *most ? *at : *most;
        at++;
        /* One separator may stand between two digits; behind the last one it ends the number. */
        if (at < end && (unsigned char)*at == rules->thousands) {
            if (at + 1 == end || !is_digit(at[1]))
                return at;
            at++;
        }
    }
    if (at < end && (unsigned char)*at == rules->point) {
        for (at++; at < end && is_digit(*at); at++)
            *most = *at > *most ? *at : *most;
    }
    return at;
}

/* The rank of the unit that stands right behind the number; 0: none, or the number is zero. */
static int unit_rank(const struct rules *rules, const char *at, const char *end)
{
    char most;
    at = skip_digits(rules, at, end, &most);
    return most <= '0' || at == end ? 0 : ranks[(unsigned char)*at];
}

const char *number_end(const struct rules *rules, const char *begin, const char *end, bool unit)
{
    char most;
    const char *at = skip_digits(rules, begin + (begin < end && *begin == '-'), end, &most);
    if (most == 0)
        return begin;
    return at + (unit && at < end && ranks[(unsigned char)*at] > 0);
}

int encode_human(struct encoder *encoder, const char *begin, const char *end)
{
    unsigned char *to = code_reserve(encoder, (size_t)(end - begin) + 17);
    if (!to)
        return CUPRO_ENOMEM;
    begin = key_skip_blanks(encoder, begin, end);
    const struct decimal number = read_decimal(&encoder->order->rules, begin, end);
    const int rank = unit_rank(&encoder->order->rules, begin + number.negative, end);
    *to++ = (unsigned char)(0x80 + (number.negative ? -rank : rank));
    encoder->length = (size_t)(put_decimal(to, &number) - encoder->code.bytes);
    return 0;
}
