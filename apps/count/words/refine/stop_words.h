/* SPDX-License-Identifier: MIT */
/* Words that are not counted. */
#ifndef COUNT_STOP_WORDS_H
#define COUNT_STOP_WORDS_H

#include <cupro/tally.h>

#include <stdbool.h>

struct refiner;

/* What is in a file: allocated. Fails with a message when it cannot be read. */
char *stop_words_load(const char *path, size_t *length);

/* The words of a text, one a line, each refined as words of texts are. The result is closed as a
 * tally is. 0 or CUPRO_ENOMEM. */
int stop_words_open(cupro_tally **words, const char *text, size_t length,
                    const struct refiner *refiner);

static inline bool stop_words_have(const cupro_tally *words, const void *word, size_t length)
{
    uint64_t count = 0;
    return cupro_tally_get(words, word, length, &count) == 0 && count > 0;
}

#endif
