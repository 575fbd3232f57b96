/* SPDX-License-Identifier: MIT */
/* The index of a tally's table grows. */
#ifndef CUPRO__TALLY_INDEX_H
#define CUPRO__TALLY_INDEX_H

#include "group/tally/table/tally_table.h"

#include <stdlib.h>

enum { CUPRO__TABLE_LARGE = 8 << 20 }; /* bytes: what has more stands on pages of its own */

static inline void cupro__table_release(struct cupro__table_memory *memory)
{
    free(memory->small);
    cupro__span_close(&memory->large);
    *memory = (struct cupro__table_memory){0};
}

/* Let the index of a table, which may have none, have so many entries, more than it has. 0 or
 * CUPRO_ENOMEM, and nothing has changed. */
int cupro__index_grow(struct cupro__tally_table *table, size_t size);

#endif
