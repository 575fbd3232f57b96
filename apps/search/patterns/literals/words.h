/* SPDX-License-Identifier: MIT */
/* Lists of byte strings, as they are put together from the parts of a pattern. */
#ifndef SEARCH_WORDS_H
#define SEARCH_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct word {
    unsigned char *bytes; /* malloc'ed */
    size_t length;
};

struct words {
    struct word *word;
    size_t n, room;
    bool no_memory; /* something is missing */
};

void words_free(struct words *words);

/* Add prefix + rest. */
void words_add(struct words *words, const unsigned char *prefix, size_t prefix_length,
               const unsigned char *rest, size_t rest_length);

/* Move all of them to another list. */
void words_move(struct words *to, struct words *from);

/* Each with each of others behind it. */
struct words words_product(const struct words *first, const struct words *second);

/* How often one of them begins at a place, about; 1 if one is empty, or there are none. */
double words_rate(const struct words *words);

/* The length of the longest. */
size_t words_longest(const struct words *words);

#endif
