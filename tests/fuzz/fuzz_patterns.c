/* SPDX-License-Identifier: MIT */
/*
 * Basic and extended patterns, as they are translated into automata: the first byte says how they
 * are read, a line is the pattern, what follows is the text. Any pattern compiles or has an error's
 * text; and what glibc's regular expressions, with the syntax bits that GNU grep gives them,
 * compile too, matches the same lines, and in each the same bytes first.
 *
 * Left out of the comparison are back-references, in which glibc has bugs, what is repeated without
 * being an atom (GNU grep's own matchers differ there: tests/patterns/pattern_dice.h), more than
 * one interval (glibc takes memory that is exponential in them), escaped letters whose case is
 * ignored (glibc takes them for lower case) and bytes above 0x7f.
 */
#include "fuzz.h"

#include "search/patterns/matcher.h"

#include <ctype.h>
#include <regex.h>
#include <string.h>

enum { MOST_PATTERN = 40, MOST_TEXT = 200, MOST_BRACES = 1 };

struct trial {
    struct pattern pattern;
    struct pattern_wish wish;
    const unsigned char *text, *end;
};

static bool is_plain(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (bytes[i] == '\0' || bytes[i] >= 0x80)
            return false;
    return true;
}

/* Whether what ends at a repetition can be repeated: no beginning, no assertion, and no other
 * repetition. */
static bool ends_with_an_atom(const char *text, size_t length)
{
    const char last = length > 0 ? text[length - 1] : '\0';
    const bool escaped = length > 1 && text[length - 2] == '\\';
    return last != '\0' && !strchr(escaped ? "|(<>bB`'{}+?" : "|(^$*+?{}\\", last);
}

/* Of what glibc has the same to say about. */
static bool is_comparable(const struct pattern *pattern, bool ignore_case)
{
    size_t braces = 0;
    for (size_t i = 0; i < pattern->length; i++) {
        const char byte = pattern->text[i];
        const char next = i + 1 < pattern->length ? pattern->text[i + 1] : '\0';
        const size_t before = i - (i > 0 && pattern->text[i - 1] == '\\');
        braces += byte == '{';
        if (byte == '\\' &&
            ((next >= '0' && next <= '9') || (ignore_case && isalpha((unsigned char)next))))
            return false;
        if (byte >= '0' && byte <= '9' && next >= '0' && next <= '9')
            return false;
        if (strchr("*+?{", byte) && !ends_with_an_atom(pattern->text, before))
            return false;
    }
    return braces <= MOST_BRACES;
}

static const char *compile_theirs(const struct trial *trial, struct re_pattern_buffer *theirs)
{
    memset(theirs, 0, sizeof *theirs);
    re_set_syntax(trial->wish.syntax == SYNTAX_EXTENDED ? RE_SYNTAX_EGREP : RE_SYNTAX_GREP);
    re_syntax_options |= RE_HAT_LISTS_NOT_NEWLINE | (trial->wish.ignore_case ? RE_ICASE : 0);
    const char *error = re_compile_pattern(trial->pattern.text, trial->pattern.length, theirs);
    theirs->newline_anchor = 1;
    return error;
}

static void compare_line(const struct trial *trial, struct re_pattern_buffer *theirs,
                         struct searcher *searcher, const struct line *line, bool matches)
{
    const char *text = (const char *)line->begin;
    const regoff_t length = (regoff_t)(line->end - line->begin);
    struct re_registers found = {0};
    const regoff_t at = re_search(theirs, text, length, 0, length, &found);
    HOLDS(at != -2 && matches == (at >= 0), "pattern '%.*s', line '%.*s': %d, theirs at %d",
          (int)trial->pattern.length, trial->pattern.text, (int)length, text, matches, (int)at);
    struct span span;
    /* Empty ones may be left out. */
    if (at >= 0 && found.end[0] > at)
        HOLDS(searcher_span(searcher, line, 0, &span) == 1 && span.begin == (size_t)at &&
                  span.end == (size_t)found.end[0],
              "pattern '%.*s', line '%.*s': [%zu, %zu), theirs [%d, %d)",
              (int)trial->pattern.length, trial->pattern.text, (int)length, text, span.begin,
              span.end, (int)at, (int)found.end[0]);
    free(found.start);
    free(found.end);
}

/* All lines, those between two that match among them. */
static void compare(const struct trial *trial, struct re_pattern_buffer *theirs,
                    struct searcher *searcher)
{
    struct line match = {NULL, NULL, NULL};
    bool more = true;
    for (const unsigned char *at = trial->text; at < trial->end;) {
        if (more && match.next <= at)
            more = searcher_line(searcher, at, trial->end, &match) == 1;
        const unsigned char *stop = memchr(at, '\n', (size_t)(trial->end - at));
        stop = stop ? stop : trial->end;
        const struct line line = {at, stop, stop < trial->end ? stop + 1 : stop};
        compare_line(trial, theirs, searcher, &line, more && match.begin == at);
        at = line.next;
    }
}

static void try_pattern(const struct trial *trial)
{
    struct pattern_trouble trouble;
    struct matcher *matcher;
    struct re_pattern_buffer theirs;
    if (matcher_new(&matcher, &trial->pattern, 1, &trial->wish, &trouble) != 0) {
        HOLDS(trouble.text[0] != '\0', "an error without a text");
        return;
    }
    struct searcher *searcher = searcher_new(matcher);
    HOLDS(searcher, "no memory");
    const size_t length = (size_t)(trial->end - trial->text);
    if (is_comparable(&trial->pattern, trial->wish.ignore_case) &&
        is_plain((const uint8_t *)trial->pattern.text, trial->pattern.length) &&
        is_plain(trial->text, length)) {
        if (!compile_theirs(trial, &theirs))
            compare(trial, &theirs, searcher);
        regfree(&theirs);
    } else {
        uint64_t count;
        searcher_count(searcher, trial->text, trial->end, &count);
    }
    searcher_free(searcher);
    matcher_free(matcher);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length < 2)
        return 0;
    const uint8_t how = *bytes++;
    const uint8_t *end = bytes + length - 1;
    const uint8_t *stop = memchr(bytes, '\n', length - 1);
    if (!stop || stop - bytes > MOST_PATTERN || end - stop > MOST_TEXT)
        return 0;
    const struct trial trial = {
        .pattern = {(const char *)bytes, (size_t)(stop - bytes), NULL, 0},
        .wish = {.syntax = how & 1 ? SYNTAX_EXTENDED : SYNTAX_BASIC,
                 .ignore_case = how & 2,
                 .end = '\n'},
        .text = stop + 1,
        .end = end,
    };
    try_pattern(&trial);
    return 0;
}
