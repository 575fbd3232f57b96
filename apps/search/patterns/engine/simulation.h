/* SPDX-License-Identifier: MIT */
/* An automaton's set of states carried along a line, with each place's neighbours known exactly. */
#ifndef SEARCH_SIMULATION_H
#define SEARCH_SIMULATION_H

#include "search/patterns/engine/closure.h"
#include "search/patterns/matcher.h"

struct simulation {
    struct closure closure;
    uint32_t *before; /* the set of the place before */
};

bool simulation_open(struct simulation *simulation, const struct nfa *nfa);
void simulation_close(struct simulation *simulation);

/* Does a match begin in the line at `from` or, if it `searches`, behind it? *end: where the longest
 * that begins at `from` ends; not set if it searches. */
bool simulation_run(struct simulation *simulation, const struct line *line, size_t from,
                    bool searches, size_t *end);

/* What stands before a place in a line. */
enum neighbour simulation_before(const struct nfa *nfa, const struct line *line, size_t at);

#endif
