/* SPDX-License-Identifier: MIT */
/* Simulation (see simulation.h; Thompson 1968). Work: the automaton's states a byte, at most. */
#include "search/patterns/engine/simulation.h"

#include "search/patterns/syntax/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

bool simulation_open(struct simulation *simulation, const struct nfa *nfa)
{
    *simulation = (struct simulation){.before = malloc(nfa->n * sizeof(uint32_t))};
    if (simulation->before != NULL && closure_open(&simulation->closure, nfa))
        return true;
    simulation_close(simulation);
    return false;
}

void simulation_close(struct simulation *simulation)
{
    free(simulation->before);
    closure_close(&simulation->closure);
    simulation->before = NULL;
}

static enum neighbour neighbour_character(uint32_t character)
{
    return character < STRAY_BYTE && iswalnum((wint_t)character) ? NEAR_WORD : NEAR_OTHER;
}

static enum neighbour behind(const struct nfa *nfa, const struct line *line, size_t at)
{
    size_t n = (size_t)(line->end - line->begin), length;
    if (at == n)
        return NEAR_EDGE;
    enum neighbour near = neighbour_of(nfa, line->begin[at]);
    return near != NEAR_UNKNOWN
               ? near
               : neighbour_character(utf8_character(line->begin + at, n - at, &length));
}

enum neighbour simulation_before(const struct nfa *nfa, const struct line *line, size_t at)
{
    if (at == 0)
        return NEAR_EDGE;
    enum neighbour near = neighbour_of(nfa, line->begin[at - 1]);
    for (size_t back = 1; near == NEAR_UNKNOWN && back <= 4 && back <= at; back++) {
        size_t length;
        uint32_t character = utf8_character(line->begin + at - back, back, &length);
        if (length == back && character < STRAY_BYTE)
            near = neighbour_character(character);
    }
    return near != NEAR_UNKNOWN ? near : NEAR_OTHER;
}

/* Ask the checks that wait again, with what is behind them. */
static void settle(struct simulation *simulation, enum neighbour before, enum neighbour near)
{
    struct closure *closure = &simulation->closure;
    size_t n = closure->n;
    if (!closure->waits)
        return;
    memcpy(simulation->before, closure->set, n * sizeof *closure->set);
    closure_clear(closure);
    for (size_t i = 0; i < n; i++)
        closure_add(closure, simulation->before[i], before, near);
}

bool simulation_run(struct simulation *simulation, const struct line *line, size_t from,
                    bool searches, size_t *end)
{
    struct closure *closure = &simulation->closure;
    const struct nfa *nfa = closure->nfa;
    size_t n = (size_t)(line->end - line->begin);
    bool found = false;
    closure_clear(closure);
    for (size_t at = from; at <= n; at++) {
        enum neighbour before = simulation_before(nfa, line, at), near = behind(nfa, line, at);
        if (at == from || (searches && !(nfa->utf8 && utf8_is_inside(line->begin, n, at))))
            closure_add(closure, nfa->start, before, NEAR_LATER);
        settle(simulation, before, near);
        if (closure->matches) {
            found = true;
            if (searches)
                return true;
            *end = at;
        }
        if (at == n || (closure->n == 0 && !searches))
            break;
        size_t states = closure->n;
        memcpy(simulation->before, closure->set, states * sizeof *closure->set);
        closure_clear(closure);
        enum neighbour next_before = simulation_before(nfa, line, at + 1);
        for (size_t i = 0; i < states; i++)
            closure_step(closure, simulation->before[i], line->begin[at], next_before);
    }
    return found;
}
