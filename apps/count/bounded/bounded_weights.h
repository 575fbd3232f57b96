/* SPDX-License-Identifier: MIT */
#ifndef COUNT_BOUNDED_WEIGHTS_H
#define COUNT_BOUNDED_WEIGHTS_H

#include "count/bounded/bounded_documents.h"

/* Print the words of each document by their weights. As print_counts_by_document. */
int print_weights(const struct bounded_documents *documents);

#endif
