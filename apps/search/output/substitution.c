/* SPDX-License-Identifier: MIT */
/*
 * Replacing matches (see substitution.h). Which groups there are, and what they matched, PCRE2
 * says, which matches again where a match was found, and goes on until it ends where that does:
 * grep's matches are the longest ones, and not always those that PCRE2 would find first.
 */
#include "search/output/substitution.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define CALLOUT "(?C1)"

/* A piece of the text, or, if it has no text, a group. */
struct part {
    const char *text;
    size_t length;
    uint32_t group;
};

struct substitution {
    struct part *part;
    size_t count;
    pcre2_code *code; /* NULL: there are no groups but the match */
};

struct replacer {
    const struct substitution *substitution;
    pcre2_match_data *data;
    pcre2_match_context *context; /* with the callout, which looks at: */
    struct span span;             /* the match */
};

/* -- Reading the text -------------------------------------------------------------------------- */

static bool is_name(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_';
}

static _Noreturn void refuse(const char *name, size_t length)
{
    fail_usage(
        "--replace: there is no group '%.*s'; only a single pattern of -E, -G or -P has groups",
        (int)length, name);
}

static uint32_t group_of(const struct substitution *substitution, const char *name, size_t length)
{
    char copy[64];
    uint32_t groups = 0;
    if (length == 0 || length >= sizeof copy)
        refuse(name, length);
    memcpy(copy, name, length);
    copy[length] = '\0';
    if (substitution->code)
        pcre2_pattern_info(substitution->code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (copy[strspn(copy, "0123456789")] == '\0') {
        const unsigned long number = strtoul(copy, NULL, 10);
        if (number > groups)
            refuse(name, length);
        return (uint32_t)number;
    }
    const int number = substitution->code
                           ? pcre2_substring_number_from_name(substitution->code, (PCRE2_SPTR)copy)
                           : -1;
    if (number <= 0)
        refuse(name, length);
    return (uint32_t)number;
}

static void add(struct substitution *substitution, struct part part)
{
    if (!part.text || part.length > 0)
        substitution->part[substitution->count++] = part;
}

/* A dollar and what belongs to it; where it ends. */
static const char *add_group(struct substitution *substitution, const char *at)
{
    if (at[1] == '$') {
        add(substitution, (struct part){at, 1, 0});
        return at + 2;
    }
    const bool braces = at[1] == '{';
    const char *name = at + 1 + braces;
    size_t length = 0;
    while (is_name(name[length]))
        length++;
    if (length == 0 || (braces && name[length] != '}')) {
        add(substitution, (struct part){at, 1, 0});
        return at + 1;
    }
    add(substitution, (struct part){NULL, 0, group_of(substitution, name, length)});
    return name + length + braces;
}

static void read_text(struct substitution *substitution, const char *text)
{
    while (*text) {
        const size_t plain = strcspn(text, "$");
        add(substitution, (struct part){text, plain, 0});
        text += plain;
        if (*text)
            text = add_group(substitution, text);
    }
}

/* A pattern that is not Perl's, in Perl's syntax, with a callout at its end. */
static char *translate(const struct search_options *options, bool utf8, size_t *length)
{
    const struct pattern_wish wish = {.syntax = options->syntax,
                                      .ignore_case = options->ignore_case,
                                      .whole_words = options->whole_words,
                                      .whole_lines = options->whole_lines,
                                      .utf8 = utf8,
                                      .end = options->end};
    char *text = pattern_in_perl(options->patterns.item, &wish, length);
    char *whole = text ? realloc(text, *length + sizeof CALLOUT) : NULL;
    if (!whole)
        fail_code(CUPRO_ENOMEM);
    memcpy(whole + *length, CALLOUT, sizeof CALLOUT);
    *length += sizeof CALLOUT - 1;
    return whole;
}

/* It compiles: the matcher has compiled it too. NULL: there are no groups. */
static pcre2_code *compile(const struct search_options *options, bool utf8)
{
    const bool perl = options->syntax == SYNTAX_PERL;
    if (options->syntax == SYNTAX_FIXED || options->patterns.count != 1)
        return NULL;
    const struct pattern *pattern = options->patterns.item;
    size_t length = pattern->length;
    char *text = perl ? NULL : translate(options, utf8, &length);
    uint32_t flags = PCRE2_DOLLAR_ENDONLY | (utf8 ? PCRE2_UTF | PCRE2_MATCH_INVALID_UTF : 0);
    flags |= perl && options->ignore_case ? PCRE2_CASELESS : 0;
    int error;
    PCRE2_SIZE at;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)(perl ? pattern->text : text), length, flags, &error, &at, NULL);
    free(text);
    return code;
}

struct substitution *substitution_new(const struct search_options *options, bool utf8)
{
    if (!options->replace)
        return NULL;
    struct substitution *substitution = calloc(1, sizeof *substitution);
    if (substitution)
        substitution->part = calloc(strlen(options->replace) + 1, sizeof *substitution->part);
    if (!substitution || !substitution->part)
        fail_code(CUPRO_ENOMEM);
    substitution->code = compile(options, utf8);
    read_text(substitution, options->replace);
    return substitution;
}

void substitution_free(struct substitution *substitution)
{
    if (!substitution)
        return;
    pcre2_code_free(substitution->code);
    free(substitution->part);
    free(substitution);
}

/* -- Replacing --------------------------------------------------------------------------------- */

/* Go on with the match, or, where it ends elsewhere, look for another one. */
static int check_end(pcre2_callout_block *block, void *arg)
{
    const struct replacer *replacer = arg;
    return block->start_match != replacer->span.begin ||
           block->current_position != replacer->span.end;
}

struct replacer *replacer_new(const struct substitution *substitution)
{
    struct replacer *replacer = calloc(1, sizeof *replacer);
    if (!replacer)
        return NULL;
    replacer->substitution = substitution;
    if (!substitution->code)
        return replacer;
    replacer->data = pcre2_match_data_create_from_pattern(substitution->code, NULL);
    replacer->context = pcre2_match_context_create(NULL);
    if (!replacer->data || !replacer->context) {
        replacer_free(replacer);
        return NULL;
    }
    pcre2_set_callout(replacer->context, check_end, replacer);
    return replacer;
}

void replacer_free(struct replacer *replacer)
{
    if (!replacer)
        return;
    pcre2_match_data_free(replacer->data);
    pcre2_match_context_free(replacer->context);
    free(replacer);
}

/* How many groups are known: 1, the match itself, at least. */
static int find_groups(struct replacer *replacer, const struct line *line, const struct span *span)
{
    if (!replacer->data)
        return 1;
    replacer->span = *span;
    const int found =
        pcre2_match(replacer->substitution->code, line->begin, (size_t)(line->end - line->begin),
                    span->begin, PCRE2_ANCHORED, replacer->data, replacer->context);
    return found > 0 && pcre2_get_ovector_pointer(replacer->data)[1] == span->end ? found : 1;
}

void replacer_put(struct replacer *replacer, const struct line *line, const struct span *span,
                  struct draft *draft)
{
    const struct substitution *substitution = replacer->substitution;
    const int groups = find_groups(replacer, line, span);
    const PCRE2_SIZE *places = replacer->data ? pcre2_get_ovector_pointer(replacer->data) : NULL;
    for (size_t i = 0; i < substitution->count; i++) {
        const struct part *part = &substitution->part[i];
        if (part->text) {
            draft_bytes(draft, part->text, part->length);
        } else if (part->group == 0) {
            draft_bytes(draft, line->begin + span->begin, span->end - span->begin);
        } else if ((int)part->group < groups && places[2 * part->group] != PCRE2_UNSET) {
            const size_t begin = places[2 * part->group], end = places[2 * part->group + 1];
            draft_bytes(draft, line->begin + begin, end - begin);
        }
    }
}
