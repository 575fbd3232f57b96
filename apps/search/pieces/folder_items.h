/* SPDX-License-Identifier: MIT */
/* What is in directories, as items. */
#ifndef SEARCH_FOLDER_ITEMS_H
#define SEARCH_FOLDER_ITEMS_H

#include "search/pieces/folder.h"
#include "search/pieces/item.h"

/* Work on the item of a folder: the first time read it, after which parts are split off it. */
void folder_run(struct worker *worker, struct item *item);

/* The next part of it: a folder in it, or some files. NULL: there are no more, or no memory. */
struct item *folder_split(struct job *job, struct item *item);

#endif
