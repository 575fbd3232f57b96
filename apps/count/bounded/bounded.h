/* SPDX-License-Identifier: MIT */
/*
 * Counting in bounded memory: what --memory asks for. The result is the same as without.
 */
#ifndef COUNT_BOUNDED_H
#define COUNT_BOUNDED_H

#include "count/bounded/memory_options.h"
#include "count/documents/documents.h"
#include "count/saved/saved.h"
#include "count/saved/saved_options.h"

/* Count all inputs, add what is to be merged, and print or save the result. `head` says what is
 * counted. 0 or an error of the library's. Fails with a message when a temporary file cannot be
 * written or read. */
int run_bounded(const struct document_reading *reading, const struct result_wish *wish,
                const struct memory_wish *memory, const struct saved_wish *saved,
                struct saved_head *head);

#endif
