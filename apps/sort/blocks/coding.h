/* SPDX-License-Identifier: MIT */
/* Making the ranks or codes of all lines of a block, in parallel. Lines of a block that is read
 * backward are put in from its end, so that stable sorts leave equal ones in the order of the
 * input.
 */
#ifndef SORT_CODING_H
#define SORT_CODING_H

#include "sort/blocks/block.h"

struct cut_text {
    cupro_slice *lines;
    size_t count;
};

int code_block(struct block *block, const struct cut_text *cut);

#endif
