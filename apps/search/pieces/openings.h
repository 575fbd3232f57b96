/* SPDX-License-Identifier: MIT */
/* Names, of the command line or of a directory, and what they stand for. */
#ifndef SEARCH_OPENINGS_H
#define SEARCH_OPENINGS_H

#include "search/pieces/item.h"

/* Open the item's names one after the other. Small files are searched at once; anything else is put
 * behind the item, and the rest of the names behind that. */
void names_run(struct worker *worker, struct item *item);

/* Take some names off those of the command line. NULL: there are no more. */
struct item *operands_split(struct job *job, struct item *item);

#endif
