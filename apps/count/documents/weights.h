/* SPDX-License-Identifier: MIT */
/* The weights of a document's words. */
#ifndef COUNT_WEIGHTS_H
#define COUNT_WEIGHTS_H

#include "count/documents/sheet.h"
#include "count/results/row.h"

struct weighing {
    const struct result_wish *wish;
    const struct row_shape *shape;
    cupro_tally *frequencies; /* merged */
    uint64_t files;
};

/* Of a word that occurs `count` times in a document, and in `frequency` of `files` documents. */
double weight_of(uint64_t count, uint64_t frequency, uint64_t files);

/* Put the lines of a document together: the heaviest word first, those of the same weight in the
 * order of their bytes. 0, or an error of the library's. */
int put_weights(struct draft *draft, const struct weighing *weighing, const struct sheet *sheet,
                const char *file);

#endif
