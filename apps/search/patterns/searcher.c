/* SPDX-License-Identifier: MIT */
/* One thread's search (see matcher.h): automata where there is one, and PCRE2 where that decides.
 */
#include "search/patterns/compiled.h"

#include <stdlib.h>
#include <string.h>

struct searcher {
    const struct matcher *matcher;
    struct automaton automaton;
    struct perl_runner *perl;
};

struct searcher *searcher_new(const struct matcher *matcher)
{
    struct searcher *searcher = calloc(1, sizeof *searcher);
    if (searcher == NULL)
        return NULL;
    searcher->matcher = matcher;
    bool works = !matcher->has_nfa || automaton_open(&searcher->automaton, &matcher->nfa);
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

static struct line line_at(const struct matcher *matcher, const unsigned char *from,
                           const unsigned char *end)
{
    const unsigned char *at = memchr(from, matcher->end, (size_t)(end - from));
    return at != NULL ? (struct line){from, at, at + 1} : (struct line){from, end, end};
}

/* The next line that may match. */
static bool next_candidate(struct searcher *searcher, const unsigned char *from,
                           const unsigned char *end, struct line *line)
{
    if (searcher->matcher->has_nfa)
        return automaton_line(&searcher->automaton, from, end, line);
    if (from == end)
        return false;
    *line = line_at(searcher->matcher, from, end);
    return true;
}

int searcher_line(struct searcher *searcher, const unsigned char *from, const unsigned char *end,
                  struct line *line)
{
    const struct matcher *matcher = searcher->matcher;
    if (!matcher->has_nfa && matcher->perl == NULL)
        return 0;
    for (; next_candidate(searcher, from, end, line); from = line->next) {
        int found = matcher->perl == NULL ? 1 : perl_matches(searcher->perl, line);
        if (found != 0)
            return found;
    }
    return 0;
}

int searcher_count(struct searcher *searcher, const unsigned char *from, const unsigned char *end,
                   uint64_t *lines)
{
    *lines = 0;
    if (searcher->matcher->has_nfa && searcher->perl == NULL) {
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

int searcher_span(struct searcher *searcher, const struct line *line, size_t from,
                  struct span *span)
{
    if (searcher->perl != NULL)
        return perl_span(searcher->perl, line, from, span);
    return searcher->matcher->has_nfa && automaton_span(&searcher->automaton, line, from, span);
}
