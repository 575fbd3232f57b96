/* SPDX-License-Identifier: MIT */
/* What the user wants to see of what was counted. */
#ifndef COUNT_RESULT_WISH_H
#define COUNT_RESULT_WISH_H

#include "count/results/row.h"

#include <stdbool.h>
#include <stdint.h>

enum result_order { ORDER_COUNT, ORDER_WORD, ORDER_NONE };

enum result_kind {
    RESULT_COUNTS,   /* how often each word occurs */
    RESULT_FILES,    /* in how many files: --df */
    RESULT_PER_FILE, /* how often in each file */
    RESULT_TF_IDF    /* the same with weights */
};

struct result_wish {
    enum result_kind kind;
    enum row_format format;
    enum result_order order;
    bool reverse;
    char line_end;        /* of text */
    uint64_t top;         /* only the commonest so many */
    uint64_t least, most; /* only those that occur so often */
    bool total;           /* a last line with the number of all words */
    bool totals;       /* three lines: of all words, of different ones, of those that occur once */
    uint64_t counters; /* --approx; 0: exact */
    const char *shows; /* an option about what is printed that was given, or NULL */
};

/* Numbers of the whole, whatever of it is shown, as far as they are known. */
struct totals {
    bool has_tokens, has_types, has_hapax, has_files, has_bound;
    uint64_t tokens;
    uint64_t types; /* different words */
    uint64_t hapax; /* those that occur once */
    uint64_t files;
    uint64_t bound; /* counts may be so much too low */
};

#endif
