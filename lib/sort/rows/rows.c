/* SPDX-License-Identifier: MIT */
/*
 * The stable sort of rows (see rows.h).
 *
 * A sample says which keys belong into which bucket (sort_sample.c), elements become rows in their
 * buckets (rows_divide.c), buckets that are too large are divided again (rows_cut.c), and each is
 * sorted by one thread in its cache by words of key and number (rows_order.c), by which the rows
 * are then picked. Keys that rise already are read once.
 *
 * Work O(n log n) in the caches, span a block and a piece.
 */
#include "sort/rows/rows.h"

#include "memory/pages.h"
#include "sort/numbers/sorting.h"

#include <cupro/error.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { LOOKS = 64, BLOCK = 65536, OUT_OF_ORDER = INT32_MIN, ON_STACK = 1024 /* words */ };

static const struct cupro__key_form as_it_is = {0, 0};

/* Sort rows in their place or find their order, and emit them. `room` has three words for each. */
static void finish(const struct cupro__rows *rows, char *piece, size_t begin, size_t n,
                   uint64_t *room)
{
    size_t row = cupro__rows_bytes(rows->from.size);
    const uint64_t *order = NULL;
    if (rows->from.size == 0)
        cupro__sort_kernels(row)->sort(piece, room, n, as_it_is);
    else if (cupro__rows_order(piece, row, n, room, room + n))
        order = room;
    rows->emit(rows->arg, piece, row, order, begin, n);
}

/* -- On one thread ----------------------------------------------------------------------------- */

static int sort_in(const struct cupro__rows *rows, uint64_t *room)
{
    size_t row = cupro__rows_bytes(rows->from.size);
    char *spare = (char *)(room + 3 * rows->n);
    struct cupro__rows_split split = {.from = rows->from, .to = spare, .row = row};
    int error = cupro__rows_line_up(&split, rows->n);
    if (error == 0)
        finish(rows, spare, 0, rows->n, room);
    return error;
}

int cupro__rows_sort_here(const struct cupro__rows *rows)
{
    uint64_t on_stack[ON_STACK];
    size_t bytes = rows->n * (3 * sizeof(uint64_t) + cupro__rows_bytes(rows->from.size));
    if (rows->n == 0)
        return 0;
    if (bytes <= sizeof on_stack)
        return sort_in(rows, on_stack);
    uint64_t *room = malloc(bytes);
    if (room == NULL)
        return CUPRO_ENOMEM;
    int error = sort_in(rows, room);
    free(room);
    return error;
}

static int sort_alone(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo;
    (void)hi;
    (void)runner;
    return cupro__rows_sort_here(arg);
}

/* -- On a crew --------------------------------------------------------------------------------- */

struct sorting {
    const struct cupro__rows *rows;
    const struct cupro__crew *crew;
    const cupro_call *call;
    struct cupro__rows_split split;
    struct cupro__sort_split by;
    struct cupro__rows_pieces pieces;
    uint64_t *room; /* of each runner, 3 * pieces.largest */
    atomic_bool falls;
};

/* Load one key here or there, on the caller. */
static int pick(const struct sorting *sorting, size_t at, uint64_t *key)
{
    const struct cupro__rows_from *from = &sorting->rows->from;
    const uint64_t *where;
    int error = from->load(from->arg, at, 1, key, &where);
    if (error == 0)
        *key = *where;
    return error;
}

static int seems_to_rise(const struct sorting *sorting, bool *rises)
{
    uint64_t before = 0, key = 0;
    *rises = true;
    for (size_t i = 0; i < LOOKS && *rises; i++) {
        int error = pick(sorting, (sorting->rows->n - 1) / (LOOKS - 1) * i, &key);
        if (error != 0)
            return error;
        *rises = before <= key;
        before = key;
    }
    return 0;
}

/* Whether the keys of [at, end), and the one behind, rise. Costly ones are loaded anyway, to be
 * kept. */
static int look_at(struct sorting *sorting, size_t at, size_t end)
{
    uint64_t room[CUPRO__SORT_BATCH], before = 0;
    for (size_t many; at < end; at += many) {
        const uint64_t *keys;
        many = end - at < CUPRO__SORT_BATCH ? end - at : CUPRO__SORT_BATCH;
        int error = cupro__rows_keys(&sorting->split, at, many, room, &keys);
        if (error != 0)
            return error;
        if (before > keys[0] || !cupro__sort_kernels(sizeof *keys)->rises(keys, many, as_it_is)) {
            atomic_store_explicit(&sorting->falls, true, memory_order_relaxed);
            if (sorting->split.keys == NULL)
                return OUT_OF_ORDER;
        }
        before = keys[many - 1];
    }
    uint64_t behind = UINT64_MAX;
    int error = end < sorting->rows->n ? pick(sorting, end, &behind) : 0;
    if (behind < before)
        atomic_store_explicit(&sorting->falls, true, memory_order_relaxed);
    return error;
}

static int look_at_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    struct sorting *sorting = arg;
    size_t n = sorting->rows->n, end = n - lo * BLOCK < (hi - lo) * BLOCK ? n : hi * BLOCK;
    return look_at(sorting, lo * BLOCK, end);
}

static int keep_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct cupro__rows *rows = ((struct sorting *)arg)->rows;
    rows->keep(rows->arg, lo * BLOCK,
               rows->n - lo * BLOCK < (hi - lo) * BLOCK ? rows->n : hi * BLOCK);
    return 0;
}

/* Whether the keys rise; then nothing is left to be done. */
static int sort_presorted(struct sorting *sorting, bool *rises)
{
    cupro_call own = *sorting->call; /* the passes report */
    own.progress = NULL;
    int error = seems_to_rise(sorting, rises);
    if (error != 0 || !*rises)
        return error;
    struct cupro__work work = {.units = (sorting->rows->n - 1) / BLOCK + 1,
                               .run = look_at_blocks,
                               .arg = sorting,
                               .grain = 1,
                               .enough = OUT_OF_ORDER};
    error = cupro__engine_run(sorting->crew, &work, &own);
    *rises = !atomic_load_explicit(&sorting->falls, memory_order_relaxed);
    sorting->split.kept = error == 0 && sorting->split.keys != NULL;
    if (error != 0 || !*rises || sorting->rows->keep == NULL)
        return error;
    own.stop = NULL; /* the result is being written */
    work.run = keep_blocks;
    return cupro__engine_run(sorting->crew, &work, &own);
}

static int draw(const struct sorting *sorting, uint64_t *keys, size_t samples)
{
    int error = 0;
    for (size_t i = 0; i < samples && error == 0; i++)
        error = pick(sorting, cupro__sort_sample_place(sorting->rows->n, samples, i), &keys[i]);
    return error;
}

static int choose_buckets(struct sorting *sorting)
{
    size_t n = sorting->rows->n, samples = cupro__sort_samples(n);
    uint64_t *keys = malloc(2 * samples * sizeof *keys);
    if (keys == NULL)
        return CUPRO_ENOMEM;
    sorting->by.form = as_it_is;
    sorting->by.is_exact = true;
    int error = draw(sorting, keys, samples);
    if (error == 0)
        cupro__sort_split_sample(keys, samples, cupro__shares_buckets(n, sorting->split.row),
                                 &sorting->by);
    free(keys);
    return error;
}

static int finish_pieces(size_t lo, size_t hi, int runner, void *arg)
{
    const struct sorting *sorting = arg;
    const struct cupro__rows *rows = sorting->rows;
    const size_t row = sorting->split.row;
    uint64_t *room = sorting->room + (size_t)runner * 3 * sorting->pieces.largest;
    for (size_t i = lo; i < hi; i++) {
        const struct cupro__rows_piece *piece = &sorting->pieces.piece[i];
        size_t n = piece->end - piece->begin;
        char *first = sorting->split.to + piece->begin * row;
        if (piece->in_order)
            rows->emit(rows->arg, first, row, NULL, piece->begin, n);
        else
            finish(rows, first, piece->begin, n, room);
    }
    return 0;
}

static int sort_pieces(struct sorting *sorting)
{
    size_t words = (size_t)sorting->crew->runners * 3 * sorting->pieces.largest;
    cupro_call unstoppable = *sorting->call; /* the result is being written */
    unstoppable.stop = NULL;
    struct cupro__work work = {.units = sorting->pieces.count,
                               .run = finish_pieces,
                               .arg = sorting,
                               .grain = 1,
                               .elements = sorting->rows->n,
                               .pass = 2,
                               .passes = 3};
    sorting->room = cupro__pages_new((words + 1) * sizeof *sorting->room);
    if (sorting->room == NULL)
        return CUPRO_ENOMEM;
    int error = cupro__engine_run(sorting->crew, &work, &unstoppable);
    free(sorting->room);
    return error;
}

static int sort_split(struct sorting *sorting)
{
    struct cupro__rows_split *split = &sorting->split;
    int error = choose_buckets(sorting);
    if (error != 0)
        return error;
    error = cupro__shares_open(&split->shares, sorting->rows->n, (size_t)sorting->crew->runners,
                               sorting->by.buckets);
    if (error == 0)
        error = cupro__rows_divide(split, sorting->crew, sorting->call, 3);
    if (error == 0)
        error = cupro__rows_cut(&sorting->pieces, split->to, split->row, &split->shares,
                                sorting->crew, sorting->call);
    if (error == 0)
        error = sort_pieces(sorting);
    cupro__rows_pieces_close(&sorting->pieces);
    cupro__shares_close(&split->shares);
    return error;
}

/* Find the memory for it, and sort. */
static int sort_many(struct sorting *sorting, bool *emits)
{
    const struct cupro__rows *rows = sorting->rows;
    struct cupro__rows_split *split = &sorting->split;
    bool rises = false;
    if (rows->costly && (split->keys = cupro__pages_new(rows->n * sizeof *split->keys)) == NULL)
        return CUPRO_ENOMEM;
    int error = sort_presorted(sorting, &rises);
    *emits = !rises;
    if (error == 0 && !rises) {
        split->to = rows->spare != NULL ? rows->spare : cupro__pages_new(rows->n * split->row);
        error = split->to != NULL ? sort_split(sorting) : CUPRO_ENOMEM;
        if (rows->spare == NULL)
            free(split->to);
    }
    free(split->keys);
    return error;
}

int cupro__rows_sort(const struct cupro__rows *rows, const struct cupro__crew *crew,
                     const cupro_call *call, bool *emits)
{
    *emits = true;
    struct cupro__work work = {
        .units = rows->n > 0, .run = sort_alone, .arg = (void *)rows, .elements = rows->n};
    if (rows->n <= CUPRO__ROWS_ALONE)
        return cupro__engine_run(crew, &work, call);
    struct sorting *sorting = malloc(sizeof *sorting);
    if (sorting == NULL)
        return CUPRO_ENOMEM;
    *sorting = (struct sorting){.rows = rows, .crew = crew, .call = call};
    sorting->split = (struct cupro__rows_split){
        .from = rows->from, .split = &sorting->by, .row = cupro__rows_bytes(rows->from.size)};
    int error = sort_many(sorting, emits);
    free(sorting);
    return error;
}
