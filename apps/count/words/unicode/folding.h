/* SPDX-License-Identifier: MIT */
/* Text in which case makes no difference: full case folding, as Unicode has it for all languages
 * alike. So "ß" is "ss", "ς" is "σ", and "İ" is "i" with a dot above. */
#ifndef COUNT_FOLDING_H
#define COUNT_FOLDING_H

#include "count/words/unicode/code_pages.h"

#include "common/buffer.h"

/* One character folds to three at most (Unicode's stability policy), of four bytes. */
#define FOLDED_MOST 12

struct folded {
    unsigned char length; /* 0: it stays as it is */
    unsigned char bytes[FOLDED_MOST];
};

/* NULL: no memory. The entries are `struct folded`. */
struct code_pages *folding_new(void);

/* Where the first character is that folding changes; `length`: there is none. */
size_t folding_begins(struct code_pages *folding, const unsigned char *text, size_t length);

/* Put the folded text behind the *used bytes of a buffer. Invalid bytes stay as they are. 0 or
 * CUPRO_ENOMEM. */
int folding_append(struct code_pages *folding, const unsigned char *text, size_t length,
                   struct buffer *to, size_t *used);

/* Fold A to Z of a text in place. Up to seven bytes behind it are read and written as they were. */
void folding_in_place(unsigned char *text, size_t length);

#endif
