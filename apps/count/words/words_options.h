/* SPDX-License-Identifier: MIT */
/* The options that say what is counted. */
#ifndef COUNT_WORDS_OPTIONS_H
#define COUNT_WORDS_OPTIONS_H

#include "count/words/word_wish.h"

#include "common/option_table.h"

enum { OPTION_WORDS = OPTION_OWN + 100 };

#define OPTION_ROWS_WORDS                                    \
    {OPTION_WORDS, "words", "RULE",                          \
     "what a word is. space: bytes with no blanks, tabs\n"   \
     "or line ends between them (default). alpha: letters\n" \
     "A to Z, in either case"},                              \
    {                                                        \
        'i', "ignore-case", NULL, "count A to Z as a to z"   \
    }

/* An option_taker for the rows above: true if it was one of them. */
bool words_options_take(struct word_wish *wish, int id, const char *argument);

#endif
