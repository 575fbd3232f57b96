/* SPDX-License-Identifier: MIT */
/* Prints the selected lines of a text, and those around them, onto an item's page. */
#ifndef SEARCH_LINE_PRINTER_H
#define SEARCH_LINE_PRINTER_H

#include "search/pieces/item.h"

struct printer {
    struct worker *worker;
    const struct file *file;
    struct item *item;
    const struct lines *lines;
    struct print_state *state;
    struct findings *findings;
    size_t from;  /* where on the page its lines begin */
    bool began;   /* something was printed of the file */
    bool trouble; /* the searcher has some */
    bool quiet;   /* lines are selected, but not printed: they are in the binary part of a file */
    const unsigned char *counted; /* up to where lines were counted, */
    uint64_t number;              /* and the number of the line that begins there */
};

/* `lines_before`: how many lines stand before the text; needed if numbers are printed. */
void printer_open(struct printer *printer, struct worker *worker, const struct file *file,
                  struct item *item, const struct lines *lines, struct print_state *state,
                  struct findings *findings, uint64_t lines_before);

/* These lines are selected; the ends of lines are in their place. False: no more are wanted. */
bool printer_select(struct printer *printer, const unsigned char *begin, const unsigned char *end);

/* There are no more in the text up to here: what is left of the context is printed. */
void printer_finish(struct printer *printer, const unsigned char *end);

/* Nothing is printed of it any more. */
void printer_close(struct printer *printer);

#endif
