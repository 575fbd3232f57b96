/* SPDX-License-Identifier: MIT */
/* Reading the options that say what is counted (see words_options.h). */
#include "count/words/words_options.h"

#include "common/diagnostics.h"

#include <string.h>

static enum word_rule rule_of(const char *argument)
{
    if (strcmp(argument, "space") == 0)
        return WORDS_SPACE;
    if (strcmp(argument, "alpha") == 0)
        return WORDS_ALPHA;
    fail_usage("invalid argument '%s' for '--words'", argument);
}

bool words_options_take(struct word_wish *wish, int id, const char *argument)
{
    switch (id) {
    case OPTION_WORDS:
        wish->rule = rule_of(argument);
        return true;
    case 'i':
        wish->fold = true;
        return true;
    default:
        return false;
    }
}
