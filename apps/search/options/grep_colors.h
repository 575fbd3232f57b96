/* SPDX-License-Identifier: MIT */
/* Which colours what is printed has: GREP_COLORS, as the manual of grep tells it. */
#ifndef SEARCH_GREP_COLORS_H
#define SEARCH_GREP_COLORS_H

#include <stdbool.h>

/* Texts as for SGR (select graphic rendition), "01;31"; empty: no colour. */
struct grep_colors {
    bool on;
    bool swapped;    /* sl and cx change places under -v */
    bool no_erasing; /* without "erase to the end of the line" behind each change */
    const char *selected_match, *context_match; /* of a match */
    const char *selected_line, *context_line;   /* of the rest of a line */
    const char *file, *number, *offset, *separator;
    char *text; /* what these may point into */
};

/* Read the environment: GREP_COLORS, and GREP_COLOR of old. May warn. */
void grep_colors_read(struct grep_colors *colors);

void grep_colors_free(struct grep_colors *colors);

#endif
