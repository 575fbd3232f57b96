/* SPDX-License-Identifier: MIT */
/* Printing the result. */
#ifndef COUNT_REPORT_H
#define COUNT_REPORT_H

#include "count/count_options.h"
#include "count/word_merge.h"

/* Print the list in its order, as `uniq -c` does. Ends the program with a message when it cannot be
 * written. */
void report(const struct word_list *list, const struct count_options *options);

#endif
