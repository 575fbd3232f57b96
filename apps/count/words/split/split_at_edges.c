/* SPDX-License-Identifier: MIT */
/* Words between edges (see splitters.h): 4 KiB of the text are looked at in one go, so that it is
 * still in the L1 cache when the words are passed on. */
#include "count/words/split/splitters.h"

#include <string.h>

#define EDGES_BYTES ((size_t)EDGES_BLOCKS * CLASS_BLOCK)

_Static_assert(2 * CLASS_BLOCK <= BUFFER_SLACK, "a text is padded in its slack");

/* The words between pairs of edges. */
static int put_pairs(struct word_source *source, const unsigned char *text, const uint16_t *edges,
                     size_t pairs)
{
    int error = 0;
    while (pairs > 0 && !error) {
        const size_t room = WORD_BATCH - source->count;
        const size_t count = pairs < room ? pairs : room;
        cupro_slice *to = source->keys + source->count;
        for (size_t i = 0; i < count; i++) {
            const size_t begin = edges[2 * i], end = edges[2 * i + 1];
            to[i] = (cupro_slice){(const char *)text + begin, end - begin};
        }
        source->count += count;
        edges += 2 * count;
        pairs -= count;
        if (source->count == WORD_BATCH)
            error = word_source_flush(source);
    }
    return error;
}

int split_at_edges(struct word_source *source, unsigned char *text, size_t length)
{
    /* One separator at least behind the text, so that its last word has an end. */
    const size_t padded = (length / CLASS_BLOCK + 1) * CLASS_BLOCK;
    memset(text + length, ' ', padded - length);

    uint16_t edges[EDGES_MAX];
    size_t begin = 0; /* of the word that goes on behind the part that was looked at */
    uint64_t open = 0;
    int error = 0;
    for (size_t base = 0; base < padded && !error; base += EDGES_BYTES) {
        const size_t left = padded - base;
        const size_t blocks = (left < EDGES_BYTES ? left : EDGES_BYTES) / CLASS_BLOCK;
        const bool goes_on = open;
        const size_t count = source->plan->find(text + base, blocks, &open, edges);
        const bool ends = goes_on && count > 0;
        if (ends)
            error = word_source_put(source, text + begin, base + edges[0] - begin);
        if (!error)
            error = put_pairs(source, text + base, edges + ends, (count - ends) / 2);
        if (open && count > 0)
            begin = base + edges[count - 1];
    }
    return error;
}
