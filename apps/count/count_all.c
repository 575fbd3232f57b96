/* SPDX-License-Identifier: MIT */
/* All threads count (see count_all.h). An index of the loop is a thread's visit to the feed, which
 * lasts until the feed is empty: how many texts there will be is not known before all is read. */
#include "count/count_all.h"
#include "count/words/word_source.h"

#include <cupro/error.h>
#include <cupro/loop.h>

static int visit_feed(size_t lo, size_t hi, void *ctx)
{
    struct count_job *job = ctx;
    struct word_source source;
    struct feed_reader reader;
    struct text text;
    void *const to = job->enter(job->arg);
    int error = to ? 0 : CUPRO_ENOMEM;
    (void)lo;
    (void)hi;
    word_source_open(&source, job->plan, job->sink, to);
    feed_reader_open(&reader, job->feed);
    while (!error) {
        error = feed_next(&reader, &text);
        if (error || text.length == 0)
            break;
        error = word_source_add(&source, &text);
        progress_add(job->progress, text.length);
    }
    feed_reader_close(&reader);
    word_source_close(&source);
    if (error)
        feed_stop(job->feed);
    return error;
}

int count_all(struct count_job *job)
{
    const int error = cupro_for(feed_readers(job->feed), visit_feed, job, .grain = 1);
    void *const to = error ? NULL : job->enter(job->arg);
    if (error)
        return error;
    return to ? word_plan_finish(job->plan, ALL_NAMES, job->sink, to) : CUPRO_ENOMEM;
}
