/* SPDX-License-Identifier: MIT */
/* Basic and extended regular expressions, as GNU grep reads them, into trees. */
#ifndef SEARCH_PARSE_H
#define SEARCH_PARSE_H

#include "search/patterns/syntax/syntax.h"

/* Parse a pattern. NULL and *node, or what GNU grep says is wrong with it. */
const char *syntax_parse(struct syntax *syntax, const char *text, size_t length,
                         struct node **node);

/* The characters of a pattern, as they are. */
struct node *syntax_plain(struct tree *tree, const char *text, size_t length);

#endif
