/* SPDX-License-Identifier: MIT */
/* Words between edges (see splitters.h): 4 KiB of the text are looked at in one go, so that it is
 * still in the L1 cache when the words are passed on. */
#include "count/words/split/pairs.h"
#include "count/words/split/splitters.h"

#include <string.h>

_Static_assert(2 * CLASS_BLOCK <= BUFFER_SLACK, "a text is padded in its slack");

int split_at_edges(struct word_source *source, unsigned char *text, size_t length)
{
    const struct word_plan *plan = source->plan;
    /* One separator at least behind the text, so that its last word has an end. */
    const size_t padded = (length / CLASS_BLOCK + 1) * CLASS_BLOCK;
    memset(text + length, plan->padding, padded - length);

    uint16_t edges[EDGES_MAX];
    const unsigned char *begin = NULL;
    uint64_t open = 0;
    int error = 0;
    for (size_t base = 0; base < padded && !error; base += EDGES_BYTES) {
        const size_t left = padded - base;
        const size_t blocks = (left < EDGES_BYTES ? left : EDGES_BYTES) / CLASS_BLOCK;
        const size_t count = plan->find(text + base, blocks, &plan->bytes, &open, edges);
        error = put_edges(source, text + base, edges, count, &begin);
    }
    return error;
}
