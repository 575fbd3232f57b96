/* SPDX-License-Identifier: MIT */
/*
 * Keys that are N words in a row with a space between them.
 *
 * A text's words are written one behind the other, so each key is a part of that. What lies across
 * the border between two texts of an input is made later, from the words that each text begins and
 * ends with (borders.h): so keys do not depend on where an input was cut.
 */
#ifndef COUNT_GRAMS_H
#define COUNT_GRAMS_H

#include "count/words/refine/borders.h"
#include "count/words/word_batch.h"

#include "common/buffer.h"

struct grams {
    size_t order; /* how many words are a key: 1 to MOST_GRAMS */
    struct buffer joined;
    size_t used;
    size_t words; /* how many are in it, and where each begins; fewer than `order` between calls */
    size_t begin[MOST_GRAMS - 1 + WORD_BATCH];
    size_t heads; /* how many of the text's first words are in: */
    struct buffer head;
    size_t head_used;
    size_t head_begin[MOST_GRAMS - 1];
};

void grams_open(struct grams *grams, size_t order);
void grams_close(struct grams *grams);

/* A new text begins. */
void grams_begin(struct grams *grams);

/* Words that go on where the last ones ended. Replaces them by the keys that they complete, which
 * stay until the next call. 0 or CUPRO_ENOMEM. */
int grams_make(struct grams *grams, cupro_slice *keys, size_t *count);

/* The text has ended: note what its neighbours need to know. 0 or CUPRO_ENOMEM. */
int grams_end(struct grams *grams, const struct text *text, struct borders *borders);

#endif
