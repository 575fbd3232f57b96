/* SPDX-License-Identifier: MIT */
/*
 * Codes for -g (see encode.h): a long double's bits, most significant byte first, with those of
 * negative numbers flipped, and the sign bit of the others set. What is no number has a code below
 * all of them, and then come NaNs; -0 is 0.
 *
 * strtold costs some 80 ns; decimals of up to 19 digits are a number of 64 bits and a power of ten
 * that a long double holds exactly, to 10^27, so that one division or product rounds as strtold
 * does (Clinger, "How to Read Floating Point Numbers Accurately", PLDI 1990).
 */
#include "sort/keys/encode.h"

#include <cupro/error.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The 80 bits of x86 come in 16 bytes. */
#define CODE_BYTES (LDBL_MANT_DIG == 64 ? 10 : sizeof(long double))

#define MOST_DIGITS          19
#define MOST_EXPONENT_DIGITS 4

/* [-+]digits, and nothing else, to be added to *exponent. */
static bool read_exponent(const char *at, const char *end, int *exponent)
{
    int value = 0;
    const bool negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    if (at == end || end - at > MOST_EXPONENT_DIGITS)
        return false;
    for (; at < end; at++) {
        if (*at < '0' || *at > '9')
            return false;
        value = 10 * value + (*at - '0');
    }
    *exponent += negative ? -value : value;
    return true;
}

/* digits * 10^exponent. False: that takes more than one step that rounds. */
static bool scale(uint64_t digits, int exponent, long double *value)
{
    static const long double powers[] = {1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,
                                         1e7L,  1e8L,  1e9L,  1e10L, 1e11L, 1e12L, 1e13L,
                                         1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L,
                                         1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L};
    const int most = (int)(sizeof powers / sizeof powers[0]) - 1;
    if (LDBL_MANT_DIG < 64 || exponent < -most || exponent > most)
        return false;
    *value = exponent < 0 ? (long double)digits / powers[-exponent]
                          : (long double)digits * powers[exponent];
    return true;
}

/* [-]digits[.digits][exponent], and nothing else. False: it is something else, or too long. */
static bool read_short(const char *at, const char *end, int point, long double *value)
{
    const bool negative = at < end && *at == '-';
    uint64_t digits = 0;
    int count = 0, behind = -1, exponent = 0;
    for (at += negative; at < end; at++) {
        const unsigned digit = (unsigned)(unsigned char)*at - '0';
        if (digit < 10) {
            if (++count > MOST_DIGITS)
                return false;
            digits = digits * 10 + digit;
            behind += behind >= 0;
        } else if ((unsigned char)*at == point && behind < 0) {
            behind = 0;
        } else {
            break;
        }
    }
    if (count == 0)
        return false;
    if (at < end && ((*at | 0x20) != 'e' || !read_exponent(at + 1, end, &exponent)))
        return false;
    if (!scale(digits, exponent - (behind > 0 ? behind : 0), value))
        return false;
    if (negative)
        *value = -*value;
    return true;
}

/* What is no number: zero bytes, which are less than -inf, and behind those of a NaN its bytes as
 * they lie in memory, which is how GNU sort orders NaNs. Returns where the code ends. */
static unsigned char *put_no_number(unsigned char *to, const unsigned char *nan_bits)
{
    memset(to, 0, CODE_BYTES);
    to += CODE_BYTES;
    if (!nan_bits)
        return to;
    to[-1] = 1;
    memcpy(to, nan_bits, CODE_BYTES);
    return to + CODE_BYTES;
}

static unsigned char *put_value(unsigned char *to, long double value)
{
    unsigned char bits[sizeof value];
    if (value == 0)
        value = 0; /* -0 */
    memcpy(bits, &value, sizeof bits);
    if (isnan(value))
        return put_no_number(to, bits);
    const unsigned char flip = bits[CODE_BYTES - 1] & 0x80 ? 0xff : 0;
    for (size_t i = 0; i < CODE_BYTES; i++)
        to[i] = bits[CODE_BYTES - 1 - i] ^ flip;
    if (!flip)
        to[0] |= 0x80;
    return to + CODE_BYTES;
}

int encode_general(struct encoder *encoder, const char *begin, const char *end)
{
    unsigned char *to = code_reserve(encoder, 2 * CODE_BYTES);
    if (!to)
        return CUPRO_ENOMEM;
    long double value;
    const char *from = key_skip_blanks(encoder, begin, end);
    bool is_number = read_short(from, end, encoder->order->rules.point, &value);
    if (!is_number) {
        char *rest;
        if (copy_key(encoder, &begin, &end))
            return CUPRO_ENOMEM;
        value = strtold(begin, &rest);
        is_number = rest != begin;
    }
    to = is_number ? put_value(to, value) : put_no_number(to, NULL);
    encoder->length = (size_t)(to - encoder->code.bytes);
    return 0;
}

const char *general_end(const char *begin, const char *end)
{
    struct encoder encoder = {0};
    const char *from = begin, *to = end;
    char *rest;
    if (copy_key(&encoder, &from, &to))
        return begin;
    (void)strtold(from, &rest);
    begin += rest - from;
    encoder_free(&encoder);
    return begin;
}
