/* SPDX-License-Identifier: MIT */
/*
 * Elements become rows in buckets (see rows.h): each block's are counted by buckets, then written
 * there in their order, so that rows of one bucket stay in the order of the elements.
 *
 * Bytes moved for n keys with a cargo of s bytes: the keys are read twice, the cargo once, and the
 * rows are written; costly keys are written once in between. The stores are what takes longest, and
 * the next line of a bucket is asked for ahead: sorting 1e7 elements of 16 bytes by a key of 8, on
 * one thread of a busy Zen 4, took 164 and 167 ms with that, 207 and 223 without (two runs each, in
 * turn, of a loop that does what cupro-bench's row sort-pairs does).
 */
#include "sort/rows/rows.h"

static const struct cupro__sort_kernels *kernels(void)
{
    return cupro__sort_kernels(sizeof(uint64_t));
}

static size_t batch_of(size_t left)
{
    return left < CUPRO__SORT_BATCH ? left : CUPRO__SORT_BATCH;
}

int cupro__rows_keys(const struct cupro__rows_split *split, size_t at, size_t n, uint64_t *room,
                     const uint64_t **keys)
{
    if (split->kept) {
        *keys = split->keys + at;
        return 0;
    }
    if (split->keys == NULL)
        return split->from.load(split->from.arg, at, n, room, keys);
    int error = split->from.load(split->from.arg, at, n, split->keys + at, keys);
    if (error == 0 && *keys != split->keys + at)
        memcpy(split->keys + at, *keys, n * sizeof **keys);
    return error;
}

/* -- Counting ---------------------------------------------------------------------------------- */

/* Two tables, because neighbours often are alike, and a counter that was just written is slow to
 * read. */
static int count_block(const struct cupro__rows_split *split, size_t at, size_t n, size_t *counts)
{
    uint32_t count[2][CUPRO__SORT_MOST_BUCKETS] = {{0}};
    uint64_t room[CUPRO__SORT_BATCH];
    uint16_t buckets[CUPRO__SORT_BATCH];
    const uint64_t *keys;
    for (size_t i = 0; i < n; i += CUPRO__SORT_BATCH) {
        size_t many = batch_of(n - i);
        int error = cupro__rows_keys(split, at + i, many, room, &keys);
        if (error != 0)
            return error;
        kernels()->choose(keys, many, split->split, buckets);
        for (size_t k = 0; k < many; k++)
            count[k % 2][buckets[k]]++;
    }
    for (size_t bucket = 0; bucket < split->split->buckets; bucket++)
        counts[bucket] = (size_t)count[0][bucket] + count[1][bucket];
    return 0;
}

static int count_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct cupro__rows_split *split = arg;
    int error = 0;
    for (size_t block = lo; block < hi && error == 0; block++)
        error = count_block(split, block * split->shares.block,
                            cupro__shares_elements(&split->shares, block),
                            cupro__shares_of(&split->shares, block));
    return error;
}

/* -- Scattering -------------------------------------------------------------------------------- */

/* The bucket's next rows go there. */
static inline void fetch_next_line(const void *row)
{
    __builtin_prefetch((const void *)((uintptr_t)row + 64), 1);
}

/* `size` is a constant wherever that pays. */
static inline __attribute__((always_inline)) void
scatter_batch(const struct cupro__rows_split *split, size_t at, size_t n, const uint64_t *keys,
              const uint16_t *buckets, size_t *next, size_t size)
{
    const struct cupro__rows_from *from = &split->from;
    const char *cargo = from->cargo + at * from->step;
    char *rows = split->to;
    const size_t row = cupro__rows_bytes(size), step = from->step;
    for (size_t k = 0; k < n; k++) {
        char *to = rows + next[buckets[k]]++ * row;
        memcpy(to, &keys[k], sizeof keys[k]);
        memcpy(to + sizeof keys[k], cargo + k * step, size);
        fetch_next_line(to);
    }
}

static void scatter_indexes(const struct cupro__rows_split *split, size_t at, size_t n,
                            const uint64_t *keys, const uint16_t *buckets, size_t *next)
{
    struct {
        uint64_t key, index;
    } *rows = (void *)split->to;
    for (size_t k = 0; k < n; k++) {
        size_t place = next[buckets[k]]++;
        rows[place].key = keys[k];
        rows[place].index = at + k;
        fetch_next_line(&rows[place]);
    }
}

static void scatter(const struct cupro__rows_split *split, size_t at, size_t n,
                    const uint64_t *keys, const uint16_t *buckets, size_t *next)
{
    size_t size = split->from.size;
    if (size == 0)
        for (size_t k = 0; k < n; k++) {
            uint64_t *to = (uint64_t *)(void *)split->to + next[buckets[k]]++;
            *to = keys[k];
            fetch_next_line(to);
        }
    else if (split->from.cargo == NULL)
        scatter_indexes(split, at, n, keys, buckets, next);
    else if (size == 4)
        scatter_batch(split, at, n, keys, buckets, next, 4);
    else if (size == 8)
        scatter_batch(split, at, n, keys, buckets, next, 8);
    else if (size == 16)
        scatter_batch(split, at, n, keys, buckets, next, 16);
    else
        scatter_batch(split, at, n, keys, buckets, next, size);
}

static int scatter_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct cupro__rows_split *split = arg;
    uint64_t room[CUPRO__SORT_BATCH];
    uint16_t buckets[CUPRO__SORT_BATCH];
    const uint64_t *keys;
    for (size_t block = lo; block < hi; block++) {
        size_t *next = cupro__shares_of(&split->shares, block);
        size_t at = block * split->shares.block;
        size_t end = at + cupro__shares_elements(&split->shares, block);
        for (size_t many; at < end; at += many) {
            many = batch_of(end - at);
            int error = cupro__rows_keys(split, at, many, room, &keys);
            if (error != 0)
                return error;
            kernels()->choose(keys, many, split->split, buckets);
            scatter(split, at, many, keys, buckets, next);
        }
    }
    return 0;
}

int cupro__rows_line_up(const struct cupro__rows_split *split, size_t n)
{
    static const uint16_t buckets[CUPRO__SORT_BATCH]; /* one for all */
    uint64_t room[CUPRO__SORT_BATCH];
    const uint64_t *keys;
    size_t next = 0;
    for (size_t at = 0, many; at < n; at += many) {
        many = batch_of(n - at);
        int error = cupro__rows_keys(split, at, many, room, &keys);
        if (error != 0)
            return error;
        scatter(split, at, many, keys, buckets, &next);
    }
    return 0;
}

int cupro__rows_divide(struct cupro__rows_split *split, const struct cupro__crew *crew,
                       const cupro_call *call, int passes)
{
    struct cupro__work work = {.units = split->shares.blocks,
                               .run = count_blocks,
                               .arg = split,
                               .grain = 1,
                               .elements = split->shares.n,
                               .passes = passes};
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    split->kept = split->keys != NULL;
    cupro__shares_add_up(&split->shares);
    work.run = scatter_blocks;
    work.pass = 1;
    return cupro__engine_run(crew, &work, call);
}
