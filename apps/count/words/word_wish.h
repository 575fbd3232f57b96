/* SPDX-License-Identifier: MIT */
/* What of a text is to be counted, as the user asked for it. */
#ifndef COUNT_WORD_WISH_H
#define COUNT_WORD_WISH_H

#include "count/words/unicode/char_class.h"
#include "count/words/unicode/normal.h"

#include <stdbool.h>
#include <stddef.h>

enum word_rule {
    WORDS_SPACE,   /* all bytes but space, \t, \n, \v, \f, \r */
    WORDS_ALPHA,   /* A to Z, a to z */
    WORDS_SET,     /* characters of a class of the user's */
    WORDS_UNICODE, /* as UAX #29 has it */
    WORDS_LINES,   /* whole lines */
    WORDS_FIELD    /* fields of lines */
};

#define MOST_FIELDS 32

struct word_wish {
    enum word_rule rule;
    const char *chosen_by;    /* the option that chose it */
    bool fold;                /* case makes no difference */
    bool zero;                /* lines end with a zero byte */
    bool separated;           /* fields have a separator */
    unsigned char terminator; /* of lines */
    int separator;            /* of fields: a byte, or -1: runs of blanks */
    const char *set;          /* the characters of words, as given; */
    struct char_class chars;  /* and as understood */
    bool utf8;                /* text is UTF-8; if not, characters are bytes */
    enum normal_form normal;
    char *stop_words;          /* those that are left out, one a line; allocated, or NULL; */
    size_t stop_words_length;  /* and how many bytes that is */
    size_t shortest, longest;  /* characters of a word; 0: no matter */
    size_t grams;              /* how many words in a row are counted as one; 0 is 1 */
    size_t fields;             /* how many are wanted */
    size_t field[MOST_FIELDS]; /* which, from 0; in the order in which they make the key */
};

#endif
