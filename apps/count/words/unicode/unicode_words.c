/* SPDX-License-Identifier: MIT */
/* Setting up what finds words of characters (see unicode_words.h). */
#include "count/words/unicode/unicode_words.h"

#include <stdlib.h>

struct unicode_words *unicode_words_new(code_describer *describe, const void *arg)
{
    struct unicode_words *words = malloc(sizeof *words);
    if (!words)
        return NULL;
    words->classes = code_pages_new(1, describe, arg);
    if (words->classes) {
        ascii_words_open(&words->ascii, words->classes);
        word_machine_open(&words->machine);
        words->find = ascii_finder_choose();
    }
    if (!words->classes || code_pages_error(words->classes)) {
        unicode_words_free(words);
        return NULL;
    }
    return words;
}

void unicode_words_free(struct unicode_words *words)
{
    if (words)
        code_pages_free(words->classes);
    free(words);
}
