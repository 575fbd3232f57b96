/* SPDX-License-Identifier: MIT */
/*
 * Counting few numbers in many cells (see sparse_keys.h).
 *
 * Nearly all keys are where they are looked for, so that one comparison of each is enough, nothing
 * depends on which of them it is, and a batch has one branch. Only cells that are taken come into
 * the caches. 5e7 numbers of 100 groups took 1.2 to 1.5 ns of processor time each on a Sapphire
 * Rapids, in lines of four slots 2.2 to 2.5; of 1000 groups 1.6 to 1.8 instead of 3.1; with AVX2
 * 1.8 and 2.6 instead of 3.2 and 4.2.
 *
 * A free cell's key is 0, which is looked for in one cell only; that one has another key, which is
 * looked for elsewhere, until it is taken. So what is free is never mistaken for what is there.
 */
#include "group/tables/sparse_keys.h"

#include "group/tables/count_kernels.h"
#include "memory/pages.h"

#include <cupro/error.h>
#include <stdlib.h>

enum {
    FEW = 2048,       /* groups, at most                                    */
    CELLS = 512,      /* a group, wanted                                    */
    LEAST_CELLS = 64, /* a group, so that it is worth it                    */
    ELEMENTS = 16,    /* a cell, at least                                   */
    ROOM = 4          /* as many groups as there seem to be, and some more  */
};

static size_t home_of(const struct cupro__sparse_keys *sparse, uint64_t key)
{
    return (size_t)(cupro__hash_number(cupro__hash_key(), key) >> sparse->shift);
}

/* Have a key of another cell in the cell of 0; false: all keys that were tried have the same. */
static bool set_apart(struct cupro__sparse_keys *sparse)
{
    const size_t home = home_of(sparse, 0);
    uint64_t other = 1;
    while (other < 64 && home_of(sparse, other) == home)
        other++;
    sparse->cells[2 * home] = other;
    return other < 64;
}

static size_t cells_for(size_t groups, size_t n)
{
    size_t cells = 1;
    while (cells < CELLS * groups && 2 * cells <= n / ELEMENTS)
        cells *= 2;
    return cells;
}

int cupro__sparse_keys_open(struct cupro__sparse_keys *sparse, const struct cupro__survey *survey,
                            size_t n)
{
    *sparse = (struct cupro__sparse_keys){0};
    const size_t cells = cells_for(survey->groups, n);
    if (survey->groups > FEW || cells < LEAST_CELLS * survey->groups)
        return 0;
    sparse->most = ROOM * survey->groups;
    sparse->shift = 64 - (unsigned)__builtin_ctzll(cells);
    sparse->cells = cupro__pages_zeroed(cells * 2 * sizeof *sparse->cells);
    sparse->taken = malloc(sparse->most * 2 * sizeof *sparse->taken);
    if (sparse->cells == NULL || sparse->taken == NULL) {
        cupro__sparse_keys_close(sparse);
        return CUPRO_ENOMEM;
    }
    if (!set_apart(sparse))
        cupro__sparse_keys_close(sparse);
    return 0;
}

void cupro__sparse_keys_close(struct cupro__sparse_keys *sparse)
{
    free(sparse->cells);
    free(sparse->taken);
    *sparse = (struct cupro__sparse_keys){0};
}

/* A batch in which not all are where they were looked for. */
static __attribute__((noinline)) void count_each(struct cupro__sparse_keys *sparse,
                                                 struct cupro__group_table *table,
                                                 const uint64_t *keys, const uint64_t *homes,
                                                 size_t n, size_t at)
{
    for (size_t k = 0; k < n; k++) {
        uint64_t *cell = sparse->cells + homes[k];
        const bool is_free = cell[1] == 0 && sparse->count < sparse->most;
        if (cell[0] != keys[k] && !is_free) {
            cupro__table_count_number(table, keys[k], 1, at + k);
            continue;
        }
        if (is_free) {
            cell[0] = keys[k];
            sparse->taken[2 * sparse->count] = homes[k];
            sparse->taken[2 * sparse->count++ + 1] = at + k;
        }
        cell[1]++;
    }
}

void cupro__sparse_keys_count(struct cupro__sparse_keys *sparse, struct cupro__group_table *table,
                              const uint64_t *keys, size_t n, size_t at)
{
    const struct cupro__count_kernels *kernels = cupro__count_kernels();
    uint64_t homes[CUPRO__COUNT_BATCH];
    for (size_t done = 0, many; done < n; done += many) {
        many = n - done < CUPRO__COUNT_BATCH ? n - done : CUPRO__COUNT_BATCH;
        if (__builtin_expect(
                kernels->are_home(sparse->cells, sparse->shift, keys + done, many, homes), 1))
            for (size_t k = 0; k < many; k++)
                sparse->cells[homes[k] + 1]++;
        else
            count_each(sparse, table, keys + done, homes, many, at + done);
    }
}

int cupro__sparse_keys_move(struct cupro__sparse_keys *sparse, struct cupro__group_table *table)
{
    int error = cupro__group_table_reserve(table, sparse->count, CUPRO__NUMBER_WORDS);
    for (size_t g = 0; g < sparse->count && error == 0; g++) {
        const uint64_t *cell = sparse->cells + sparse->taken[2 * g];
        cupro__table_count_number(table, cell[0], cell[1], sparse->taken[2 * g + 1]);
    }
    return error;
}
