/* SPDX-License-Identifier: MIT */
/* What it takes to find words of characters, made once for all threads. */
#ifndef COUNT_UNICODE_WORDS_H
#define COUNT_UNICODE_WORDS_H

#include "count/words/split/ascii_words.h"
#include "count/words/unicode/code_pages.h"
#include "count/words/unicode/word_machine.h"

struct unicode_words {
    struct code_pages *classes;
    struct ascii_words ascii;
    struct word_machine machine;
    ascii_finder *find;
};

/* `describe` gives a character's word_class. NULL: no memory. */
struct unicode_words *unicode_words_new(code_describer *describe, const void *arg);

/* NULL is allowed. */
void unicode_words_free(struct unicode_words *words);

#endif
