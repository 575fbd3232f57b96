/* SPDX-License-Identifier: MIT */
/* The states and edges of automata (see nfa_build.h). */
#include "search/patterns/engine/nfa_build.h"

#include "search/patterns/syntax/utf8.h"

#include <stdlib.h>

enum { MOST_STATES = 1 << 20 };

/* Room for one more. */
static bool grow(void **array, size_t n, size_t *room, size_t size)
{
    if (n < *room)
        return true;
    size_t wanted = *room * 2 + 64;
    void *more = realloc(*array, wanted * size);
    if (more == NULL)
        return false;
    *array = more;
    *room = wanted;
    return true;
}

uint32_t nfa_add(struct nfa *nfa, struct nfa_state state)
{
    void *states = nfa->states;
    if (nfa->n >= MOST_STATES) {
        nfa->too_big = true;
        return 0;
    }
    if (!grow(&states, nfa->n, &nfa->room, sizeof state)) {
        nfa->no_memory = true;
        return 0;
    }
    nfa->states = states;
    nfa->states[nfa->n] = state;
    return (uint32_t)nfa->n++;
}

void nfa_add_edge(struct nfa *nfa, uint32_t state, unsigned first, unsigned last, uint32_t to)
{
    void *edges = nfa->edges;
    if (nfa->too_big || nfa->no_memory)
        return;
    if (nfa->n_edges >= MOST_STATES * 4) {
        nfa->too_big = true;
        return;
    }
    if (!grow(&edges, nfa->n_edges, &nfa->edge_room, sizeof *nfa->edges)) {
        nfa->no_memory = true;
        return;
    }
    nfa->edges = edges;
    if (nfa->states[state].second++ == 0)
        nfa->states[state].to = (uint32_t)nfa->n_edges;
    nfa->edges[nfa->n_edges++] = (struct nfa_edge){to, (unsigned char)first, (unsigned char)last};
}

uint32_t nfa_add_fork(struct nfa *nfa, uint32_t to, uint32_t second)
{
    return nfa_add(nfa, (struct nfa_state){.kind = NFA_FORK, .to = to, .second = second});
}

static uint32_t add_byte(struct nfa *nfa, unsigned byte, uint32_t next)
{
    uint32_t state = nfa_add(nfa, (struct nfa_state){.kind = NFA_BYTES});
    if (byte != nfa->end)
        nfa_add_edge(nfa, state, byte, byte, next);
    return state;
}

uint32_t nfa_add_character(struct nfa *nfa, uint32_t character, uint32_t next)
{
    if (!nfa->utf8)
        return add_byte(nfa, character, next);
    unsigned char bytes[4];
    size_t n = utf8_write(bytes, character);
    for (size_t i = 0; i < n; i++)
        next = add_byte(nfa, bytes[nfa->reversed ? i : n - 1 - i], next);
    return next;
}

void nfa_free(struct nfa *nfa)
{
    free(nfa->states);
    free(nfa->edges);
    nfa->states = NULL;
    nfa->edges = NULL;
}
