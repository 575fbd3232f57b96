/* SPDX-License-Identifier: MIT */
/* Reading the options that say what is counted (see words_options.h). */
#include "count/words/words_options.h"
#include "count/words/refine/borders.h"
#include "count/words/refine/stop_words.h"

#include "common/diagnostics.h"
#include "common/options/quantity.h"

#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The rule that an option stands for; there can be only one such option. */
static void choose(struct word_wish *wish, enum word_rule rule, const char *option)
{
    if (wish->chosen_by && strcmp(wish->chosen_by, option) != 0)
        fail_usage("%s and %s do not go together", wish->chosen_by, option);
    wish->chosen_by = option;
    wish->rule = rule;
}

static enum word_rule rule_of(const char *argument)
{
    if (strcmp(argument, "space") == 0)
        return WORDS_SPACE;
    if (strcmp(argument, "alpha") == 0)
        return WORDS_ALPHA;
    if (strcmp(argument, "unicode") == 0)
        return WORDS_UNICODE;
    fail_usage("invalid argument '%s' for '--words'", argument);
}

static void take_fields(struct word_wish *wish, const char *argument)
{
    char *end;
    wish->fields = 0;
    for (const char *at = argument;; at = end + 1) {
        const bool digit = *at >= '1' && *at <= '9';
        const unsigned long long number = digit ? strtoull(at, &end, 10) : 0;
        if (!digit || (*end != '\0' && *end != ','))
            fail_usage("invalid field: '%s'", argument);
        if (wish->fields == MOST_FIELDS)
            fail_usage("more than %d fields: '%s'", MOST_FIELDS, argument);
        wish->field[wish->fields++] = number <= SIZE_MAX ? (size_t)number - 1 : SIZE_MAX - 1;
        if (*end == '\0')
            return;
    }
}

/* One byte; "\0" and "\t" are those that are hard to type. */
static int separator_of(const char *argument)
{
    if (strcmp(argument, "\\0") == 0)
        return '\0';
    if (strcmp(argument, "\\t") == 0)
        return '\t';
    if (strlen(argument) != 1)
        fail_usage("the field separator is not one byte: '%s'", argument);
    return (unsigned char)argument[0];
}

static enum normal_form form_of(const char *argument)
{
    if (strcasecmp(argument, "nfc") == 0)
        return NORMAL_NFC;
    if (strcasecmp(argument, "nfkc") == 0)
        return NORMAL_NFKC;
    fail_usage("invalid argument '%s' for '--normalize'", argument);
}

static size_t length_of(const char *argument)
{
    uint64_t number;
    if (!quantity_parse(argument, &number) || number == 0)
        fail_usage("invalid length: '%s'", argument);
    return number < SIZE_MAX ? (size_t)number : SIZE_MAX;
}

static size_t grams_of(const char *argument)
{
    uint64_t number;
    if (!quantity_parse(argument, &number) || number < 1 || number > MOST_GRAMS)
        fail_usage("--ngrams takes 1 to %d, not '%s'", MOST_GRAMS, argument);
    return (size_t)number;
}

bool words_options_take(struct word_wish *wish, int id, const char *argument)
{
    switch (id) {
    case OPTION_WORDS:
        choose(wish, rule_of(argument), "--words");
        return true;
    case OPTION_WORD_CHARS:
        choose(wish, WORDS_SET, "--word-chars");
        wish->set = argument;
        return true;
    case OPTION_LINES:
        choose(wish, WORDS_LINES, "--lines");
        return true;
    case OPTION_FIELD:
        choose(wish, WORDS_FIELD, "--field");
        take_fields(wish, argument);
        return true;
    case 't':
        wish->separated = true;
        wish->separator = separator_of(argument);
        return true;
    case 'z':
        wish->zero = true;
        return true;
    case 'i':
        wish->fold = true;
        return true;
    case OPTION_NORMALIZE:
        wish->normal = form_of(argument);
        return true;
    case OPTION_MIN_LENGTH:
        wish->shortest = length_of(argument);
        return true;
    case OPTION_MAX_LENGTH:
        wish->longest = length_of(argument);
        return true;
    case OPTION_STOP_WORDS:
        free(wish->stop_words);
        wish->stop_words = stop_words_load(argument, &wish->stop_words_length);
        return true;
    case OPTION_NGRAMS:
        wish->grams = grams_of(argument);
        return true;
    default:
        return false;
    }
}

/* Once it is known what a character is. */
static void read_set(struct word_wish *wish)
{
    const char *wrong = char_class_parse(&wish->chars, wish->set, wish->utf8);
    unsigned separators = 0;
    for (unsigned code = 0; code < 128; code++)
        separators += !char_class_has(&wish->chars, code);
    if (!wrong && separators == 0)
        wrong = "leaves no ASCII character to stand between words";
    if (wrong)
        fail_usage("--word-chars=%s %s", wish->set, wrong);
}

void words_options_check(struct word_wish *wish)
{
    const bool lines = wish->rule == WORDS_LINES || wish->rule == WORDS_FIELD;
    if (wish->zero && !lines)
        fail_usage("-z goes with --lines or --field");
    if (wish->separated && wish->rule != WORDS_FIELD)
        fail_usage("-t goes with --field");
    if (wish->longest > 0 && wish->shortest > wish->longest)
        fail_usage("--min-length=%zu is more than --max-length=%zu", wish->shortest, wish->longest);
    setlocale(LC_CTYPE, "");
    wish->utf8 = wish->rule == WORDS_UNICODE || wish->normal != NORMAL_AS_IT_IS ||
                 strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (wish->rule == WORDS_SET)
        read_set(wish);
    wish->terminator = wish->zero ? '\0' : '\n';
    if (!wish->separated)
        wish->separator = -1;
}

void words_options_free(struct word_wish *wish)
{
    free(wish->stop_words);
}
