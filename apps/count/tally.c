/* SPDX-License-Identifier: MIT */
/*
 * All threads count (see tally.h).
 *
 * An index of the fold is a thread's visit to the feed, which lasts until the feed is empty: how
 * many texts there will be is not known before all is read. The accumulators are lists of counters,
 * so combining two takes no time; their tables are merged by word_merge.c, in parallel.
 */
#include "count/tally.h"

#include <cupro/fold.h>

static int visit_feed(void *acc, size_t lo, size_t hi, void *ctx)
{
    struct tally *tally = acc;
    struct tally_job *job = ctx;
    struct feed_reader reader;
    struct text text;
    (void)lo;
    (void)hi;
    if (!tally->first)
        tally->first = counter_new(job->plan, &job->key);
    int error = tally->first ? 0 : CUPRO_ENOMEM;
    feed_reader_open(&reader, job->feed);
    while (!error) {
        error = feed_next(&reader, &text);
        if (error || text.length == 0)
            break;
        error = counter_add(tally->first, &text);
        progress_add(job->progress, text.length);
    }
    feed_reader_close(&reader);
    if (error)
        feed_stop(job->feed);
    return error;
}

static int join_lists(void *acc, void *other, void *ctx)
{
    struct tally *to = acc, *from = other;
    struct counter **end = &to->first;
    (void)ctx;
    while (*end)
        end = &(*end)->next;
    *end = from->first;
    from->first = NULL;
    return 0;
}

static void drop(void *acc, void *ctx)
{
    (void)ctx;
    tally_free(acc);
}

int tally_count(struct tally *tally, struct tally_job *job)
{
    static const struct tally empty = {NULL};
    static const cupro_monoid tallies = {
        .size = sizeof(struct tally), .identity = &empty, .combine = join_lists, .drop = drop};
    return cupro_fold_workers(feed_readers(job->feed), visit_feed, &tallies, tally, job,
                              .grain = 1);
}

void tally_close_tables(struct tally *tally)
{
    for (struct counter *counter = tally->first; counter; counter = counter->next)
        table_close(&counter->table);
}

void tally_free(struct tally *tally)
{
    while (tally->first) {
        struct counter *counter = tally->first;
        tally->first = counter->next;
        counter_free(counter);
    }
}
