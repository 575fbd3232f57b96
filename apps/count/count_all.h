/* SPDX-License-Identifier: MIT */
/* Counting the words of all inputs together, on all threads. */
#ifndef COUNT_COUNT_ALL_H
#define COUNT_COUNT_ALL_H

#include "count/words/word_batch.h"
#include "count/words/word_plan.h"

#include "common/input/feed.h"
#include "common/output/progress.h"

struct count_job {
    struct feed *feed;
    struct progress *progress;
    const struct word_plan *plan;
    word_sink *sink;
    /* What the sink's arg is for one thread, and last of all for the keys that belong to no text by
     * itself; NULL: there is no memory. */
    void *(*enter)(void *arg);
    void *arg;
};

/* Pass all that the feed gives to the sink. 0, an error of the library's, or what the sink
 * returned.
 */
int count_all(struct count_job *job);

#endif
