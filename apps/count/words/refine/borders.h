/* SPDX-License-Identifier: MIT */
/* The keys of several words that lie across the borders of texts of the same input. */
#ifndef COUNT_BORDERS_H
#define COUNT_BORDERS_H

#include "count/words/word_batch.h"

#include "common/input.h"

#include <pthread.h>

#define MOST_GRAMS 5

/* The first and the last words of a text, up to one less than make a key; both may be the same. */
struct border {
    struct border *next;
    size_t name;
    uint64_t part;
    size_t heads, tails;
    cupro_slice head[MOST_GRAMS - 1], tail[MOST_GRAMS - 1];
    char bytes[];
};

/* Those of all texts so far. 200 bytes a text, and its words. */
struct borders {
    size_t order; /* how many words are a key */
    pthread_mutex_t lock;
    struct border *first;
    size_t count;
};

void borders_open(struct borders *borders, size_t order);
void borders_close(struct borders *borders);

/* Note the words of a text, which are copied. Any thread. 0 or CUPRO_ENOMEM. */
int borders_add(struct borders *borders, const struct text *text, const cupro_slice *head,
                size_t heads, const cupro_slice *tail, size_t tails);

/* All texts have been read: put the keys that lie across borders into the sink. 0, what the sink
 * returned, or CUPRO_ENOMEM. */
int borders_flush(struct borders *borders, word_sink *sink, void *arg);

#endif
