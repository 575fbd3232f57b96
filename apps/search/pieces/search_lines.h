/* SPDX-License-Identifier: MIT */
#ifndef SEARCH_LINES_H
#define SEARCH_LINES_H

#include "search/pieces/item.h"

/*
 * Search lines of a file: what is to be printed goes onto the item's page, what was found into
 * *findings. They are the item's piece, or, if `whole`, all of the file. The end of the last line
 * is added if it is missing, and in a binary file zero bytes become ends of lines, as grep has it.
 */
void search_lines(struct worker *worker, struct file *file, struct item *item, struct lines *lines,
                  bool whole, struct findings *findings);

/* The item's piece is not searched, but those behind it may be waiting for it. */
void search_lines_not(struct worker *worker, struct item *item);

#endif
