/* SPDX-License-Identifier: MIT */
/*
 * Rows: keys of 64 bits, each with a cargo, and the stable sort of them that argsort, pairs and
 * keys of one's own come down to.
 *
 * Who sorts says how keys are loaded, a batch at a time, what the cargo is, and what becomes of
 * rows whose place is known. In between a row is the key and behind it the cargo, in whole words.
 * Keys that are different anyway may go without a cargo.
 */
#ifndef CUPRO__ROWS_H
#define CUPRO__ROWS_H

#include "runtime/engine/engine.h"
#include "sort/numbers/kernels.h"
#include "sort/numbers/shares.h"

#include <stdbool.h>
#include <string.h>

/* Load the keys of elements [at, at + n), n <= CUPRO__SORT_BATCH, or point *keys to them where they
 * are; `room` is for n keys. Non-zero: the sort fails with that. */
typedef int cupro__rows_load(void *arg, size_t at, size_t n, uint64_t *room, const uint64_t **keys);

/* The places [begin, begin + n) are those of rows[order[0]], rows[order[1]], …, or, if order is
 * NULL, of rows[0], rows[1], …; `row` is the bytes of one. */
typedef void cupro__rows_emit(void *arg, const char *rows, size_t row, const uint64_t *order,
                              size_t begin, size_t n);

/* Elements [lo, hi) are in their places already. */
typedef void cupro__rows_keep(void *arg, size_t lo, size_t hi);

struct cupro__rows_from {
    cupro__rows_load *load;
    void *arg;
    const char *cargo; /* of element 0; NULL: the cargo is the index, 8 bytes         */
    size_t step, size; /* bytes from one cargo to the next, and of one; size 0: none  */
};

struct cupro__rows {
    size_t n;
    struct cupro__rows_from from;
    bool costly; /* keys are loaded once, and some a second time; else twice or more */
    cupro__rows_emit *emit;
    cupro__rows_keep *keep; /* NULL: nothing is to be done */
    void *arg;              /* of both                     */
    char *spare;            /* room for all rows; NULL: to be allocated */
};

static inline size_t cupro__rows_bytes(size_t cargo)
{
    return sizeof(uint64_t) + (cargo + 7) / 8 * 8;
}

static inline uint64_t cupro__row_key(const char *row)
{
    uint64_t key;
    memcpy(&key, row, sizeof key);
    return key;
}

/* Sort rows on a crew; *emits is set to false if all are in their places. Three passes over n
 * elements, of which the last writes; CUPRO_ENOMEM, what `load` returned, or a stop: nothing was
 * emitted. */
int cupro__rows_sort(const struct cupro__rows *rows, const struct cupro__crew *crew,
                     const cupro_call *call, bool *emits);

/* Up to so many are sorted at once on one thread. */
enum { CUPRO__ROWS_ALONE = 8192 };

/* Sort some rows here. */
int cupro__rows_sort_here(const struct cupro__rows *rows);

/* -- Its parts --------------------------------------------------------------------------------- */

/* Find the order of n > 0 rows: false if they are in order already; else order[k] is the number of
 * the k-th. There is room for n numbers in `order`, and for twice as many in `room`; n <= 2^32. */
bool cupro__rows_order(const char *rows, size_t row, size_t n, uint64_t *order, uint64_t *room);

/* How elements become rows in buckets: counted, then scattered. */
struct cupro__rows_split {
    struct cupro__rows_from from;
    uint64_t *keys; /* where the first pass keeps what it loads; NULL: nowhere */
    bool kept;      /* they are there already                                  */
    const struct cupro__sort_split *split;
    struct cupro__shares shares; /* opened                       */
    char *to;                    /* rows of `row` bytes, n of them */
    size_t row;
};

/* The keys of a batch of elements, wherever they are. */
int cupro__rows_keys(const struct cupro__rows_split *split, size_t at, size_t n, uint64_t *room,
                     const uint64_t **keys);

/* n elements become rows in their order; here. */
int cupro__rows_line_up(const struct cupro__rows_split *split, size_t n);

int cupro__rows_divide(struct cupro__rows_split *split, const struct cupro__crew *crew,
                       const cupro_call *call, int passes);

/* Rows that are next to each other in the end: those of a bucket. */
struct cupro__rows_piece {
    size_t begin, end;
    bool in_order;
};

struct cupro__rows_pieces {
    struct cupro__rows_piece *piece;
    size_t count, room;
    size_t largest; /* rows of the largest that is not in order */
};

/* Cut the rows into pieces, buckets that are too large into several, for which their rows are moved
 * within them. `pieces` is all zeros; to be closed in any case. */
int cupro__rows_cut(struct cupro__rows_pieces *pieces, char *rows, size_t row,
                    const struct cupro__shares *shares, const struct cupro__crew *crew,
                    const cupro_call *call);
void cupro__rows_pieces_close(struct cupro__rows_pieces *pieces);

#endif
