/* SPDX-License-Identifier: MIT */
/*
 * Patterns as nondeterministic automata over bytes.
 *
 * Thompson's construction ("Regular expression search algorithm", 1968), with UTF-8 compiled in: a
 * set of characters becomes a small tree of byte ranges. No state accepts the byte that ends a
 * line. Back-references are beyond automata; in their place stands "anything", so that the
 * automaton matches at least the lines that the pattern does.
 */
#ifndef SEARCH_NFA_H
#define SEARCH_NFA_H

#include "search/patterns/syntax/tree.h"

enum nfa_kind {
    NFA_BYTES, /* goes on with a byte that one of its edges has */
    NFA_FORK,  /* goes on in both                               */
    NFA_CHECK, /* goes on if an assertion holds                 */
    NFA_MATCH,
};

struct nfa_state {
    unsigned char kind, assertion;
    uint32_t to;     /* FORK, CHECK; BYTES: its first edge  */
    uint32_t second; /* FORK; BYTES: how many edges         */
};

struct nfa_edge {
    uint32_t to;
    unsigned char first, last;
};

struct nfa {
    struct nfa_state *states;
    struct nfa_edge *edges;
    size_t n, room, n_edges, edge_room;
    uint32_t start;
    bool utf8;
    bool reversed;     /* reads texts from their ends: what it matches is mirrored */
    unsigned char end; /* of a line */
    bool has_checks_of_words;
    bool no_memory, too_big;
    bool is_word[256]; /* bytes that are characters of words; above 127 unknown with UTF-8 */
    /* Bytes that no state tells apart are in one class. */
    unsigned char class_of[256], byte_of[256];
    unsigned classes;
};

/* Make one of a tree. 0, or -1: no memory, or more than 2^20 states (too_big). Free it either way.
 */
int nfa_make(struct nfa *nfa, const struct tree *tree, unsigned char end, bool reversed);
void nfa_free(struct nfa *nfa);

#endif
