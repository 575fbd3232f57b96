/* SPDX-License-Identifier: MIT */
/*
 * Lines and spans by automata: one thread's.
 *
 * Its deterministic states decide; where they are not sure, because a character beyond ASCII stands
 * where words are asked for, the sets of states themselves are carried along the line
 * (simulation.h). Where matches begin in a line is found by reading it from its end, all at once;
 * so time is linear in a line's length. What was looked at in vain, for longer matches than there
 * are, is remembered every 64 bytes, so that the next one need not look there again.
 */
#ifndef SEARCH_AUTOMATON_H
#define SEARCH_AUTOMATON_H

#include "search/patterns/engine/dfa.h"
#include "search/patterns/engine/simulation.h"
#include "search/patterns/matcher.h"

struct automaton {
    struct dfa search, from_here, back;
    struct simulation simulation;
    struct line marked;   /* the line whose beginnings are known                       */
    uint64_t *beginnings; /* bit i: a match may begin at byte i of it, or at its end */
    uint32_t *in_vain;    /* the state in which byte 64 i was passed without a match behind it */
    size_t emptyings;     /* of from_here, when these were written */
    size_t words;         /* that there is room for */
};

/* One of a pattern, forwards and mirrored. False: no memory. */
bool automaton_open(struct automaton *automaton, const struct nfa *nfa, const struct nfa *mirrored);
void automaton_close(struct automaton *automaton);

/* As searcher_line and so on. */
bool automaton_line(struct automaton *automaton, const unsigned char *from,
                    const unsigned char *end, struct line *line);
uint64_t automaton_count(struct automaton *automaton, const unsigned char *from,
                         const unsigned char *end);
bool automaton_matches(struct automaton *automaton, const struct line *line);

/* 1, 0, or -1: no memory. */
int automaton_span(struct automaton *automaton, const struct line *line, size_t from,
                   struct span *span);

#endif
