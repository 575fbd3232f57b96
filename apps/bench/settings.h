/* SPDX-License-Identifier: MIT */
/* What the command line asks for. */
#ifndef BENCH_SETTINGS_H
#define BENCH_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

struct bench_settings {
    const char *only;    /* part of a row's name, or NULL                            */
    const char *json;    /* where to write the figures too, or NULL                  */
    const char *text;    /* an input for cupro-count; NULL: see corpora.h           */
    const char *corpora; /* where real inputs are kept, or NULL                           */
    const char *plot;    /* a folder for plots, or NULL                              */
    const char *points;  /* such a folder, to add what one number of threads gives   */
    size_t elements;     /* of the arrays                                            */
    size_t text_bytes;   /* of the text that is made                                 */
    bool is_quick;       /* smaller inputs, fewer runs                               */
    bool is_markdown;    /* the table is to be Markdown                              */
    bool is_list;        /* only name the rows                                       */
    int runs;            /* of each side in a row                                    */
    int threads;         /* of all sides; set in their variables by main             */
};
extern struct bench_settings bench_settings;

/* Whether --only lets the row with this name through. */
bool bench_is_wanted(const char *name);

/* Read the command line, and fill in what it leaves open. Does not return for what is wrong. */
void bench_settings_read(int argc, char **argv);

#endif
