/* SPDX-License-Identifier: MIT */
/*
 * Counting small integers in arrays (see dense_keys.h).
 *
 * An addition in a core's L1 or L2 cache for each element; the widest window is 640 KiB of
 * counts, and the indexes of first elements are only touched when a key is new.
 */
#include "group/tables/dense_keys.h"

#include <cupro/error.h>
#include <stdlib.h>

int cupro__dense_keys_open(struct cupro__dense_keys *dense, const struct cupro__window *window)
{
    *dense = (struct cupro__dense_keys){.from = window->from};
    dense->sizes = calloc(window->count, sizeof *dense->sizes);
    dense->firsts = malloc(window->count * sizeof *dense->firsts);
    if (dense->sizes == NULL || dense->firsts == NULL)
        return CUPRO_ENOMEM;
    dense->count = window->count;
    return 0;
}

void cupro__dense_keys_close(struct cupro__dense_keys *dense)
{
    free(dense->sizes);
    free(dense->firsts);
    *dense = (struct cupro__dense_keys){0};
}

static inline void count_outside(struct cupro__group_table *table, uint64_t key, size_t many,
                                 size_t first)
{
    const uint64_t hash = cupro__hash_number(table->hash, key);
    const size_t home = cupro__table_home(table, hash, CUPRO__NUMBER_WORDS);
    cupro__table_count(table, &key, home, many, first, CUPRO__NUMBER_WORDS, true);
}

void cupro__dense_keys_count(struct cupro__dense_keys *dense, struct cupro__group_table *table,
                             const uint64_t *keys, size_t n, size_t at, bool lowers)
{
    const uint64_t from = dense->from;
    const size_t count = dense->count;
    size_t *const sizes = dense->sizes, *const firsts = dense->firsts;
    for (size_t k = 0; k < n; k++) {
        const uint64_t cell = keys[k] - from;
        if (__builtin_expect(cell >= count, 0)) {
            count_outside(table, keys[k], 1, at + k);
            continue;
        }
        const size_t before = sizes[cell]++;
        if (__builtin_expect(before == 0 || lowers, 0) && (before == 0 || at + k < firsts[cell]))
            firsts[cell] = at + k;
    }
}

int cupro__dense_keys_move(struct cupro__dense_keys *dense, struct cupro__group_table *table)
{
    size_t groups = 0;
    for (size_t cell = 0; cell < dense->count; cell++)
        groups += dense->sizes[cell] != 0;
    int error = cupro__group_table_reserve(table, groups, CUPRO__NUMBER_WORDS);
    for (size_t cell = 0; cell < dense->count && error == 0; cell++)
        if (dense->sizes[cell] != 0)
            count_outside(table, dense->from + cell, dense->sizes[cell], dense->firsts[cell]);
    return error;
}
