/* SPDX-License-Identifier: MIT */
/* The matches in a line, one after the other, but for those of nothing. */
#ifndef SEARCH_MATCH_WALK_H
#define SEARCH_MATCH_WALK_H

#include "search/job.h"

struct match_walk {
    struct searcher *searcher;
    struct line line;
    bool utf8;
    size_t at;        /* where the next one is looked for */
    struct span span; /* the last one that was found */
    bool failed;      /* the searcher has trouble */
};

/* The line stands in [begin, end), its end included. */
void match_walk_open(struct match_walk *walk, const struct worker *worker,
                     const unsigned char *begin, const unsigned char *end);

/* Find the next one. False: there are no more. */
bool match_walk_next(struct match_walk *walk);

#endif
