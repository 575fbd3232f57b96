/* SPDX-License-Identifier: MIT */
/*
 * Sorting elements by a key (see <cupro/sort_by_key.h>): small elements are the cargo of rows,
 * large ones are picked by index (moving.c). Keys are kept between the passes, as they may cost.
 */
#include <cupro/sort_by_key.h>

#include "primitives/arrays/array.h"
#include "sort/rows/moving.h"
#include "sort/strings/string_keys.h"

#include <cupro/error.h>

struct by_key {
    struct cupro__moving moving;
    cupro_key_step *step;
    void *ctx;
    int kind;
    bool falls, packs;
};

static int load(void *arg, size_t at, size_t n, uint64_t *room, const uint64_t **keys)
{
    const struct by_key *by = arg;
    int kind = by->step(by->moving.items + at * by->moving.size, room, n, by->ctx);
    for (size_t k = 0; by->falls && k < n; k++)
        room[k] = ~room[k];
    for (size_t k = 0; by->packs && k < n; k++)
        room[k] = room[k] << 32 | (at + k);
    *keys = room;
    return kind == by->kind ? 0 : CUPRO_EINVAL;
}

static void emit(void *arg, const char *rows, size_t row, const uint64_t *order, size_t begin,
                 size_t n)
{
    const struct by_key *by = arg;
    cupro__moving_emit(&by->moving, rows, row, order, begin, n);
}

static int sort_by_numbers(struct by_key *by, void *base, size_t n, size_t size,
                           const cupro_call *call)
{
    struct cupro__rows rows = {.n = n, .costly = true, .emit = emit, .arg = by};
    int error =
        cupro__moving_open(&by->moving, base, n, size, by->kind == CUPRO_KEY_NUMBER32, &rows.from);
    if (error != 0)
        return error;
    by->packs = rows.from.size == 0;
    rows.from.load = load;
    rows.from.arg = by;
    error = cupro__moving_sort(&by->moving, &rows, call);
    cupro__moving_close(&by->moving);
    return error;
}

static int sort_by_key(void *base, size_t n, size_t size, const cupro_key *key, bool falls,
                       const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (cupro__array_is_wrong(base, n, size) || key == NULL || key->step == NULL ||
        key->size != size)
        return CUPRO_EINVAL;
    struct by_key by = {.step = key->step, .ctx = call->ctx, .kind = CUPRO_KEY_NUMBER64};
    by.falls = falls;
    uint64_t first[CUPRO_KEY_MOST_BYTES / sizeof(uint64_t)]; /* of any kind */
    int error = cupro__engine_check(call);
    if (error != 0)
        return error;
    if (n > 0)
        by.kind = key->step(base, first, 1, call->ctx);
    if (by.kind == CUPRO_KEY_SLICE)
        return cupro__sort_by_string_keys(base, n, size, key, falls, call);
    if (by.kind > CUPRO_KEY_BYTES && by.kind <= CUPRO_KEY_BYTES + CUPRO_KEY_MOST_BYTES)
        return cupro__sort_by_field_keys(base, n, size, (size_t)(by.kind - CUPRO_KEY_BYTES), key,
                                         falls, call);
    if (by.kind != CUPRO_KEY_NUMBER32 && by.kind != CUPRO_KEY_NUMBER64)
        return CUPRO_EINVAL;
    return sort_by_numbers(&by, base, n, size, call);
}

int cupro_sort_by_key_with(void *base, size_t n, size_t size, const cupro_key *key,
                           const cupro_call *call)
{
    return sort_by_key(base, n, size, key, false, call);
}

int cupro_sort_by_key_descending_with(void *base, size_t n, size_t size, const cupro_key *key,
                                      const cupro_call *call)
{
    return sort_by_key(base, n, size, key, true, call);
}
