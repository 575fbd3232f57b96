/* SPDX-License-Identifier: MIT */
/*
 * Patterns that only backtracking can match, by PCRE2: Perl's, and those that refer back.
 *
 * Of POSIX patterns the longest match at a place is found by having PCRE2 try every way: a callout
 * at the pattern's end notes how far it came, and refuses. Limits end what would not end otherwise.
 */
#ifndef SEARCH_PERL_H
#define SEARCH_PERL_H

#include "search/patterns/matcher.h"
#include "search/patterns/syntax/tree.h"

struct perl;

/* One of a pattern in Perl's syntax, or of a tree. -1 with *trouble filled in. */
int perl_new(struct perl **perl, const struct pattern *pattern, const struct pattern_wish *wish,
             struct pattern_trouble *trouble);
int perl_new_from_tree(struct perl **perl, const struct tree *tree, const struct pattern *pattern,
                       struct pattern_trouble *trouble);
void perl_free(struct perl *perl);

/* What one thread needs. NULL: no memory. */
struct perl_runner;
struct perl_runner *perl_runner_new(const struct perl *perl);
void perl_runner_free(struct perl_runner *runner);

/* 1, 0, or -1 and a message. */
int perl_matches(struct perl_runner *runner, const struct line *line);
int perl_span(struct perl_runner *runner, const struct line *line, size_t from, struct span *span);
const char *perl_trouble(const struct perl_runner *runner);

#endif
