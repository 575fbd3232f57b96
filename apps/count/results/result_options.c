/* SPDX-License-Identifier: MIT */
/* Options about the result (see result_options.h). */
#include "count/results/result_options.h"

#include "common/diagnostics.h"
#include "common/options/quantity.h"

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

#define DEFAULT_COUNTERS 100000

const char *result_kind_option(enum result_kind kind)
{
    static const char *const options[] = {NULL, "--df", "--per-file", "--tf-idf"};
    return options[kind];
}

/* There can be only one. */
static void choose(struct result_wish *wish, enum result_kind kind)
{
    if (wish->kind != RESULT_COUNTS && wish->kind != kind)
        fail_usage("%s and %s do not go together", result_kind_option(wish->kind),
                   result_kind_option(kind));
    wish->kind = kind;
}

static void take_counters(struct result_wish *wish, const char *argument)
{
    wish->counters = argument ? number_of("number of words", argument) : DEFAULT_COUNTERS;
    if (wish->counters == 0 || wish->counters > SIZE_MAX / 4)
        fail_usage("invalid number of words: '%s'", argument);
}

/* Options that say what is printed of what was counted. */
static bool take_shown(struct result_wish *wish, int id, const char *argument)
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

static const char *shown_option(int id)
{
    switch (id) {
    case OPTION_TOP:
        return "--top";
    case OPTION_MIN_COUNT:
        return "--min-count";
    case OPTION_MAX_COUNT:
        return "--max-count";
    case OPTION_SORT:
        return "--sort";
    case OPTION_REVERSE:
        return "--reverse";
    case OPTION_FORMAT:
        return "--format";
    case OPTION_TOTAL:
        return "--total";
    default:
        return "--totals";
    }
}

bool result_options_take(struct result_wish *wish, int id, const char *argument)
{
    if (take_shown(wish, id, argument)) {
        wish->shows = shown_option(id);
        return true;
    }
    switch (id) {
    case OPTION_PER_FILE:
        choose(wish, RESULT_PER_FILE);
        return true;
    case OPTION_DF:
        choose(wish, RESULT_FILES);
        return true;
    case OPTION_TF_IDF:
        choose(wish, RESULT_TF_IDF);
        return true;
    case OPTION_APPROX:
        take_counters(wish, argument);
        return true;
    default:
        return false;
    }
}

void result_options_check(const struct result_wish *wish, bool saves, bool merges)
{
    const char *tallies = saves ? "--save" : (merges ? "--merge" : NULL);
    if (wish->counters && wish->kind != RESULT_COUNTS)
        fail_usage("--approx and %s do not go together", result_kind_option(wish->kind));
    if (wish->counters && tallies)
        fail_usage("--approx and %s do not go together", tallies);
    if (tallies && wish->kind != RESULT_COUNTS && wish->kind != RESULT_FILES)
        fail_usage("%s and %s do not go together", result_kind_option(wish->kind), tallies);
    if (saves && wish->shows)
        fail_usage("%s and --save, which prints nothing, do not go together", wish->shows);
}
