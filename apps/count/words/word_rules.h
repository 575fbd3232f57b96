/* SPDX-License-Identifier: MIT */
/* A wish in words, for files that must be read with the same wish. */
#ifndef COUNT_WORD_RULES_H
#define COUNT_WORD_RULES_H

#include "count/words/word_wish.h"

/* A line "what=value" for all that makes a difference to what is counted. To be freed; NULL: there
 * is no memory. */
char *word_rules(const struct word_wish *wish);

#endif
