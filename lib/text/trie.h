/* SPDX-License-Identifier: MIT */
/*
 * Many needles: Aho and Corasick's automaton ("Efficient string matching", 1975).
 *
 * A state is a beginning of needles; where none goes on, its failure link leads to the longest end
 * of it that is a state. Each state knows the longest needle that it ends with.
 */
#ifndef CUPRO__TRIE_H
#define CUPRO__TRIE_H

#include "text/needles.h"

/* Needles sorted by their bytes. 0 or CUPRO_ENOMEM. */
int cupro__trie_new(struct cupro__trie **trie, const struct cupro__needle *needles, size_t count,
                    bool folded);
void cupro__trie_free(struct cupro__trie *trie);

/* As cupro_needles_next; hit->which is the index in the sorted array. */
bool cupro__trie_next(const struct cupro__trie *trie, const unsigned char *text, size_t n,
                      size_t from, cupro_needle_hit *hit);

#endif
