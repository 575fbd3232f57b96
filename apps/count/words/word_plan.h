/* SPDX-License-Identifier: MIT */
/*
 * How a wish is fulfilled: all that is found out once, and then only read, by all threads.
 *
 *     or_fail(word_plan_open(&plan, &wish));
 *     feed_open(&feed, &names, &plan->records, block, threads);
 *     each thread:
 *         word_source_open(&source, &plan, sink, arg);
 *         word_source_add(&source, &text);    for every text of the feed; calls the sink
 *         word_source_close(&source);
 *     word_plan_close(&plan);
 */
#ifndef COUNT_WORD_PLAN_H
#define COUNT_WORD_PLAN_H

#include "count/words/split/edges.h"
#include "count/words/word_wish.h"

#include "common/input.h"

struct word_source;

/* Puts what is to be counted in a text into the source's batch. What stands behind the text is
 * overwritten. 0, or what the sink returned. */
typedef int word_splitter(struct word_source *source, unsigned char *text, size_t length);

struct word_plan {
    struct record_rule records; /* where texts may be cut */
    word_splitter *split;
    edge_finder *find;
};

/* 0 or CUPRO_ENOMEM. */
int word_plan_open(struct word_plan *plan, const struct word_wish *wish);

void word_plan_close(struct word_plan *plan);

#endif
