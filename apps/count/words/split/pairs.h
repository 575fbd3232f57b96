/* SPDX-License-Identifier: MIT */
/* From edges to words. */
#ifndef COUNT_PAIRS_H
#define COUNT_PAIRS_H

#include "count/words/word_source.h"

/*
 * Put the words between edges, which count from `base`. *begin is where the word begins that goes
 * on from before `base`, or NULL; and is set to where the one begins that goes on behind the last
 * edge.
 */
static inline int put_edges(struct word_source *source, const unsigned char *base,
                            const uint16_t *edges, size_t count, const unsigned char **begin)
{
    int error = 0;
    if (count == 0)
        return 0;
    if (*begin) {
        error = word_source_put(source, *begin, (size_t)(base + edges[0] - *begin));
        edges++;
        count--;
    }
    for (size_t pairs = count / 2; pairs > 0 && !error;) {
        const size_t room = WORD_BATCH - source->count;
        const size_t some = pairs < room ? pairs : room;
        cupro_slice *to = source->keys + source->count;
        for (size_t i = 0; i < some; i++) {
            const size_t from = edges[2 * i], end = edges[2 * i + 1];
            to[i] = (cupro_slice){(const char *)base + from, end - from};
        }
        source->count += some;
        edges += 2 * some;
        pairs -= some;
        if (source->count == WORD_BATCH)
            error = word_source_flush(source);
    }
    *begin = count % 2 ? base + *edges : NULL;
    return error;
}

#endif
