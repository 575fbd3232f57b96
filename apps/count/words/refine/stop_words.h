/* SPDX-License-Identifier: MIT */
/* Words that are not counted. */
#ifndef COUNT_STOP_WORDS_H
#define COUNT_STOP_WORDS_H

#include "count/words/refine/refiner.h"

/* What is in a file: allocated. Fails with a message when it cannot be read. */
char *stop_words_load(const char *path, size_t *length);

/* Have a refiner that is open leave out the words that are wished to be, if any are: one a line,
 * each refined as words of texts are, but that none is too short or too long. 0 or CUPRO_ENOMEM. */
int stop_words_open(struct refiner *refiner, const struct word_wish *wish);

#endif
