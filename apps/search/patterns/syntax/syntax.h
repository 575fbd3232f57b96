/* SPDX-License-Identifier: MIT */
/* What the patterns of a search have in common while they are parsed. */
#ifndef SEARCH_SYNTAX_H
#define SEARCH_SYNTAX_H

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
    const char *late; /* an error that only counts where no pattern has another: a class outside of
                       * brackets */
};

#endif
