/* SPDX-License-Identifier: MIT */
/* Random command lines for grep, and texts for it to search. */
#ifndef SEARCH_COMMAND_H
#define SEARCH_COMMAND_H

#include "differ.h"

struct search_case {
    struct arguments words;
    const char *locale;
    bool input;       /* standard input is the file in0, */
    bool piped;       /* through a pipe */
    bool binary;      /* the texts have zero bytes, and bytes that are not UTF-8 */
    bool whole_words; /* -w is given */
    char line_end;
};

/* Write the files that the case searches, and its pattern file, into the current directory. */
void write_texts(struct search_case *search);

/* Add options, patterns and inputs to a case that has a locale. */
void make_command(struct search_case *search);

#endif
