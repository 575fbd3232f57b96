/* SPDX-License-Identifier: MIT */
/*
 * Few numbers in many cells: where a sample has few keys, a runner counts each in the one cell that
 * its hash says, among so many that hardly two of them have the same. What finds its cell taken
 * goes to the runner's table as ever; so do the cells, when all is counted.
 */
#ifndef CUPRO__SPARSE_KEYS_H
#define CUPRO__SPARSE_KEYS_H

#include "group/keys/survey.h"

struct cupro__sparse_keys {
    uint64_t *cells;    /* a key, and how many elements have it; NULL: there are none     */
    size_t *taken;      /* which cells are, and the index of each one's first element     */
    size_t count, most; /* of these                                                       */
    unsigned shift;     /* 64 - log2 of the number of cells */
};

/* Cells for the keys of a survey, if that is worth it for n elements. CUPRO_ENOMEM. Close them in
 * any case, also if all is zeros. */
int cupro__sparse_keys_open(struct cupro__sparse_keys *sparse, const struct cupro__survey *survey,
                            size_t n);
void cupro__sparse_keys_close(struct cupro__sparse_keys *sparse);

/* Count n elements, of indexes from `at` on, which rise from call to call; the table has room for
 * n. */
void cupro__sparse_keys_count(struct cupro__sparse_keys *sparse, struct cupro__group_table *table,
                              const uint64_t *keys, size_t n, size_t at);

/* Move what the cells have to the table; CUPRO_ENOMEM. */
int cupro__sparse_keys_move(struct cupro__sparse_keys *sparse, struct cupro__group_table *table);

#endif
