/* SPDX-License-Identifier: MIT */
/* Counting the words of all inputs together, on all threads. */
#ifndef COUNT_COUNT_ALL_H
#define COUNT_COUNT_ALL_H

#include "count/words/word_plan.h"

#include "common/feed.h"
#include "common/progress.h"

#include <cupro/tally.h>

struct count_job {
    struct feed *feed;
    struct progress *progress;
    const struct word_plan *plan;
    cupro_tally *tally;
};

/* Add all that the feed gives to the tally. 0, or an error of the library's. */
int count_all(struct count_job *job);

#endif
