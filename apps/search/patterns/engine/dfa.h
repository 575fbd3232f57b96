/* SPDX-License-Identifier: MIT */
/*
 * An automaton made deterministic as far as a text needs it.
 *
 * States are made when a byte first leads to them, and thrown away when they take up too much: so
 * time is linear in the text, and memory bounded. (Thompson 1968 did it on the fly; the cache is
 * that of Aho's egrep. What a transition says about matches comes one byte late, so that assertions
 * know both neighbours, as in Cox, "Regular expression matching in the wild", 2010.)
 *
 * A *value* is a state, or one of the three below, and DFA_MATCHED on top of it if a match ended
 * before the byte that led there.
 */
#ifndef SEARCH_DFA_H
#define SEARCH_DFA_H

#include "search/patterns/engine/closure.h"

#define DFA_MATCHED ((uint32_t)1 << 31)
#define DFA_UNSEEN  ((uint32_t)1 << 30)
#define DFA_DEAD    (DFA_UNSEEN + 1) /* nothing matches from here to the line's end */
#define DFA_UNSURE  (DFA_UNSEEN + 2) /* a character beyond ASCII stands beside a check */

struct dfa {
    const struct nfa *nfa;
    bool searches;      /* matches may begin anywhere, not only where it starts */
    bool empty_is_dead; /* not where a match may begin at some later place */
    unsigned shift;     /* values of states are multiples of 1 << shift         */
    uint32_t *values;   /* of each state, by class of the next byte             */
    struct dfa_state *states;
    uint32_t *sets, *slots, *scratch;
    size_t n, room, sets_used, sets_room, slot_count;
    size_t limit;     /* bytes */
    size_t emptyings; /* how often all states were thrown away */
    uint32_t start[NEAR_LATER];
    struct closure closure;
};

/* False: no memory. */
bool dfa_open(struct dfa *dfa, const struct nfa *nfa, bool searches, size_t limit);
void dfa_close(struct dfa *dfa);

/* Where to start behind such a neighbour. */
uint32_t dfa_start(struct dfa *dfa, enum neighbour before);

/* Find out a value that is unseen. A state that was got before this is none any more, but for the
 * one that is returned, if the cache had to be emptied. */
uint32_t dfa_find_out(struct dfa *dfa, uint32_t state, unsigned char byte);

static inline uint32_t dfa_next(struct dfa *dfa, uint32_t state, unsigned char byte)
{
    uint32_t value = dfa->values[state + dfa->nfa->class_of[byte]];
    return value == DFA_UNSEEN ? dfa_find_out(dfa, state, byte) : value;
}

#endif
