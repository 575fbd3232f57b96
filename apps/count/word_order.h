/* SPDX-License-Identifier: MIT */
/* The order in which words are printed: the commonest first, and those that are equally common by
 * their bytes. It is total: no two words of a result are equal. */
#ifndef COUNT_WORD_ORDER_H
#define COUNT_WORD_ORDER_H

#include "count/word.h"

#include <endian.h>
#include <string.h>

static inline int word_compare_far(const struct word *a, const struct word *b)
{
    const size_t a_length = word_length(a), b_length = word_length(b);
    const size_t shorter = a_length < b_length ? a_length : b_length;
    const int order = memcmp(word_bytes(a), word_bytes(b), shorter);
    return order ? order : (a_length > b_length) - (a_length < b_length);
}

/* By bytes, as memcmp; of two words that begin alike the shorter one is first. */
static inline int word_compare_bytes(const struct word *a, const struct word *b)
{
    if (word_is_far(a) || word_is_far(b))
        return word_compare_far(a, b);
    for (int i = 0; i < 2; i++) {
        const uint64_t x = be64toh(a->key.half[i]), y = be64toh(b->key.half[i]);
        if (x != y)
            return x < y ? -1 : 1;
    }
    /* They differ in zero bytes at the end only, which look like the padding. */
    const uint64_t a_length = a->tag & 0xff, b_length = b->tag & 0xff;
    return (a_length > b_length) - (a_length < b_length);
}

/* Negative: a is printed before b. */
static inline int word_compare(const struct word *a, const struct word *b)
{
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return word_compare_bytes(a, b);
}

/* Move the `top` words that are printed first to the front, in no particular order. One pass, and
 * log(top) steps for each word that is better than the worst of the best so far. */
void words_select(struct word *words, size_t count, size_t top);

/* Sort. 0, or an error of the library's. */
int words_sort(struct word *words, size_t count);

#endif
