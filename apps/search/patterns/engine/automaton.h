/* SPDX-License-Identifier: MIT */
/*
 * Lines and spans by automata: one thread's.
 *
 * Its deterministic states decide; where they are not sure, because a character beyond ASCII stands
 * where words are asked for, the sets of states themselves are carried along the line
 * (simulation.h). Either way time is linear in a line's length, and where a span is wanted, in that
 * times the number of places where it might begin.
 */
#ifndef SEARCH_AUTOMATON_H
#define SEARCH_AUTOMATON_H

#include "search/patterns/engine/dfa.h"
#include "search/patterns/engine/simulation.h"
#include "search/patterns/matcher.h"

struct automaton {
    struct dfa search, from_here;
    struct simulation simulation;
};

/* False: no memory. */
bool automaton_open(struct automaton *automaton, const struct nfa *nfa);
void automaton_close(struct automaton *automaton);

/* As searcher_line and so on; they do not fail. */
bool automaton_line(struct automaton *automaton, const unsigned char *from,
                    const unsigned char *end, struct line *line);
uint64_t automaton_count(struct automaton *automaton, const unsigned char *from,
                         const unsigned char *end);
bool automaton_matches(struct automaton *automaton, const struct line *line);
bool automaton_span(struct automaton *automaton, const struct line *line, size_t from,
                    struct span *span);

#endif
