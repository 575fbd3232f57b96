/* SPDX-License-Identifier: MIT */
/* Words by the rules of UAX #29 in text that is ASCII, 64 bytes at a time. */
#ifndef COUNT_ASCII_WORDS_H
#define COUNT_ASCII_WORDS_H

#include "count/words/split/edges.h"
#include "count/words/unicode/code_pages.h"
#include "count/words/unicode/word_class.h"

/* What the characters below 128 are. */
struct ascii_words {
    unsigned char class[128];
    cupro_bytes letters, numbers, joiners;
    cupro_bytes mid_letters, mid_numbers; /* what joins two letters, two numbers */
};

/* What a block needs to know of the one before it; all zero: nothing goes on. */
struct ascii_carry {
    uint64_t inside, letter, number; /* 1 or 0: its last byte was part of a word; a letter; … */
    bool joiners;                    /* set when there were some */
};

void ascii_words_open(struct ascii_words *words, struct code_pages *classes);

/* An edge_finder, but that it ends before the first block that has a byte above 127; *blocks is set
 * to how many there were before it. It looks at the byte behind each block too. If that is above
 * 127 a word goes on to it, if it may. */
typedef size_t ascii_finder(const unsigned char *text, size_t *blocks,
                            const struct ascii_words *words, struct ascii_carry *carry,
                            uint16_t *edges);

/* The one for this processor. */
ascii_finder *ascii_finder_choose(void);

#endif
