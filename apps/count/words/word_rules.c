/* SPDX-License-Identifier: MIT */
/* A wish in words (see word_rules.h). */
#include "count/words/word_rules.h"

#include <stdio.h>

char *word_rules(const struct word_wish *wish)
{
    static const char *const rules[] = {"space", "alpha"};
    char *text;
    if (asprintf(&text, "words=%s\ncase=%s\n", rules[wish->rule], wish->fold ? "ignored" : "kept") <
        0)
        return NULL;
    return text;
}
