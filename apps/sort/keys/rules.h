/* SPDX-License-Identifier: MIT */
/* What the locale says: which bytes are blank, what a number looks like, how texts compare. */
#ifndef SORT_RULES_H
#define SORT_RULES_H

#include <stdbool.h>
#include <stddef.h>

struct month_name {
    char *name; /* in capitals, without blanks */
    unsigned char number;
};

struct rules {
    unsigned char blank[256];      /* 1: separates fields; newline too */
    unsigned char dictionary[256]; /* 1: -d keeps it */
    unsigned char printing[256];   /* 1: -i keeps it */
    unsigned char upper[256];
    int point, thousands; /* bytes; -1: there is none */
    bool by_bytes;        /* texts compare as their bytes do */
    bool hard;            /* the locale is neither "C" nor "POSIX": matters to -R */
    struct month_name months[12];
};

/* Of the locale that has been set. 0 or CUPRO_ENOMEM. */
int rules_read(struct rules *rules);
void rules_free(struct rules *rules);

#endif
