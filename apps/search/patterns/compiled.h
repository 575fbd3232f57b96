/* SPDX-License-Identifier: MIT */
/* What a matcher consists of, for those who search with it. */
#ifndef SEARCH_COMPILED_H
#define SEARCH_COMPILED_H

#include "search/patterns/engine/automaton.h"
#include "search/patterns/engine/perl.h"
#include "search/patterns/matcher.h"

struct matcher {
    unsigned char end;
    bool has_nfa; /* all lines that match, match it; without `perl`, only these */
    struct nfa nfa;
    struct perl *perl; /* decides, if there is one */
};

#endif
