/* SPDX-License-Identifier: MIT */
/*
 * Cutting rows into pieces that one thread sorts (see rows.h).
 *
 * Most buckets are a piece. One that is too large, because the sample could not tell its keys
 * apart or many are equal, is divided again by all threads: rows of one key are in order and need
 * only be cut; where a sample says that one key takes a quarter or more it gets a bucket of its
 * own; else rows are divided by their leading bits that differ, ten at a time. As at least every
 * second step is of the last kind, there are 14 at most.
 *
 * Bytes moved for n such rows: n keys read, then n keys and n rows read, and n rows written, twice.
 */
#include "memory/pages.h"
#include "sort/rows/rows.h"
#include "sort/numbers/sorting.h"

#include <cupro/error.h>
#include <stdlib.h>

enum {
    LEAST_LARGE = 65536,
    MOST_LARGE = 1 << 24,
    PIECE_IN_ORDER = 16384,
    SAMPLES = 256,
    HEAVY = SAMPLES / 4,
    MOST_DIGITS = 1024
};

struct limits {
    uint64_t least, greatest;
} __attribute__((aligned(64)));

struct cutting {
    struct cupro__rows_pieces *pieces;
    char *rows, *moved; /* `moved` has room for the largest bucket; NULL: not yet  */
    size_t largest;     /* rows of that                                             */
    size_t row, large;  /* bytes of one; rows of a bucket that is not to be divided */
    const struct cupro__crew *crew;
    const cupro_call *call;
    struct limits *limits; /* of each runner                             */
    struct cupro__sort_split split;
};

/* A bucket that is divided. */
struct region {
    const struct cutting *cutting;
    char *rows;
    size_t n;
};

static const size_t block = 16384; /* rows */

static size_t block_end(const struct region *region, size_t number)
{
    return region->n - number * block < block ? region->n : (number + 1) * block;
}

static int run_blocks(const struct region *region, cupro__run *run)
{
    struct cupro__work work = {
        .units = (region->n - 1) / block + 1, .run = run, .arg = (void *)region, .grain = 1};
    return cupro__engine_run(region->cutting->crew, &work, region->cutting->call);
}

/* -- What is in a region ----------------------------------------------------------------------- */

static int look_at_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    const struct region *region = arg;
    const size_t row = region->cutting->row, end = block_end(region, hi - 1);
    struct limits *limits = &region->cutting->limits[runner];
    uint64_t least = limits->least, greatest = limits->greatest;
    for (size_t i = lo * block; i < end; i++) {
        uint64_t key = cupro__row_key(region->rows + i * row);
        least = key < least ? key : least;
        greatest = key > greatest ? key : greatest;
    }
    *limits = (struct limits){least, greatest};
    return 0;
}

static int find_limits(const struct region *region, struct limits *all)
{
    struct limits *limits = region->cutting->limits;
    int runners = region->cutting->crew->runners;
    for (int runner = 0; runner < runners; runner++)
        limits[runner] = (struct limits){UINT64_MAX, 0};
    int error = run_blocks(region, look_at_blocks);
    *all = limits[0];
    for (int runner = 1; runner < runners; runner++) {
        all->least = limits[runner].least < all->least ? limits[runner].least : all->least;
        all->greatest =
            limits[runner].greatest > all->greatest ? limits[runner].greatest : all->greatest;
    }
    return error;
}

static bool find_heavy(const struct region *region, uint64_t *heavy)
{
    uint64_t keys[2 * SAMPLES];
    for (size_t i = 0; i < SAMPLES; i++) {
        size_t at = cupro__sort_sample_place(region->n, SAMPLES, i);
        keys[i] = cupro__row_key(region->rows + at * region->cutting->row);
    }
    cupro__sort_kernels(sizeof *keys)
        ->sort(keys, keys + SAMPLES, SAMPLES, (struct cupro__key_form){0, 0});
    for (size_t i = 0; i + HEAVY <= SAMPLES; i++)
        if (keys[i] == keys[i + HEAVY - 1]) {
            *heavy = keys[i];
            return true;
        }
    return false;
}

/* What is below one key, that key, what is above. */
static void split_around(uint64_t key, struct cupro__sort_split *split)
{
    split->lowest = key > 0 ? key - 1 : 0;
    split->shift = 0;
    split->digits = split->buckets = 3;
}

static void split_by_digits(const struct limits *limits, struct cupro__sort_split *split)
{
    split->lowest = limits->least;
    split->shift = 0;
    while ((limits->greatest - limits->least) >> split->shift >= MOST_DIGITS)
        split->shift++;
    split->digits = split->buckets = MOST_DIGITS;
}

/* -- Dividing ---------------------------------------------------------------------------------- */

static int load_rows(void *arg, size_t at, size_t n, uint64_t *room, const uint64_t **keys)
{
    const struct region *region = arg;
    const size_t row = region->cutting->row;
    const char *from = region->rows + at * row;
    for (size_t k = 0; k < n; k++)
        room[k] = cupro__row_key(from + k * row);
    *keys = room;
    return 0;
}

static int move_back(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct region *region = arg;
    size_t row = region->cutting->row, begin = lo * block, end = block_end(region, hi - 1);
    memcpy(region->rows + begin * row, region->cutting->moved + begin * row, (end - begin) * row);
    return 0;
}

static int divide(struct region *region, struct cupro__rows_split *again)
{
    const struct cutting *cutting = region->cutting;
    int error = cupro__rows_divide(again, cutting->crew, cutting->call, 0);
    return error != 0 ? error : run_blocks(region, move_back);
}

/* -- Pieces ------------------------------------------------------------------------------------ */

static int add_piece(struct cupro__rows_pieces *pieces, size_t begin, size_t end, bool in_order)
{
    if (pieces->count == pieces->room) {
        size_t room = pieces->room > 0 ? 2 * pieces->room : 2048;
        void *larger = realloc(pieces->piece, room * sizeof *pieces->piece);
        if (larger == NULL)
            return CUPRO_ENOMEM;
        pieces->piece = larger;
        pieces->room = room;
    }
    pieces->piece[pieces->count++] = (struct cupro__rows_piece){begin, end, in_order};
    if (!in_order && end - begin > pieces->largest)
        pieces->largest = end - begin;
    return 0;
}

static int add_in_order(struct cupro__rows_pieces *pieces, size_t begin, size_t end)
{
    int error = 0;
    for (size_t next; begin < end && error == 0; begin = next) {
        next = end - begin > PIECE_IN_ORDER ? begin + PIECE_IN_ORDER : end;
        error = add_piece(pieces, begin, next, true);
    }
    return error;
}

static int cut(struct cutting *cutting, size_t begin, size_t end, int step);

/* Divide by what `split` says, and cut what comes of it. */
static int cut_again(struct cutting *cutting, size_t begin, size_t end, int step)
{
    const size_t row = cutting->row;
    struct region region = {cutting, cutting->rows + begin * row, end - begin};
    struct cupro__rows_split again = {.split = &cutting->split, .to = cutting->moved, .row = row};
    again.from = (struct cupro__rows_from){load_rows, &region, region.rows + sizeof(uint64_t), row,
                                           row - sizeof(uint64_t)};
    int error = cupro__shares_open(&again.shares, region.n, (size_t)cutting->crew->runners,
                                   cutting->split.buckets);
    if (error == 0)
        error = divide(&region, &again);
    const size_t *place = again.shares.begin;
    for (size_t bucket = 0; bucket < again.shares.buckets && error == 0; bucket++)
        error = cut(cutting, begin + place[bucket], begin + place[bucket + 1], step + 1);
    cupro__shares_close(&again.shares);
    return error;
}

static int cut(struct cutting *cutting, size_t begin, size_t end, int step)
{
    if (begin == end)
        return 0;
    if (end - begin <= cutting->large)
        return add_piece(cutting->pieces, begin, end, false);
    struct region region = {cutting, cutting->rows + begin * cutting->row, end - begin};
    struct limits limits;
    uint64_t heavy;
    int error = find_limits(&region, &limits);
    if (error != 0)
        return error;
    if (limits.least == limits.greatest)
        return add_in_order(cutting->pieces, begin, end);
    if (cutting->moved == NULL)
        cutting->moved = cupro__pages_new(cutting->largest * cutting->row);
    if (cutting->moved == NULL)
        return CUPRO_ENOMEM;
    if (step % 2 == 0 && find_heavy(&region, &heavy))
        split_around(heavy, &cutting->split);
    else
        split_by_digits(&limits, &cutting->split);
    return cut_again(cutting, begin, end, step);
}

static int cut_buckets(struct cutting *cutting, const struct cupro__shares *shares)
{
    int error = 0;
    for (size_t bucket = 0; bucket < shares->buckets; bucket++) {
        size_t n = shares->begin[bucket + 1] - shares->begin[bucket];
        cutting->largest = n > cutting->largest ? n : cutting->largest;
    }
    for (size_t bucket = 0; bucket < shares->buckets && error == 0; bucket++)
        error = cut(cutting, shares->begin[bucket], shares->begin[bucket + 1], 0);
    return error;
}

int cupro__rows_cut(struct cupro__rows_pieces *pieces, char *rows, size_t row,
                    const struct cupro__shares *shares, const struct cupro__crew *crew,
                    const cupro_call *call)
{
    size_t large = shares->n / MOST_DIGITS * 4;
    cupro_call silent = *call; /* the sort reports */
    silent.progress = NULL;
    struct cutting *cutting = malloc(sizeof *cutting);
    if (cutting == NULL)
        return CUPRO_ENOMEM;
    *cutting =
        (struct cutting){.pieces = pieces, .rows = rows, .row = row, .crew = crew, .call = &silent};
    cutting->large = large < LEAST_LARGE ? LEAST_LARGE : large < MOST_LARGE ? large : MOST_LARGE;
    cutting->limits = aligned_alloc(64, (size_t)crew->runners * sizeof *cutting->limits);
    int error = cutting->limits != NULL ? cut_buckets(cutting, shares) : CUPRO_ENOMEM;
    free(cutting->limits);
    free(cutting->moved);
    free(cutting);
    return error;
}

void cupro__rows_pieces_close(struct cupro__rows_pieces *pieces)
{
    free(pieces->piece);
}
