/* SPDX-License-Identifier: MIT */
/*
 * Which bytes every match has so many of in a row: of [a-z]{20}x a stretch of 21 bytes of a to z.
 * For patterns that require no string.
 */
#ifndef SEARCH_STRETCH_H
#define SEARCH_STRETCH_H

#include "search/patterns/syntax/tree.h"

#include <cupro/text.h>

struct stretch {
    cupro_bytes set;
    size_t length; /* 0: nothing of use is known */
};

/* `end`: the byte that ends lines. */
struct stretch stretch_find(const struct tree *tree, const struct node *node, unsigned char end);

#endif
