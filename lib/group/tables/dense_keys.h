/* SPDX-License-Identifier: MIT */
/*
 * Small integers: where all keys that a sample has lie in a narrow window, a runner counts those in
 * the window in an array, with neither hash nor comparison. What lies outside of it, and no sample
 * saw, goes to the runner's table as ever; so do the cells, when all is counted.
 */
#ifndef CUPRO__DENSE_KEYS_H
#define CUPRO__DENSE_KEYS_H

#include "group/keys/survey.h"

struct cupro__dense_keys {
    uint64_t from; /* the first key of the window                 */
    size_t count;  /* keys in it; 0: there are no cells           */
    size_t *sizes, *firsts;
};

/* Cells for a window, all free; CUPRO_ENOMEM. Close them in any case, also if all is zeros. */
int cupro__dense_keys_open(struct cupro__dense_keys *dense, const struct cupro__window *window);
void cupro__dense_keys_close(struct cupro__dense_keys *dense);

/* Count n elements, of indexes from `at`; the table has room for n. With `lowers` indexes may be
 * less than those of the same group before. */
void cupro__dense_keys_count(struct cupro__dense_keys *dense, struct cupro__group_table *table,
                             const uint64_t *keys, size_t n, size_t at, bool lowers);

/* Move what the cells have to the table; CUPRO_ENOMEM. */
int cupro__dense_keys_move(struct cupro__dense_keys *dense, struct cupro__group_table *table);

#endif
