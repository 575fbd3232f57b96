/* SPDX-License-Identifier: MIT */
/* One thread's counting: text goes in, and its words are counted in a table that no other thread
 * touches. */
#ifndef COUNT_COUNTER_H
#define COUNT_COUNTER_H

#include "count/arena.h"
#include "count/word_hash.h"
#include "count/word_table.h"
#include "count/words/word_source.h"

struct counter {
    struct counter *next; /* in a tally */
    struct word_source source;
    struct hash_key key; /* the same for all counters whose tables are to be merged */
    struct word_table table;
    struct arena arena; /* the bytes of long words */
};

/* A new counter, or NULL when there is no memory. */
struct counter *counter_new(const struct word_plan *plan, const struct hash_key *key);

void counter_free(struct counter *counter);

/* Count the words of a text; both of its ends are ends of words. What stands behind it is
 * overwritten. 0 or CUPRO_ENOMEM. */
int counter_add(struct counter *counter, const struct text *text);

#endif
