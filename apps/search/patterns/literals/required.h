/* SPDX-License-Identifier: MIT */
/*
 * Which strings every match must contain one of.
 *
 * (The idea is GNU grep's "must"; the rules are those of Cox's Code Search, "Regular expression
 * matching with a trigram index", 2012, for strings instead of trigrams.)
 */
#ifndef SEARCH_REQUIRED_H
#define SEARCH_REQUIRED_H

#include "search/patterns/literals/words.h"
#include "search/patterns/syntax/tree.h"

struct required {
    struct words words; /* none: nothing of use is known       */
    bool folded;        /* the words are in lower case, whatever case the text is in */
    bool empty;         /* the empty string matches too, so every line does                  */
    bool whole;         /* wherever one stands, that is a match, and there are no others */
};

/* *required is to be freed by words_free(&required->words), also when it fails. False: no memory.
 */
bool required_find(struct required *required, const struct tree *tree, const struct node *node);

#endif
