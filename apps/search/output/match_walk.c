/* SPDX-License-Identifier: MIT */
/* Matches in a line (see match_walk.h). */
#include "search/output/match_walk.h"

void match_walk_open(struct match_walk *walk, const struct worker *worker,
                     const unsigned char *begin, const unsigned char *end)
{
    *walk = (struct match_walk){.searcher = worker->searcher,
                                .line = {begin, end - 1, end},
                                .utf8 = worker->job->plan.utf8};
}

/* One character on. */
static size_t step(const struct match_walk *walk, size_t at, size_t end)
{
    at++;
    while (walk->utf8 && at < end && (walk->line.begin[at] & 0xc0) == 0x80)
        at++;
    return at;
}

bool match_walk_next(struct match_walk *walk)
{
    const size_t end = (size_t)(walk->line.end - walk->line.begin);
    while (walk->at < end) {
        const int found = searcher_span(walk->searcher, &walk->line, walk->at, &walk->span);
        walk->failed |= found < 0;
        if (found != 1 || walk->span.begin >= end)
            return false;
        const bool empty = walk->span.begin == walk->span.end;
        walk->at = empty ? step(walk, walk->span.begin, end) : walk->span.end;
        if (!empty)
            return true;
    }
    return false;
}
