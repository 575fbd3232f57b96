/* SPDX-License-Identifier: MIT */
/*
 * Sorting elements by keys that are strings: rows of a key and the element, or of large ones the
 * index, are sorted as strings are (strings.h), and then the elements brought to their places
 * (rows/moving.h). So each key is computed once, and elements that are not done with do not move.
 */
#include "sort/strings/string_keys.h"

#include "memory/pages.h"
#include "primitives/arrays/array.h"
#include "sort/numbers/sorting.h"
#include "sort/rows/moving.h"
#include "sort/strings/strings.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { BATCH = 512, CARGO = sizeof(cupro_slice) };

struct by_string {
    const cupro_key *key;
    void *ctx;
    struct cupro__moving moving;
    const char *cargo;          /* of element 0; NULL: the index            */
    struct cupro__strings rows; /* a key each, and from CARGO on its cargo  */
};

/* -- Rows -------------------------------------------------------------------------------------- */

static void put_row(const struct by_string *by, size_t i, cupro_slice key)
{
    char *row = by->rows.x + i * by->rows.size;
    uint64_t index = i;
    memcpy(row, &key, sizeof key);
    if (by->cargo == NULL)
        memcpy(row + CARGO, &index, sizeof index);
    else
        memcpy(row + CARGO, by->cargo + i * by->moving.size, by->moving.size);
}

static int make_rows(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct by_string *by = arg;
    cupro_slice keys[BATCH];
    for (size_t at = lo, n; at < hi; at += n) {
        n = hi - at < BATCH ? hi - at : BATCH;
        const char *items = by->moving.items + at * by->moving.size;
        if (by->key->step(items, keys, n, by->ctx) != CUPRO_KEY_SLICE)
            return CUPRO_EINVAL;
        for (size_t k = 0; k < n; k++)
            put_row(by, at + k, keys[k]);
    }
    return 0;
}

/* A row of the others has its cargo behind 8 bytes. */
static int place_items(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct by_string *by = arg;
    const char *rows = by->rows.x + lo * by->rows.size + CARGO - sizeof(uint64_t);
    cupro__moving_emit(&by->moving, rows, by->rows.size, NULL, lo, hi - lo);
    return 0;
}

/* -- All of it --------------------------------------------------------------------------------- */

static int sort_on(struct by_string *by, const struct cupro__crew *crew, const cupro_call *call)
{
    cupro_call silent = *call; /* the sort reports */
    silent.progress = NULL;
    struct cupro__work work = {.units = by->rows.n, .run = make_rows, .arg = by};
    int error = cupro__engine_run(crew, &work, &silent);
    if (error == 0)
        error = cupro__sort_strings(&by->rows, crew, call);
    if (error != 0)
        return error;
    work.run = place_items;
    work.unit_ns = (double)(by->rows.size + by->moving.size) / cupro__bytes_a_ns;
    error = cupro__sort_surely(crew, &work, &silent);
    return error == 0 ? cupro__moving_bring_back(&by->moving, crew) : error;
}

static int sort_rows(struct by_string *by, const cupro_call *call)
{
    cupro_call usual = *call;
    usual.grain = usual.max_grain = 0;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, &usual);
    if (error != 0)
        return error;
    error = sort_on(by, &crew, &usual);
    cupro__crew_dismiss(&crew);
    return error;
}

int cupro__sort_by_string_keys(void *base, size_t n, size_t size, const cupro_key *key, bool falls,
                               const cupro_call *call)
{
    struct by_string by = {.key = key, .ctx = call->ctx};
    struct cupro__rows_from from = {.cargo = NULL};
    size_t bytes;
    int error = cupro__moving_open(&by.moving, base, n, size, false, &from);
    if (error != 0)
        return error;
    by.cargo = from.cargo;
    by.rows = (struct cupro__strings){.n = n, .flip = falls ? UINT64_MAX : 0};
    by.rows.size = CARGO - sizeof(uint64_t) + cupro__rows_bytes(from.size);
    if (!__builtin_mul_overflow(n, by.rows.size, &bytes))
        by.rows.x = cupro__pages_new(bytes);
    error = by.rows.x != NULL ? sort_rows(&by, call) : CUPRO_ENOMEM;
    free(by.rows.x);
    cupro__moving_close(&by.moving);
    return error;
}
