/* SPDX-License-Identifier: MIT */
/* Printing entries that come one by one, in the order of their keys, in bounded memory: as one
 * list, or as one after the other, each for a file. */
#ifndef COUNT_BOUNDED_PRINT_H
#define COUNT_BOUNDED_PRINT_H

#include "count/bounded/ranking.h"
#include "count/results/printer.h"

struct bounded_print {
    const struct result_wish *wish;
    struct printer printer;
    struct draft draft;
    struct ranking ranking;
    const char *file; /* whose list it is; to be set before entries are put */
};

/* 0 or CUPRO_ENOMEM; to be freed in any case. The keys are words, or for RESULT_TF_IDF those of
 * prefixed_key.h that have a weight. */
int bounded_print_open(struct bounded_print *print, const struct result_wish *wish, size_t memory,
                       const char *directory);
void bounded_print_free(struct bounded_print *print);

/* An entry_taker. */
int bounded_print_put(void *print, const cupro_tally_entry *entry);

/* Print the list; another one may begin. As ordering_put(). */
int bounded_print_end_list(struct bounded_print *print);

/* All lists have been printed: print the totals. Ends the program with a message when something
 * could not be written. */
void bounded_print_close(struct bounded_print *print, const struct totals *totals);

#endif
