/* SPDX-License-Identifier: MIT */
/* Counting the words of all inputs, on all threads: one counter for each. */
#ifndef COUNT_TALLY_H
#define COUNT_TALLY_H

#include "count/counter.h"

#include "common/feed.h"
#include "common/progress.h"

struct tally_job {
    struct feed *feed;
    struct progress *progress;
    const struct word_plan *plan;
    struct hash_key key;
};

/* The counters of the threads that had something to do. */
struct tally {
    struct counter *first;
};

/* Count all that the feed gives. On success the tally is to be freed; on failure (CUPRO_ENOMEM, or
 * what else the library returns) nothing is left. */
int tally_count(struct tally *tally, struct tally_job *job);

/* Release the tables, but keep the bytes of long words. */
void tally_close_tables(struct tally *tally);

void tally_free(struct tally *tally);

#endif
