/* SPDX-License-Identifier: MIT */
/* One thread's source of keys, the things that are counted: texts go in, keys come out in batches.
 */
#ifndef COUNT_WORD_SOURCE_H
#define COUNT_WORD_SOURCE_H

#include "count/words/word_plan.h"

#include <cupro/text.h>

/* So many keys at once: fewer wait for the memory in which they are looked up, more take the L1
 * cache from the text. */
#define WORD_BATCH 64

/* Gets keys of the text that comes from the given name, 1 to WORD_BATCH of them; they are gone when
 * it returns. Behind each are 16 bytes that may be read. Non-zero ends the text. */
typedef int word_sink(void *arg, size_t name, const cupro_slice *keys, size_t count);

struct word_source {
    const struct word_plan *plan;
    word_sink *sink;
    void *arg;
    size_t name; /* of the text that is being read */
    size_t count;
    cupro_slice keys[WORD_BATCH]; /* the first `count` have not been passed on */
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

static inline int word_source_put(struct word_source *source, const unsigned char *begin,
                                  size_t length)
{
    source->keys[source->count++] = (cupro_slice){(const char *)begin, length};
    return source->count < WORD_BATCH ? 0 : word_source_flush(source);
}

#endif
