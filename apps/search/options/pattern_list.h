/* SPDX-License-Identifier: MIT */
/* The patterns that -e and -f give: texts, of which each line is a pattern. */
#ifndef SEARCH_PATTERN_LIST_H
#define SEARCH_PATTERN_LIST_H

#include "search/patterns/matcher.h"

/* Zero-initialise it. */
struct pattern_list {
    struct pattern *item;
    size_t count, room;
    char **text; /* what the patterns point into */
    size_t texts;
};

/* Add the lines of an argument. Ends the program when there is no memory. */
void pattern_list_add(struct pattern_list *list, const char *argument);

/* Add the lines of a file, "-" being standard input, whose last newline ends its last line. Ends
 * the program with a message when it cannot be read. */
void pattern_list_add_file(struct pattern_list *list, const char *path);

/* Keep the first of equal patterns only: as grep does, so that two of them are a single one for -P,
 * and wrong ones are told of once. */
void pattern_list_distinct(struct pattern_list *list);

void pattern_list_free(struct pattern_list *list);

#endif
