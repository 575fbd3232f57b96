/* SPDX-License-Identifier: MIT */
/*
 * Patterns over PCRE2 alone (see matcher.h): each pattern converted to Perl's syntax, all of them
 * in one alternative, tried on one line after the other. Spans of POSIX patterns are the longest
 * that pcre2_dfa_match finds.
 */
#include "search/patterns/matcher.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct matcher {
    pcre2_code *code; /* NULL: nothing matches */
    bool perl;
    unsigned char end;
};

struct searcher {
    const struct matcher *matcher;
    pcre2_match_data *data;
    int *workspace;
    char trouble[256];
};

enum { WORKSPACE = 1 << 16 };

/* -- Compiling --------------------------------------------------------------------------------- */

static void describe(struct pattern_trouble *trouble, const struct pattern *pattern, int error)
{
    PCRE2_UCHAR text[256];
    pcre2_get_error_message(error, text, sizeof text);
    if (pattern->file != NULL)
        snprintf(trouble->text, sizeof trouble->text, "%s:%zu: %s", pattern->file, pattern->number,
                 (char *)text);
    else
        snprintf(trouble->text, sizeof trouble->text, "%s", (char *)text);
}

static int write_fixed(FILE *out, const struct pattern *pattern)
{
    for (size_t i = 0; i < pattern->length; i++) {
        unsigned char c = (unsigned char)pattern->text[i];
        if (strchr("\\^$.[|()?*+{}#", c) != NULL)
            fputc('\\', out);
        fputc(c, out);
    }
    return 0;
}

static int write_converted(FILE *out, const struct pattern *pattern,
                           const struct pattern_wish *wish)
{
    uint32_t options =
        wish->syntax == SYNTAX_BASIC ? PCRE2_CONVERT_POSIX_BASIC : PCRE2_CONVERT_POSIX_EXTENDED;
    PCRE2_UCHAR *text = NULL;
    PCRE2_SIZE length = 0;
    int error =
        pcre2_pattern_convert((PCRE2_SPTR)pattern->text, pattern->length,
                              options | (wish->utf8 ? PCRE2_CONVERT_UTF : 0), &text, &length, NULL);
    if (error != 0)
        return error;
    size_t verb = length > 6 && memcmp(text, "(*NUL)", 6) == 0 ? 6 : 0;
    fwrite(text + verb, 1, length - verb, out);
    pcre2_converted_pattern_free(text);
    return 0;
}

static int write_pattern(FILE *out, const struct pattern *pattern, const struct pattern_wish *wish)
{
    if (wish->syntax == SYNTAX_PERL)
        return fwrite(pattern->text, 1, pattern->length, out), 0;
    return wish->syntax == SYNTAX_FIXED ? write_fixed(out, pattern)
                                        : write_converted(out, pattern, wish);
}

static int write_all(FILE *out, const struct pattern *patterns, size_t n,
                     const struct pattern_wish *wish, size_t *at)
{
    fputs(wish->whole_lines ? "^(?:" : wish->whole_words ? "(?<!\\w)(?:" : "(?:", out);
    int error = 0;
    for (*at = 0; *at < n && error == 0; *at += error == 0) {
        fputs(*at > 0 ? "|(?:" : "(?:", out);
        error = write_pattern(out, &patterns[*at], wish);
        fputc(')', out);
    }
    fputs(wish->whole_lines ? ")$" : wish->whole_words ? ")(?!\\w)" : ")", out);
    return error;
}

static int compile(struct matcher *matcher, const char *text, size_t length,
                   const struct pattern_wish *wish)
{
    uint32_t options =
        PCRE2_DOLLAR_ENDONLY | PCRE2_DOTALL | (wish->ignore_case ? PCRE2_CASELESS : 0);
    if (wish->utf8)
        options |= PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_UCP;
    int error;
    PCRE2_SIZE at;
    matcher->code = pcre2_compile((PCRE2_SPTR)text, length, options, &error, &at, NULL);
    if (matcher->code == NULL)
        return error;
    pcre2_jit_compile(matcher->code, PCRE2_JIT_COMPLETE);
    return 0;
}

int matcher_new(struct matcher **matcher, const struct pattern *patterns, size_t n,
                const struct pattern_wish *wish, struct pattern_trouble *trouble)
{
    struct matcher *new = calloc(1, sizeof *new);
    char *text = NULL;
    size_t length = 0, at = 0;
    FILE *out = open_memstream(&text, &length);
    int error = PCRE2_ERROR_NOMEMORY;
    if (new != NULL && out != NULL) {
        new->perl = wish->syntax == SYNTAX_PERL;
        new->end = wish->end;
        error = write_all(out, patterns, n, wish, &at);
    }
    if (out != NULL && fclose(out) != 0)
        error = PCRE2_ERROR_NOMEMORY;
    if (error == 0 && n > 0)
        error = compile(new, text, length, wish);
    free(text);
    if (error != 0) {
        describe(trouble, &patterns[at < n ? at : 0], error);
        matcher_free(new);
        return -1;
    }
    *matcher = new;
    return 0;
}

void matcher_free(struct matcher *matcher)
{
    if (matcher != NULL)
        pcre2_code_free(matcher->code);
    free(matcher);
}

bool matcher_takes_all(const struct matcher *matcher)
{
    (void)matcher;
    return false;
}

/* -- Searching --------------------------------------------------------------------------------- */

struct searcher *searcher_new(const struct matcher *matcher)
{
    struct searcher *searcher = calloc(1, sizeof *searcher);
    if (searcher == NULL)
        return NULL;
    searcher->matcher = matcher;
    searcher->workspace = malloc(WORKSPACE * sizeof *searcher->workspace);
    searcher->data = pcre2_match_data_create(64, NULL);
    if (searcher->workspace == NULL || searcher->data == NULL) {
        searcher_free(searcher);
        return NULL;
    }
    return searcher;
}

void searcher_free(struct searcher *searcher)
{
    if (searcher == NULL)
        return;
    pcre2_match_data_free(searcher->data);
    free(searcher->workspace);
    free(searcher);
}

const char *searcher_trouble(const struct searcher *searcher)
{
    return searcher->trouble;
}

static int note_trouble(struct searcher *searcher, int error)
{
    PCRE2_UCHAR text[200];
    pcre2_get_error_message(error, text, sizeof text);
    snprintf(searcher->trouble, sizeof searcher->trouble, "%s", (char *)text);
    return -1;
}

/* 1, 0 or -1: is there a match in the line from here on? */
static int try_line(struct searcher *searcher, const struct line *line, size_t from, bool longest)
{
    const struct matcher *matcher = searcher->matcher;
    size_t length = (size_t)(line->end - line->begin);
    if (matcher->code == NULL)
        return 0;
    int found =
        longest ? pcre2_dfa_match(matcher->code, line->begin, length, from, 0, searcher->data, NULL,
                                  searcher->workspace, WORKSPACE)
                : pcre2_match(matcher->code, line->begin, length, from, 0, searcher->data, NULL);
    if (found >= 0)
        return 1;
    return found == PCRE2_ERROR_NOMATCH ? 0 : note_trouble(searcher, found);
}

static struct line line_at(const struct matcher *matcher, const unsigned char *from,
                           const unsigned char *end)
{
    const unsigned char *at = memchr(from, matcher->end, (size_t)(end - from));
    return at != NULL ? (struct line){from, at, at + 1} : (struct line){from, end, end};
}

int searcher_line(struct searcher *searcher, const unsigned char *from, const unsigned char *end,
                  struct line *line)
{
    int found = 0;
    while (found == 0 && from < end) {
        *line = line_at(searcher->matcher, from, end);
        found = try_line(searcher, line, 0, false);
        from = line->next;
    }
    return found;
}

int searcher_count(struct searcher *searcher, const unsigned char *from, const unsigned char *end,
                   uint64_t *lines)
{
    struct line line;
    int found = 1;
    for (*lines = 0; found == 1; *lines += found == 1) {
        found = searcher_line(searcher, from, end, &line);
        from = line.next;
    }
    return found;
}

int searcher_span(struct searcher *searcher, const struct line *line, size_t from,
                  struct span *span)
{
    int found = try_line(searcher, line, from, !searcher->matcher->perl);
    if (found == 1) {
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(searcher->data);
        *span = (struct span){ends[0], ends[1]};
    }
    return found;
}
