/* SPDX-License-Identifier: MIT */
/* Printing the list of words. */
#ifndef COUNT_PRINT_LISTING_H
#define COUNT_PRINT_LISTING_H

#include "count/results/listing.h"
#include "count/results/print_ranges.h"

/* Put the lines [lo, hi) of a listing together; `file` stands in all of them, if the shape wants
 * one. */
void listing_put(struct draft *draft, const struct printer *printer, const struct listing *listing,
                 const char *file, size_t lo, size_t hi);

/* Print a tally as it is wished for: words, and totals. 0, or an error of the library's. Ends the
 * program with a message when something cannot be written. */
int print_tally(cupro_tally *tally, const struct result_wish *wish, const struct totals *totals);

#endif
