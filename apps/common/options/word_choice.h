/* SPDX-License-Identifier: MIT */
/* One word of several as an option's argument, abbreviated or not. */
#ifndef APPS_WORD_CHOICE_H
#define APPS_WORD_CHOICE_H

#include <stddef.h>

struct word {
    const char *name;
    int value;
};

/* The value of the word that `argument` is or abbreviates. Fails with a message and status 1, as
 * GNU programs do, when there is none, or more than one. */
int word_choice(const struct word *words, size_t count, const char *argument, const char *option);

#define WORD_CHOICE(words, argument, option) \
    word_choice((words), sizeof(words) / sizeof(words)[0], (argument), (option))

#endif
