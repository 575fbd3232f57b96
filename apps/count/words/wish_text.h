/* SPDX-License-Identifier: MIT */
/* A wish in words, for files that must be read with the same wish. Whatever a wish has that makes a
 * difference to what is counted must be in it. */
#ifndef COUNT_WISH_TEXT_H
#define COUNT_WISH_TEXT_H

#include "count/words/word_wish.h"

/* Lines "what=value". To be freed; NULL: there is no memory. */
char *word_wish_text(const struct word_wish *wish);

#endif
