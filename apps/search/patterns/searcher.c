/* SPDX-License-Identifier: MIT */
/*
 * One thread's search (see matcher.h), in layers: needles that every match contains, or a
 * stretch of some bytes, then the
 * automaton on the line around one, then PCRE2 where only that can decide. What a matcher lacks is
 * left out.
 *
 * Where needles are found often and nothing matches there, the automaton is faster without them: it
 * goes on alone (`hints_fail`).
 */
#include "search/patterns/compiled.h"

#include <stdlib.h>
#include <string.h>

struct searcher {
    const struct matcher *matcher;
    struct automaton automaton;
    struct perl_runner *perl;
    uint64_t searched, in_vain; /* bytes; and lines with a needle that did not match */
};

struct searcher *searcher_new(const struct matcher *matcher)
{
    struct searcher *searcher = calloc(1, sizeof *searcher);
    if (searcher == NULL)
        return NULL;
    searcher->matcher = matcher;
    bool works = !matcher->has_nfa ||
                 automaton_open(&searcher->automaton, &matcher->nfa, &matcher->mirrored);
    if (works && matcher->perl != NULL) {
        searcher->perl = perl_runner_new(matcher->perl);
        works = searcher->perl != NULL;
    }
    if (!works) {
        searcher_free(searcher);
        return NULL;
    }
    return searcher;
}

void searcher_free(struct searcher *searcher)
{
    if (searcher == NULL)
        return;
    automaton_close(&searcher->automaton);
    perl_runner_free(searcher->perl);
    free(searcher);
}

const char *searcher_trouble(const struct searcher *searcher)
{
    return searcher->perl != NULL ? perl_trouble(searcher->perl) : "memory exhausted";
}

/* -- Lines ------------------------------------------------------------------------------------- */

static struct line line_around(const struct matcher *matcher, const unsigned char *from,
                               const unsigned char *at, const unsigned char *end)
{
    const unsigned char *before = memrchr(from, matcher->end, (size_t)(at - from));
    const unsigned char *behind = memchr(at, matcher->end, (size_t)(end - at));
    return (struct line){before != NULL ? before + 1 : from, behind != NULL ? behind : end,
                         behind != NULL ? behind + 1 : end};
}

/* Is the needle that the line's text begins with all of it? The longest is found. */
static bool needle_is_line(const struct matcher *matcher, const struct line *line)
{
    size_t n = (size_t)(line->end - line->begin);
    cupro_needle_hit hit;
    return cupro_needles_next(matcher->needles, line->begin, n, 0, &hit) && hit.at == 0 &&
           hit.length == n;
}

/* 1, 0 or -1: does a line match that has a needle? */
static int confirm(struct searcher *searcher, const struct line *line)
{
    const struct matcher *matcher = searcher->matcher;
    if (matcher->meaning == NEEDLES_MATCH)
        return 1;
    if (matcher->meaning == NEEDLES_LINE)
        return needle_is_line(matcher, line);
    if (matcher->has_nfa && !automaton_matches(&searcher->automaton, line))
        return 0;
    return matcher->perl != NULL ? perl_matches(searcher->perl, line) : 1;
}

/* More than one line in 100 bytes of text is looked at for nothing. */
static bool hints_fail(const struct searcher *searcher)
{
    return searcher->in_vain > 64 && searcher->in_vain > searcher->searched / 100 &&
           searcher->matcher->has_nfa;
}

static bool has_hints(const struct matcher *matcher)
{
    return matcher->needles != NULL || matcher->stretch.length > 0;
}

/* The first place from which on something may match. */
static bool next_hint(const struct matcher *matcher, const unsigned char *from,
                      const unsigned char *end, const unsigned char **at)
{
    size_t n = (size_t)(end - from);
    cupro_needle_hit hit;
    if (matcher->needles != NULL) {
        bool found = cupro_needles_next(matcher->needles, from, n, 0, &hit);
        *at = found ? from + hit.at : end;
        return found;
    }
    hit.at = cupro_next_run(&matcher->stretch.set, matcher->stretch.length, from, n, 0);
    *at = hit.at != CUPRO_NOWHERE ? from + hit.at : end;
    return hit.at != CUPRO_NOWHERE;
}

static int next_by_hints(struct searcher *searcher, const unsigned char **from,
                         const unsigned char *end, struct line *line)
{
    const struct matcher *matcher = searcher->matcher;
    const unsigned char *at;
    while (!hints_fail(searcher)) {
        if (!next_hint(matcher, *from, end, &at)) {
            searcher->searched += (size_t)(end - *from);
            *from = end;
            return 0;
        }
        *line = line_around(matcher, *from, at, end);
        int found = confirm(searcher, line);
        if (found != 0)
            return found;
        searcher->searched += (size_t)(line->next - *from);
        searcher->in_vain++;
        *from = line->next;
    }
    return 0;
}

static int next_without(struct searcher *searcher, const unsigned char *from,
                        const unsigned char *end, struct line *line)
{
    const struct matcher *matcher = searcher->matcher;
    for (; from < end; from = line->next) {
        if (!matcher->has_nfa)
            *line = line_around(matcher, from, from, end);
        else if (!automaton_line(&searcher->automaton, from, end, line))
            return 0;
        int found = matcher->perl == NULL ? 1 : perl_matches(searcher->perl, line);
        if (found != 0)
            return found;
    }
    return 0;
}

int searcher_line(struct searcher *searcher, const unsigned char *from, const unsigned char *end,
                  struct line *line)
{
    const struct matcher *matcher = searcher->matcher;
    if (matcher->meaning == NEEDLES_SPAN) {
        if (from < end)
            *line = line_around(matcher, from, from, end);
        return from < end;
    }
    if (has_hints(matcher)) {
        int found = next_by_hints(searcher, &from, end, line);
        if (found != 0 || from == end)
            return found;
    } else if (!matcher->has_nfa && matcher->perl == NULL) {
        return 0;
    }
    return next_without(searcher, from, end, line);
}

int searcher_count(struct searcher *searcher, const unsigned char *from, const unsigned char *end,
                   uint64_t *lines)
{
    const struct matcher *matcher = searcher->matcher;
    *lines = 0;
    if (matcher->has_nfa && matcher->perl == NULL &&
        (!has_hints(matcher) || hints_fail(searcher))) {
        *lines = automaton_count(&searcher->automaton, from, end);
        return 0;
    }
    struct line line;
    int found;
    while ((found = searcher_line(searcher, from, end, &line)) == 1) {
        ++*lines;
        from = line.next;
    }
    return found;
}

/* -- Spans ------------------------------------------------------------------------------------- */

static int span_of_needle(const struct matcher *matcher, const struct line *line, size_t from,
                          struct span *span)
{
    size_t n = (size_t)(line->end - line->begin);
    cupro_needle_hit hit = {0, n, 0};
    if (matcher->meaning == NEEDLES_LINE
            ? from > 0
            : !cupro_needles_next(matcher->needles, line->begin, n, from, &hit))
        return 0;
    *span = (struct span){hit.at, hit.at + hit.length};
    return 1;
}

int searcher_span(struct searcher *searcher, const struct line *line, size_t from,
                  struct span *span)
{
    const struct matcher *matcher = searcher->matcher;
    if (matcher->perl != NULL)
        return perl_span(searcher->perl, line, from, span);
    if (matcher->has_nfa)
        return automaton_span(&searcher->automaton, line, from, span);
    return matcher->needles != NULL && span_of_needle(matcher, line, from, span);
}
