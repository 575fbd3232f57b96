/* SPDX-License-Identifier: MIT */
/* From a table a thread to one list of words, each in it once. */
#ifndef COUNT_WORD_MERGE_H
#define COUNT_WORD_MERGE_H

#include "count/tally.h"

struct merge_wish {
    uint64_t least; /* leave out words that were seen less often than that */
    uint64_t top;   /* only words that may be among the first so many need to be in the list */
};

/* Zero-initialise it. Long words still point into the tally. */
struct word_list {
    struct word *words; /* in no particular order */
    size_t count;
    uint64_t total; /* of all words, whether they are in the list or not */
};

/* Merge the tables, and release them. 0, or an error of the library's and an empty list. */
int merge_tally(struct word_list *list, struct tally *tally, const struct merge_wish *wish);

void word_list_free(struct word_list *list);

#endif
