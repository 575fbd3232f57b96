/* SPDX-License-Identifier: MIT */
/*
 * What --replace prints in place of a match: a text in which $0 is the match, $1 and ${1} are what
 * the groups of a Perl pattern matched, $name and ${name} those with names, and $$ is a dollar.
 */
#ifndef SEARCH_SUBSTITUTION_H
#define SEARCH_SUBSTITUTION_H

#include "search/options/search_options.h"

#include "common/output/draft.h"

struct substitution;

/* Read the text, and the options' pattern. Leaves the program with a message when it names a group
 * that there is not. NULL: no text was given. */
struct substitution *substitution_new(const struct search_options *options, bool utf8);
void substitution_free(struct substitution *substitution);

/* What one thread needs. NULL: no memory. */
struct replacer;
struct replacer *replacer_new(const struct substitution *substitution);
void replacer_free(struct replacer *replacer);

/* Append what stands for the match, `span` of the line. */
void replacer_put(struct replacer *replacer, const struct line *line, const struct span *span,
                  struct draft *draft);

#endif
