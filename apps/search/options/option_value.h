/* SPDX-License-Identifier: MIT */
/* What the arguments of cupro-search's options mean. All leave the program, with grep's words, when
 * an argument means nothing. */
#ifndef SEARCH_OPTION_VALUE_H
#define SEARCH_OPTION_VALUE_H

#include "search/options/search_options.h"

#include "common/options/option_table.h"

/* Lines of context; too many are as many as there are. */
size_t context_value(const char *argument);

/* Lines to select; less than nothing: all. */
uint64_t max_count_value(const char *argument);

/* A plain number, for the options that grep does not have. */
uint64_t number_value(const char *option, const char *argument);

enum binary_mode binary_value(const char *argument);
enum device_mode device_value(const char *argument);
enum pattern_syntax matcher_value(const char *argument);

/* Whether to use colours; NULL is auto. Prints the help if it is no such word. */
bool color_value(const struct option_table *table, const char *argument);

/* Add the globs that are the lines of a file. */
void exclude_from(struct globs *globs, const char *path);

/* The digits of -12: those that follow each other in one argument are one number. */
struct digits {
    char text[32];
    size_t length;
    int argument; /* that the last one stood in; 0: none did */
};

/* `from`: arguments that were read before the digit. */
void digits_add(struct digits *digits, char digit, int from);
void digits_end(struct digits *digits);

#endif
