/* SPDX-License-Identifier: MIT */
/* The best words of many (words_select in word_order.h): a heap of the best so far, the worst of
 * them on top. */
#include "count/word_order.h"

static void swap(struct word *a, struct word *b)
{
    const struct word was = *a;
    *a = *b;
    *b = was;
}

/* Let the word at `at` sink until both words below it are printed before it. */
static void sink(struct word *heap, size_t size, size_t at)
{
    for (;;) {
        size_t below = 2 * at + 1;
        if (below >= size)
            return;
        if (below + 1 < size && word_compare(&heap[below], &heap[below + 1]) < 0)
            below++;
        if (word_compare(&heap[at], &heap[below]) > 0)
            return;
        swap(&heap[at], &heap[below]);
        at = below;
    }
}

void words_select(struct word *words, size_t count, size_t top)
{
    if (top == 0 || top >= count)
        return;
    for (size_t i = top / 2; i-- > 0;)
        sink(words, top, i);
    for (size_t i = top; i < count; i++) {
        if (word_compare(&words[i], &words[0]) < 0) {
            swap(&words[i], &words[0]);
            sink(words, top, 0);
        }
    }
}
