/* SPDX-License-Identifier: MIT */
/*
 * Codes for -V (see encode.h), the order of versions in file names.
 *
 * A name is a list of pairs of a text without digits and a number. A text's bytes have codes of
 * their own: '~' is least, then comes the end of the text, then letters, then all others. A number
 * is its digits without leading zeros, after their count. Behind the last pair there is the end of
 * a text. Empty names, ".", "..", and those that begin with a dot come first, in this order.
 * Suffixes as of files (".tar.gz") count only where the names before them are equal: so the code is
 * that of the name without its suffix, and then that of all of it.
 */
#include "sort/keys/encode.h"

#include <cupro/error.h>

#include <string.h>

enum { CODE_TILDE, CODE_TEXT_END, CODE_LETTER, CODE_OTHER = CODE_LETTER + 52 };
enum { NAME_EMPTY, NAME_DOT, NAME_DOTS, NAME_HIDDEN, NAME_USUAL };

#define MOST_SHORT 0xf0

static inline bool is_digit(char byte)
{
    return (unsigned char)(byte - '0') < 10;
}

static inline bool is_letter(char byte)
{
    return (unsigned char)((byte | 0x20) - 'a') < 26;
}

/* The codes of those bytes that are neither letters nor digits nor '~' go on without gaps. */
static unsigned char code_of(char at)
{
    const unsigned byte = (unsigned char)at;
    if (byte == '~')
        return CODE_TILDE;
    if (is_letter(at))
        return (unsigned char)(byte <= 'Z' ? CODE_LETTER + byte - 'A'
                                           : CODE_LETTER + 26 + byte - 'a');
    const unsigned before = (byte > '9' ? 10u : 0) + (byte > 'Z' ? 26u : 0) +
                            (byte > 'z' ? 26u : 0) + (byte > '~' ? 1u : 0);
    return (unsigned char)(CODE_OTHER + byte - before);
}

static unsigned char *put_number(unsigned char *to, const char *at, size_t digits)
{
    if (digits <= MOST_SHORT) {
        *to++ = (unsigned char)digits;
    } else {
        *to++ = 0xff;
        to = code_put64(to, digits);
    }
    memcpy(to, at, digits);
    return to + digits;
}

static unsigned char *put_name(unsigned char *to, const char *at, const char *end)
{
    while (at < end) {
        for (; at < end && !is_digit(*at); at++)
            *to++ = code_of(*at);
        *to++ = CODE_TEXT_END;
        while (at < end && *at == '0')
            at++;
        const char *from = at;
        while (at < end && is_digit(*at))
            at++;
        to = put_number(to, from, (size_t)(at - from));
    }
    *to++ = CODE_TEXT_END;
    return to;
}

/* Where the suffix begins: (\.[A-Za-z~][A-Za-z0-9~]*)* at the end. */
static const char *suffix_of(const char *begin, const char *end)
{
    for (const char *at = begin;; at++) {
        const char *const suffix = at;
        while (at + 1 < end && *at == '.' && (is_letter(at[1]) || at[1] == '~')) {
            for (at += 2; at < end && (is_letter(*at) || is_digit(*at) || *at == '~');)
                at++;
        }
        if (at >= end)
            return suffix;
    }
}

static unsigned char class_of(const char *begin, size_t length)
{
    if (length == 0)
        return NAME_EMPTY;
    if (*begin != '.')
        return NAME_USUAL;
    if (length == 1)
        return NAME_DOT;
    return length == 2 && begin[1] == '.' ? NAME_DOTS : NAME_HIDDEN;
}

int encode_version(struct encoder *encoder, const char *begin, const char *end)
{
    const size_t length = (size_t)(end - begin);
    /* A byte becomes up to three, as in "1" and "a1a1": text end, count, digit. */
    unsigned char *to = code_reserve(encoder, 8 * length + 32);
    if (!to)
        return CUPRO_ENOMEM;
    *to++ = class_of(begin, length);
    if (length > 0) {
        to = put_name(to, begin, suffix_of(begin, end));
        to = put_name(to, begin, end);
    }
    encoder->length = (size_t)(to - encoder->code.bytes);
    return 0;
}
