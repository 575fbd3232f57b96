/* SPDX-License-Identifier: MIT */
/* Making the codes of all lines of a block, in parallel. Lines of a block that is read backward are
 * put in from its end, so that stable sorts leave equal ones in the order of the input. */
#ifndef SORT_CODING_H
#define SORT_CODING_H

#include "sort/block.h"

struct cut_text {
    cupro_slice *lines;
    size_t count;
};

/* Make ranks. *fits: whether all codes are short enough; else nothing has been made. */
int code_ranks(struct block *block, const struct cut_text *cut, bool *fits);

/* Make codes that lie in arenas, */
int code_lines(struct block *block, const struct cut_text *cut);

/* or that are parts of the lines. */
int code_in_place(struct block *block, const struct cut_text *cut);

#endif
