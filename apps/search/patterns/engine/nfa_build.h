/* SPDX-License-Identifier: MIT */
/* What automata (nfa.h) are built of. States and edges that find no room are noted in the
 * automaton: no_memory, too_big. */
#ifndef SEARCH_NFA_BUILD_H
#define SEARCH_NFA_BUILD_H

#include "search/patterns/engine/nfa.h"

/* A new state; its number. */
uint32_t nfa_add(struct nfa *nfa, struct nfa_state state);

/* An edge of the newest state, for the bytes first … last. */
void nfa_add_edge(struct nfa *nfa, uint32_t state, unsigned first, unsigned last, uint32_t to);

uint32_t nfa_add_fork(struct nfa *nfa, uint32_t to, uint32_t second);

/* A state that goes to `next` with this character. */
uint32_t nfa_add_character(struct nfa *nfa, uint32_t character, uint32_t next);

/* One that goes there with any character of the set. */
uint32_t nfa_add_set(struct nfa *nfa, const struct char_set *set, uint32_t next);

/* If a choice is between many plain strings, *start = a state that goes to `next` with each. */
bool nfa_add_words(struct nfa *nfa, const struct node *choice, uint32_t next, uint32_t *start);

#endif
