/* SPDX-License-Identifier: MIT */
/* One thread's source of keys, the things that are counted: texts go in, keys come out in batches.
 */
#ifndef COUNT_WORD_SOURCE_H
#define COUNT_WORD_SOURCE_H

#include "count/words/refine/grams.h"
#include "count/words/word_batch.h"
#include "count/words/word_plan.h"

#include "common/buffer.h"

struct word_source {
    const struct word_plan *plan;
    word_sink *sink;
    void *arg;
    size_t name; /* of the text that is being read */
    size_t count;
    cupro_slice keys[WORD_BATCH]; /* the first `count` have not been passed on */
    struct refiner_room refined;
    struct grams grams;
    struct buffer room; /* for keys that do not stand in the text as they are */
    size_t room_used;
    int error; /* of word_source_room() */
};

void word_source_open(struct word_source *source, const struct word_plan *plan, word_sink *sink,
                      void *arg);
void word_source_close(struct word_source *source);

/* All keys of a text. What stands behind the text is overwritten. 0, or what the sink returned, or
 * CUPRO_ENOMEM. */
int word_source_add(struct word_source *source, const struct text *text);

/* -- For splitters ----------------------------------------------------------------------------- */

/* Pass the batch on, and begin a new one. */
int word_source_flush(struct word_source *source);

/* Room for a key that is put next; it is valid as long as the key. NULL: see source->error. May
 * pass the batch on. */
unsigned char *word_source_room(struct word_source *source, size_t length);

static inline int word_source_put(struct word_source *source, const unsigned char *begin,
                                  size_t length)
{
    source->keys[source->count++] = (cupro_slice){(const char *)begin, length};
    return source->count < WORD_BATCH ? 0 : word_source_flush(source);
}

#endif
