/* SPDX-License-Identifier: MIT */
/* Arguments of options (see option_value.h). */
#include "search/options/option_value.h"

#include "common/diagnostics.h"
#include "common/options/quantity.h"

#include <cupro/error.h>

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* As strtoimax: what is too large is the largest, or the smallest. */
static bool parse_signed(const char *text, intmax_t *number)
{
    char *end;
    *number = strtoimax(text, &end, 10);
    return end != text && *end == '\0';
}

size_t context_value(const char *argument)
{
    intmax_t number;
    if (!parse_signed(argument, &number) || number < 0)
        fail("%s: invalid context length argument", argument);
    return (uintmax_t)number < SIZE_MAX - 1 ? (size_t)number : SIZE_MAX - 1;
}

uint64_t max_count_value(const char *argument)
{
    intmax_t number;
    if (!parse_signed(argument, &number))
        fail("invalid max count");
    return number < 0 || number == INTMAX_MAX ? COUNT_UNLIMITED : (uint64_t)number;
}

uint64_t number_value(const char *option, const char *argument)
{
    uint64_t number;
    if (!quantity_parse(argument, &number) || number == 0)
        fail_usage("invalid argument '%s' for '%s'", argument, option);
    return number;
}

enum binary_mode binary_value(const char *argument)
{
    if (strcmp(argument, "binary") == 0)
        return BINARY_NOTED;
    if (strcmp(argument, "text") == 0)
        return BINARY_AS_TEXT;
    if (strcmp(argument, "without-match") != 0)
        fail("unknown binary-files type");
    return BINARY_WITHOUT_MATCH;
}

enum device_mode device_value(const char *argument)
{
    if (strcmp(argument, "read") == 0)
        return DEVICES_READ;
    if (strcmp(argument, "skip") != 0)
        fail("unknown devices method");
    return DEVICES_SKIP;
}

enum pattern_syntax matcher_value(const char *argument)
{
    static const struct {
        const char *name;
        enum pattern_syntax syntax;
    } matchers[] = {
        {"grep", SYNTAX_BASIC},   {"egrep", SYNTAX_EXTENDED}, {"fgrep", SYNTAX_FIXED},
        {"awk", SYNTAX_EXTENDED}, {"gawk", SYNTAX_EXTENDED},  {"posixawk", SYNTAX_EXTENDED},
        {"perl", SYNTAX_PERL},
    };
    for (size_t i = 0; i < sizeof matchers / sizeof matchers[0]; i++) {
        if (strcmp(argument, matchers[i].name) == 0)
            return matchers[i].syntax;
    }
    fail("invalid matcher %s", argument);
}

bool color_value(const struct option_table *table, const char *argument)
{
    static const char *const words[][3] = {
        {"always", "yes", "force"}, {"never", "no", "none"}, {"auto", "tty", "if-tty"}};
    int when = argument ? 3 : 2;
    for (int i = 0; argument && i < 9; i++) {
        if (strcmp(argument, words[i / 3][i % 3]) == 0)
            when = i / 3;
    }
    if (when == 3)
        option_table_print_help(table);
    const char *terminal = getenv("TERM");
    return when == 0 || (when == 2 && isatty(STDOUT_FILENO) && terminal && *terminal &&
                         strcmp(terminal, "dumb") != 0);
}

void exclude_from(struct globs *globs, const char *path)
{
    const bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "re");
    if (!file)
        fail("%s: %s", path, strerror(errno));
    char *line = NULL;
    size_t room = 0;
    for (ssize_t length; (length = getline(&line, &room, file)) >= 0;) {
        while (length > 0 && isspace((unsigned char)line[length - 1]))
            length--;
        if (length > 0) {
            line[length] = '\0';
            globs_add(globs, line, false);
        }
    }
    if (ferror(file))
        fail("%s: %s", path, strerror(errno));
    free(line);
    if (!standard)
        fclose(file);
}

void digits_add(struct digits *digits, char digit, int from)
{
    if (digits->argument != from)
        digits->length = 0;
    else if (digits->length > 0 && digits->text[0] == '0')
        digits->length--; /* zeros at the beginning say nothing */
    if (digits->length < sizeof digits->text - 1)
        digits->text[digits->length++] = digit;
    digits->text[digits->length] = '\0';
    digits->argument = from;
}

void digits_end(struct digits *digits)
{
    digits->argument = 0;
}
