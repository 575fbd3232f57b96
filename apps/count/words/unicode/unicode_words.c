/* SPDX-License-Identifier: MIT */
/* Setting up what finds words of characters (see unicode_words.h). */
#include "count/words/unicode/unicode_words.h"

#include <cupro/error.h>

#include <stdlib.h>

struct unicode_words *unicode_words_new(code_describer *describe, const void *arg)
{
    struct unicode_words *words = malloc(sizeof *words);
    if (!words)
        return NULL;
    code_pages_open(&words->classes, 1, describe, arg);
    ascii_words_open(&words->ascii, &words->classes);
    word_machine_open(&words->machine);
    words->find = ascii_finder_choose();
    if (unicode_words_error(words)) {
        unicode_words_free(words);
        return NULL;
    }
    return words;
}

void unicode_words_free(struct unicode_words *words)
{
    if (!words)
        return;
    code_pages_close(&words->classes);
    free(words);
}

int unicode_words_error(const struct unicode_words *words)
{
    return atomic_load(&words->classes.failed) ? CUPRO_ENOMEM : 0;
}
