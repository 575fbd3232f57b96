/* SPDX-License-Identifier: MIT */
/* Random command lines for sort. */
#ifndef SORT_COMMAND_H
#define SORT_COMMAND_H

#include "differ.h"

#include <stdbool.h>
#include <stddef.h>

struct command {
    struct arguments words;
    int ordering;  /* arguments, of the first, that say no more than how to sort */
    bool sorted;   /* the files are */
    bool in_place; /* the result goes into in1 */
    size_t top;    /* 0, or what ours is given as --top, to do as head does behind theirs */
    bool input;    /* standard input is a file of lines, not empty */
    bool piped;
    const char *locale;
    char line_end, separator;
};

/* A command of the locale given, without options. */
void add_options(struct command *command);
void add_inputs(struct command *command);

#endif
