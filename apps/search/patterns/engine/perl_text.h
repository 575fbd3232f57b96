/* SPDX-License-Identifier: MIT */
/* A tree in Perl's syntax. */
#ifndef SEARCH_PERL_TEXT_H
#define SEARCH_PERL_TEXT_H

#include "search/patterns/syntax/tree.h"

#include <stdio.h>

void perl_write(FILE *out, const struct tree *tree);

#endif
