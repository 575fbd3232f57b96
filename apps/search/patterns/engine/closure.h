/* SPDX-License-Identifier: MIT */
/*
 * Sets of an automaton's states, closed under what costs no byte.
 *
 * Assertions depend on the two neighbours of a place. The one before is known; while the one behind
 * is not, the states that ask for it wait in the set (`waits`), and are asked again when it is.
 */
#ifndef SEARCH_CLOSURE_H
#define SEARCH_CLOSURE_H

#include "search/patterns/engine/nfa.h"

enum neighbour {
    NEAR_EDGE,    /* none: the line begins, or ends         */
    NEAR_WORD,    /* a character of a word                  */
    NEAR_OTHER,   /* another                                */
    NEAR_UNKNOWN, /* part of a character beyond ASCII       */
    NEAR_LATER,   /* not seen yet                           */
};

struct closure {
    const struct nfa *nfa;
    uint32_t *set, *mark, *stack; /* room for all states each */
    uint32_t stamp;
    size_t n;
    bool matches, waits; /* has a state that matches, or checks that wait  */
    bool unknown;        /* a check could not be decided                   */
};

/* False: no memory. */
bool closure_open(struct closure *closure, const struct nfa *nfa);
void closure_close(struct closure *closure);

void closure_clear(struct closure *closure);

/* Add a state, and all that it leads to without a byte between these neighbours. */
void closure_add(struct closure *closure, uint32_t state, enum neighbour before,
                 enum neighbour behind);

/* Add what a state leads to with a byte. */
void closure_step(struct closure *closure, uint32_t state, unsigned char byte,
                  enum neighbour before);

/* What a byte is to the places on its two sides. */
enum neighbour neighbour_of(const struct nfa *nfa, unsigned char byte);

#endif
