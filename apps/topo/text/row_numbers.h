/* SPDX-License-Identifier: MIT */
/* The columns of a row: which PUs and which threads. */
#ifndef APPS_TOPO_ROW_NUMBERS_H
#define APPS_TOPO_ROW_NUMBERS_H

#include "topo/text/outline.h"

/* Add the threads that sit on the members; `whole`: or on anything below them. What has been added
 * of a member before is added once. */
void row_add_threads(struct outline *outline, size_t row, const size_t *member, size_t count,
                     bool whole);

/* Write the columns of a row that stands for all PUs of the members; of none: for no PUs. */
void row_say_numbers(struct outline *outline, size_t row, const size_t *member, size_t count);

#endif
