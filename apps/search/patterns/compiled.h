/* SPDX-License-Identifier: MIT */
/* What a matcher consists of, for those who search with it. */
#ifndef SEARCH_COMPILED_H
#define SEARCH_COMPILED_H

#include "search/patterns/engine/automaton.h"
#include "search/patterns/engine/perl.h"
#include "search/patterns/literals/stretch.h"
#include "search/patterns/matcher.h"

#include <cupro/needles.h>

/* What follows where a needle stands: the line may match; it does; it does if that is the whole of
 * it; all lines match, and needles are only the spans. All but the first need nothing else. */
enum meaning { NEEDLES_HINT, NEEDLES_MATCH, NEEDLES_LINE, NEEDLES_SPAN };

struct matcher {
    unsigned char end;
    enum meaning meaning;
    cupro_needles *needles; /* NULL: none are known */
    struct stretch stretch; /* another hint, where there are no needles */
    bool has_nfa;           /* all lines that match, match it; without `perl`, only these */
    struct nfa nfa, mirrored;
    struct perl *perl; /* decides, if there is one */
};

#endif
