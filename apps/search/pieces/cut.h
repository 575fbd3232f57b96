/* SPDX-License-Identifier: MIT */
/* Large files and streams, cut into pieces. */
#ifndef SEARCH_CUT_H
#define SEARCH_CUT_H

#include "search/pieces/item.h"

/* Cut the next piece off a file. NULL: there are no more that anybody wants. */
struct item *file_split(struct job *job, struct item *item);

/* Work on the item of a file: of a stream read on, and search what was read; of any other this is
 * the end. */
void file_run(struct worker *worker, struct item *item);

/* Search a piece. */
void piece_run(struct worker *worker, struct item *item);

#endif
