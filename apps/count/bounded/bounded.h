/* SPDX-License-Identifier: MIT */
/*
 * Counting in bounded memory: what --memory asks for. The result is the same as without.
 */
#ifndef COUNT_BOUNDED_H
#define COUNT_BOUNDED_H

#include "count/bounded/memory_options.h"
#include "count/documents/documents.h"

/* Count all inputs together, and print the result unless one of them is damaged. 0 or an error of
 * the library's. Fails with a message when a temporary file cannot be written or read. */
int print_bounded(const struct document_reading *reading, const struct result_wish *wish,
                  const struct memory_wish *memory);

#endif
