/* SPDX-License-Identifier: MIT */
/* What a matcher consists of, for those who search with it. */
#ifndef SEARCH_COMPILED_H
#define SEARCH_COMPILED_H

#include "search/patterns/engine/automaton.h"
#include "search/patterns/engine/perl.h"
#include "search/patterns/matcher.h"

#include <cupro/needles.h>

struct matcher {
    unsigned char end;
    cupro_needles *needles; /* every match contains one of them; NULL: unknown */
    enum {
        NEEDLES_HINT,
        NEEDLES_MATCH,
        NEEDLES_LINE
    } meaning;    /* at a needle something may match;
does; does if it is the whole line. The latter two need no more */
    bool has_nfa; /* all lines that match, match it; without `perl`, only these */
    struct nfa nfa;
    struct perl *perl; /* decides, if there is one */
};

#endif
