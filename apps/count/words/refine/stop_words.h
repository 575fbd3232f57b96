/* SPDX-License-Identifier: MIT */
/* Words that are not counted. */
#ifndef COUNT_STOP_WORDS_H
#define COUNT_STOP_WORDS_H

#include <cupro/tally.h>

#include <stdbool.h>

struct refiner;

/* Read the file, a word a line, each refined as words of texts are. The result is closed as a tally
 * is. 0 or CUPRO_ENOMEM; fails with a message when the file cannot be read. */
int stop_words_read(cupro_tally **words, const char *path, const struct refiner *refiner);

static inline bool stop_words_have(const cupro_tally *words, const void *word, size_t length)
{
    uint64_t count = 0;
    return cupro_tally_get(words, word, length, &count) == 0 && count > 0;
}

#endif
