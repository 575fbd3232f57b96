/* SPDX-License-Identifier: MIT */
/*
 * One line of the result, and how each format writes it.
 *
 *   text  "%7ju word", as uniq -c; a file's name, and a tab behind it, stand before the word, a
 *         weight before both
 *   tsv   count, weight, file, word with tabs between them; \ is written as \\, a tab as \t, a line
 *         feed as \n, a carriage return as \r
 *   csv   the same fields with commas (RFC 4180, but lines end with \n): those that have a comma, a
 *         quote, or a line end in them stand between quotes, and quotes in them are doubled
 *   json  an object in an array, {"word": …, "count": …}. What is not UTF-8 is written as U+FFFD,
 *         one for each longest beginning of a character (Unicode 15, section 3.9, "U+FFFD
 *         substitution of maximal subparts")
 */
#ifndef COUNT_ROW_H
#define COUNT_ROW_H

#include "common/output/draft.h"

#include <cupro/text.h>

enum row_format { FORMAT_TEXT, FORMAT_TSV, FORMAT_CSV, FORMAT_JSON };

#define COUNT_WIDTH 7 /* as uniq -c */

/* What stands in the rows. */
struct row_shape {
    enum row_format format;
    char line_end;      /* of text; the others have line feeds */
    const char *number; /* what json calls the count */
    bool file, weight;
};

struct row {
    cupro_slice word;
    uint64_t count;
    double weight;
    const char *file;
    bool is_total; /* the word is a name for the count, and what else there is stays empty */
};

/* A whole line; json: with the comma and the line end that stand before all but the first one. */
void row_put(struct draft *draft, const struct row_shape *shape, const struct row *row);

#endif
