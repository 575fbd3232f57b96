/* SPDX-License-Identifier: MIT */
/* Writing a block's lines in their order. */
#ifndef SORT_EMIT_H
#define SORT_EMIT_H

#include "sort/blocks/block.h"

struct emission {
    bool unique; /* of lines with equal keys the first only, */
    bool count;  /*   and how many there are before it */
    /* Where the text goes, one piece after the other; a piece is of whole lines. Non-zero ends it.
     */
    int (*put)(void *to, const char *text, size_t length, size_t lines);
    void *to;
};

/* 0, what `put` returned, or a code of cupro's. */
int emit_block(const struct block *block, const struct emission *emission);

#endif
