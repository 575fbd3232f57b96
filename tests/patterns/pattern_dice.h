/* SPDX-License-Identifier: MIT */
/*
 * Random patterns and lines of few characters, for comparisons with GNU grep.
 *
 * Left out is what GNU grep 3.8 itself has more than one answer to, as its matchers differ:
 * repeated assertions and empty strings, intervals at a beginning, and -w where a match has several
 * lengths.
 */
#ifndef CUPRO_TEST_PATTERN_DICE_H
#define CUPRO_TEST_PATTERN_DICE_H

#include "dice.h"

#include <string.h>

enum { OUTERMOST = 2 }; /* depth of a pattern's own branches */

struct scribe {
    struct dice *dice;
    bool utf8, extended;
    char text[1 << 12];
    size_t length;
};

static inline void scribe_put(struct scribe *scribe, const char *text)
{
    size_t n = strlen(text);
    if (n < sizeof scribe->text - scribe->length) {
        memcpy(scribe->text + scribe->length, text, n + 1);
        scribe->length += n;
    }
}

/* An operator, which basic syntax has a backslash before. */
static inline void scribe_sign(struct scribe *scribe, const char *sign)
{
    scribe_put(scribe, scribe->extended ? "" : "\\");
    scribe_put(scribe, sign);
}

#define PICK(dice, array) ((array)[dice_below(dice, sizeof(array) / sizeof *(array))])

static inline const char *throw_character(struct dice *dice, bool utf8)
{
    static const char *const ascii[] = {"a", "a", "b", "b", "c", "x", "A", " ", "-", "_", "1", "B"};
    static const char *const others[] = {"\u00e4", "\u00c4", "\u20ac", "\u00df"};
    return utf8 && dice_once_in(dice, 6) ? PICK(dice, others) : PICK(dice, ascii);
}

static inline void scribe_atom(struct scribe *scribe)
{
    static const char *const sets[] = {
        ".",     "[ab]",          "[^a]", "[a-c]",        "[[:alpha:]]", "[^[:space:]]",
        "[]a]",  "[^]b]",         "[a-]", "[[:upper:]b]", "[[.a.]b]",    "[[=b=]]",
        "[A-C]", "[[:digit:]_-]", "\\w",  "\\W",          "\\s",         "\\S"};
    scribe_put(scribe, dice_once_in(scribe->dice, 3) ? PICK(scribe->dice, sets)
                                                     : throw_character(scribe->dice, scribe->utf8));
}

static inline void scribe_repetition(struct scribe *scribe)
{
    static const char *const intervals[] = {"2", "1,2", ",2", "2,", "1,3"};
    switch (dice_below(scribe->dice, 12)) {
    case 0:
    case 1:
        scribe_put(scribe, "*");
        break;
    case 2:
        scribe_sign(scribe, "+");
        break;
    case 3:
        scribe_sign(scribe, "?");
        break;
    case 4:
        scribe_sign(scribe, "{");
        scribe_put(scribe, PICK(scribe->dice, intervals));
        scribe_sign(scribe, "}");
        break;
    default:
        break;
    }
}

static inline void scribe_choice(struct scribe *scribe, int depth);

static inline void scribe_sequence(struct scribe *scribe, int depth)
{
    struct dice *dice = scribe->dice;
    if (depth == OUTERMOST && dice_once_in(dice, 6))
        scribe_put(scribe, dice_once_in(dice, 2) ? "^" : "\\<");
    for (size_t n = 1 + dice_below(dice, 3); n > 0; n--) {
        if (depth > 0 && dice_once_in(dice, 4)) {
            scribe_sign(scribe, "(");
            scribe_choice(scribe, depth - 1);
            scribe_sign(scribe, ")");
        } else {
            scribe_atom(scribe);
        }
        scribe_repetition(scribe);
    }
    if (depth == OUTERMOST && dice_once_in(dice, 6))
        scribe_put(scribe, dice_once_in(dice, 2) ? "$" : "\\>");
}

static inline void scribe_choice(struct scribe *scribe, int depth)
{
    scribe_sequence(scribe, depth);
    while (dice_once_in(scribe->dice, 3)) {
        scribe_sign(scribe, "|");
        scribe_sequence(scribe, depth);
    }
}

/* (x|y)…\1… */
static inline void scribe_back(struct scribe *scribe)
{
    scribe_sign(scribe, "(");
    scribe_atom(scribe);
    if (dice_once_in(scribe->dice, 2)) {
        scribe_sign(scribe, "|");
        scribe_atom(scribe);
        scribe_atom(scribe);
    }
    scribe_sign(scribe, ")");
    if (dice_once_in(scribe->dice, 2)) {
        scribe_atom(scribe);
        scribe_repetition(scribe);
    }
    scribe_put(scribe, "\\1");
    if (dice_once_in(scribe->dice, 2))
        scribe_atom(scribe);
}

/* Up to `most` bytes of lines; the last may lack its end. */
static inline size_t throw_lines(struct dice *dice, bool utf8, char *text, size_t most)
{
    size_t n = 0, lines = 1 + dice_below(dice, 20);
    for (size_t line = 0; line < lines; line++) {
        for (size_t k = dice_below(dice, dice_once_in(dice, 4) ? 40 : 12); k > 0; k--) {
            const char *character = throw_character(dice, utf8);
            size_t length = strlen(character);
            if (most - n < length + 1)
                return n;
            memcpy(text + n, character, length);
            n += length;
        }
        if (line + 1 < lines || dice_once_in(dice, 2))
            text[n++] = '\n';
    }
    return n;
}

#endif
