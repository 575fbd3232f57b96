/* SPDX-License-Identifier: MIT */
/* Trails: which units each thread has run, for counting the pages that it worked on. */
#ifndef CUPRO__TRAIL_H
#define CUPRO__TRAIL_H

#include "runtime/engine/engine.h"
#include "runtime/plans/plan.h"

/* Units [lo, hi) that were run one after the other. */
struct cupro__stretch {
    size_t lo, hi;
};

/* Of one runner, on a cache line of its own. */
struct cupro__trail {
    _Alignas(64) struct cupro__stretch *stretch;
    size_t count, room;
    int thread; /* of the team */
};

struct cupro__trails {
    struct cupro__trail *trail;
    int count;
};

/* Does the call ask for the pages of this work? Those of leftovers are nobody's. */
bool cupro__trails_wanted(const cupro_call *call, const struct cupro__work *work);

/* So many empty ones, all of the same thread so far; none if there is no memory. */
void cupro__trails_open(struct cupro__trails *trails, int count, int thread);

/* [lo, hi) was run. Without memory it is forgotten. */
void cupro__trail_note(struct cupro__trail *trail, size_t lo, size_t hi);

/* Count the pages into call->counters, those on no trail as unknown, and free the trails. `plan`
 * tells where the threads are; NULL: nobody knows. */
void cupro__trails_close(struct cupro__trails *trails, const cupro_call *call,
                         const struct cupro__work *work, const struct cupro__plan *plan);

#endif
