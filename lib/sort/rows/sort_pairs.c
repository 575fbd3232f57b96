/* SPDX-License-Identifier: MIT */
/*
 * Sorting numbers together with values (see <cupro/sort_pairs.h>): small values are the cargo of
 * rows, large ones are picked by index (moving.c); the keys come back out of the rows.
 */
#include <cupro/sort_pairs.h>

#include "primitives/arrays/array.h"
#include "sort/rows/moving.h"
#include "sort/rows/number_keys.h"

#include <cupro/error.h>

struct pairs {
    struct cupro__number_keys keys;
    struct cupro__moving moving;
};

/* The constant `size` makes a loop of its own. */
static inline __attribute__((always_inline)) void put_keys(const struct cupro__number_keys *keys,
                                                           const char *rows, size_t row,
                                                           const uint64_t *order, size_t begin,
                                                           size_t n, size_t size)
{
    const int packed = row == sizeof(uint64_t) ? 32 : 0;
    for (size_t k = 0; k < n; k++) {
        uint64_t key = cupro__row_key(cupro__row_at(rows, row, order, k)) >> packed;
        cupro__number_keys_put(keys, begin + k, key, size);
    }
}

static void emit(void *arg, const char *rows, size_t row, const uint64_t *order, size_t begin,
                 size_t n)
{
    const struct pairs *pairs = arg;
    if (pairs->keys.size == 1)
        put_keys(&pairs->keys, rows, row, order, begin, n, 1);
    else if (pairs->keys.size == 2)
        put_keys(&pairs->keys, rows, row, order, begin, n, 2);
    else if (pairs->keys.size == 4)
        put_keys(&pairs->keys, rows, row, order, begin, n, 4);
    else
        put_keys(&pairs->keys, rows, row, order, begin, n, 8);
    cupro__moving_emit(&pairs->moving, rows, row, order, begin, n);
}

static int sort_pairs(struct pairs *pairs, size_t n, void *values, size_t size,
                      const cupro_call *call)
{
    const struct cupro__number_keys *keys = &pairs->keys;
    if (cupro__array_is_wrong(keys->x, n, keys->size) || cupro__array_is_wrong(values, n, size) ||
        (n > 0 && cupro__arrays_overlap(keys->x, n * keys->size, values, n * size)))
        return CUPRO_EINVAL;
    struct cupro__rows rows = {.n = n, .emit = emit, .arg = pairs};
    int error = cupro__moving_open(&pairs->moving, values, n, size, keys->size <= 4, &rows.from);
    if (error != 0)
        return error;
    rows.from.load = rows.from.size == 0 ? cupro__number_keys_load_packed : cupro__number_keys_load;
    rows.from.arg = &pairs->keys;
    error = cupro__moving_sort(&pairs->moving, &rows, call);
    cupro__moving_close(&pairs->moving);
    return error;
}

/* -- The faces --------------------------------------------------------------------------------- */

#define DEFINE(verb, tag, T, ...)                                                                  \
    int cupro_##verb##_##tag(T *keys, void *values, size_t n, size_t size, const cupro_call *call) \
    {                                                                                              \
        struct pairs pairs = {.keys = {keys, sizeof *keys, {__VA_ARGS__}}};                        \
        return sort_pairs(&pairs, n, values, size, call);                                          \
    }
#define DEFINE_BOTH(tag, T, negative, always)    \
    DEFINE(sort_pairs, tag, T, negative, always) \
    DEFINE(sort_pairs_descending, tag, T, negative, ~(always))
#define DEFINE_FORM(tag, T, ...)   DEFINE_BOTH(tag, T, __VA_ARGS__)
#define DEFINE_UNSIGNED(tag, T, S) DEFINE_FORM(tag, T, CUPRO__FORM_UNSIGNED(T))
#define DEFINE_SIGNED(tag, T, S)   DEFINE_FORM(tag, T, CUPRO__FORM_SIGNED(T))
#define DEFINE_FLOAT(tag, T, S)    DEFINE_FORM(tag, T, CUPRO__FORM_FLOAT(T))
CUPRO_UNSIGNED(DEFINE_UNSIGNED)
CUPRO_SIGNED(DEFINE_SIGNED)
CUPRO_FLOATS(DEFINE_FLOAT)
