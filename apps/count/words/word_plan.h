/* SPDX-License-Identifier: MIT */
/*
 * How a wish is fulfilled: all that is found out once, for all threads.
 *
 *     or_fail(word_plan_open(&plan, &wish));
 *     feed_open(&feed, &names, &plan->records, block, threads);
 *     each thread:
 *         word_source_open(&source, &plan, sink, arg);
 *         word_source_add(&source, &text);    for every text of the feed; calls the sink
 *         word_source_close(&source);
 *     word_plan_finish(&plan, ALL_NAMES, sink, arg);    when all texts have been read
 *     word_plan_close(&plan);
 */
#ifndef COUNT_WORD_PLAN_H
#define COUNT_WORD_PLAN_H

#include "count/words/refine/borders.h"
#include "count/words/refine/refiner.h"
#include "count/words/split/edges.h"
#include "count/words/word_wish.h"

#include "common/input/input.h"

struct unicode_words;
struct word_source;

/* Puts what is to be counted in a text into the source's batch. What stands behind the text is
 * overwritten. 0, or what the sink returned. */
typedef int word_splitter(struct word_source *source, unsigned char *text, size_t length);

struct word_plan {
    struct record_rule records; /* where texts may be cut */
    word_splitter *split;
    edge_finder *find;
    struct edge_bytes bytes;       /* for it */
    unsigned char padding;         /* a byte that separates */
    struct unicode_words *unicode; /* or NULL */
    int separator;                 /* of fields; -1: runs of blanks */
    size_t fields;
    const size_t *field; /* which, from 0 */
    struct refiner refiner;
    size_t order;            /* how many words are a key */
    struct borders *borders; /* NULL: one */
};

/* The wish stays as long as the plan. 0 or CUPRO_ENOMEM; to be closed in
 * any case. */
int word_plan_open(struct word_plan *plan, const struct word_wish *wish);

/* All texts of a name, or of ALL_NAMES, have been read: put the keys into the sink that belong to
 * none of them by itself, those of several words. Any thread. 0, what the sink returned, or
 * CUPRO_ENOMEM.
 */
int word_plan_finish(const struct word_plan *plan, size_t name, word_sink *sink, void *arg);

void word_plan_close(struct word_plan *plan);

#endif
