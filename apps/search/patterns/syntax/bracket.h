/* SPDX-License-Identifier: MIT */
#ifndef SEARCH_BRACKET_H
#define SEARCH_BRACKET_H

#include "search/patterns/syntax/reader.h"

/* Behind a '[': the rest of the bracket expression. */
struct node *bracket_parse(struct reader *reader);

#endif
