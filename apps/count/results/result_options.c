/* SPDX-License-Identifier: MIT */
/* Options about the result (see result_options.h). */
#include "count/results/result_options.h"

#include "common/diagnostics.h"
#include "common/quantity.h"

#include <string.h>

static uint64_t number_of(const char *what, const char *argument)
{
    uint64_t number;
    if (!quantity_parse(argument, &number))
        fail_usage("invalid %s: '%s'", what, argument);
    return number;
}

/* Which of the names the argument is; they end with NULL. */
static int choice_of(const char *option, const char *argument, const char *const names[])
{
    for (int i = 0; names[i]; i++) {
        if (strcmp(argument, names[i]) == 0)
            return i;
    }
    fail_usage("invalid argument '%s' for '--%s'", argument, option);
}

bool result_options_take(struct result_wish *wish, int id, const char *argument)
{
    static const char *const orders[] = {"count", "word", "none", NULL};
    static const char *const formats[] = {"text", "tsv", "csv", "json", NULL};
    switch (id) {
    case OPTION_TOP:
        wish->top = number_of("number of words", argument);
        return true;
    case OPTION_MIN_COUNT:
        wish->least = number_of("count", argument);
        return true;
    case OPTION_MAX_COUNT:
        wish->most = number_of("count", argument);
        return true;
    case OPTION_SORT:
        wish->order = (enum result_order)choice_of("sort", argument, orders);
        return true;
    case OPTION_REVERSE:
        wish->reverse = true;
        return true;
    case OPTION_FORMAT:
        wish->format = (enum row_format)choice_of("format", argument, formats);
        return true;
    case OPTION_TOTAL:
        wish->total = true;
        return true;
    case OPTION_TOTALS:
        wish->totals = true;
        return true;
    default:
        return false;
    }
}
