/* SPDX-License-Identifier: MIT */
/* The keys of several words that lie across the borders of texts of the same input. */
#ifndef COUNT_BORDERS_H
#define COUNT_BORDERS_H

#include "count/words/word_batch.h"

#include "common/input/input.h"

#define MOST_GRAMS 5

/* Those of all texts that have not been flushed: 200 bytes a text, and its words. */
struct borders;

/* `order`: how many words are a key. NULL: no memory. */
struct borders *borders_new(size_t order);

/* NULL is allowed. */
void borders_free(struct borders *borders);

/* Note the first and the last words of a text, up to one less than make a key; some may be both.
 * They are copied. Any thread. 0 or CUPRO_ENOMEM. */
int borders_add(struct borders *borders, const struct text *text, const cupro_slice *head,
                size_t heads, const cupro_slice *tail, size_t tails);

#define ALL_NAMES SIZE_MAX

/* All texts of a name, or of ALL_NAMES, have been noted: put the keys that lie across their borders
 * into the sink, and forget them. Any thread. 0, what the sink returned, or CUPRO_ENOMEM. */
int borders_flush(struct borders *borders, size_t name, word_sink *sink, void *arg);

#endif
