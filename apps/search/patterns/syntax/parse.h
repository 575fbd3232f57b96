/* SPDX-License-Identifier: MIT */
/* Basic and extended regular expressions, as GNU grep reads them, into trees. */
#ifndef SEARCH_PARSE_H
#define SEARCH_PARSE_H

#include "search/patterns/syntax/tree.h"

/* What GNU grep warns about, but takes. */
struct syntax_warnings {
    const char **texts; /* malloc'ed; the texts are not */
    size_t n, room;
};

struct syntax {
    struct tree *tree;
    bool extended;
    struct syntax_warnings warnings;
    const char
        *late; /* an error that only counts where no pattern has another: in a class's place */
};

/* Parse a pattern. NULL and *node, or what GNU grep says is wrong with it. */
const char *syntax_parse(struct syntax *syntax, const char *text, size_t length,
                         struct node **node);

/* The characters of a pattern, as they are. */
struct node *syntax_plain(struct tree *tree, const char *text, size_t length);

#endif
