/* SPDX-License-Identifier: MIT */
/* Words as arguments (see word_choice.h). */
#include "common/options/word_choice.h"
#include "common/output/quote.h"

#include "common/diagnostics.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Words with the same value stand on one line. */
static _Noreturn void refuse(const struct word *words, size_t count, const char *argument,
                             const char *option, bool ambiguous)
{
    fprintf(stderr, "%s: %s argument %s", program_name, ambiguous ? "ambiguous" : "invalid",
            quote_text(argument));
    fprintf(stderr, " for %s\nValid arguments are:", quote_text(option));
    for (size_t i = 0; i < count; i++) {
        const bool same = i > 0 && words[i].value == words[i - 1].value;
        fprintf(stderr, "%s%s", same ? ", " : "\n  - ", quote_text(words[i].name));
    }
    fprintf(stderr, "\n");
    fail_hint(EXIT_FAILURE);
}

int word_choice(const struct word *words, size_t count, const char *argument, const char *option)
{
    const struct word *found = NULL;
    bool ambiguous = false;
    for (size_t i = 0; i < count; i++) {
        if (strncmp(words[i].name, argument, strlen(argument)) != 0)
            continue;
        if (strcmp(words[i].name, argument) == 0)
            return words[i].value;
        ambiguous |= found && found->value != words[i].value;
        found = &words[i];
    }
    if (!found || ambiguous)
        refuse(words, count, argument, option, ambiguous);
    return found->value;
}
