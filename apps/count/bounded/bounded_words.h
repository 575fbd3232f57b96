/* SPDX-License-Identifier: MIT */
/* What becomes of the words of all inputs together. */
#ifndef COUNT_BOUNDED_WORDS_H
#define COUNT_BOUNDED_WORDS_H

#include "count/bounded/shares.h"
#include "count/bounded/spilling.h"
#include "count/results/result_wish.h"
#include "count/saved/saved.h"

/* Both: 0, an error of the library's, or of the spool's. End the program with a message when the
 * result cannot be written. Saving ends or abandons `saving`. */
int print_words(struct spilling *spilling, const struct shares *shares,
                const struct result_wish *wish, uint64_t files);
int save_words(struct spilling *spilling, const struct shares *shares, struct saving *saving,
               const struct saved_head *head);

#endif
