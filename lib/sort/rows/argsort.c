/* SPDX-License-Identifier: MIT */
/*
 * The order of numbers (see <cupro/argsort.h>).
 *
 * Numbers of up to 4 bytes become one word with their index, and only these are moved; those of 8
 * bytes become rows of key and index (rows.c). Nothing but indexes is written in the end.
 */
#include <cupro/argsort.h>

#include "primitives/arrays/array.h"
#include "sort/rows/moving.h"
#include "sort/rows/number_keys.h"

#include <cupro/error.h>

struct result {
    void *at;
    size_t size;  /* of an index: 4 or 8                                    */
    bool is_rank; /* each element's place, not each place's element         */
};

/* The constants `row`, `size` and `is_rank` make a loop of their own. */
static inline __attribute__((always_inline)) void write(void *to, const char *rows, size_t row,
                                                        const uint64_t *order, size_t begin,
                                                        size_t n, size_t size, bool is_rank)
{
    for (size_t k = 0; k < n; k++) {
        uint64_t index = cupro__row_index(cupro__row_at(rows, row, order, k), row);
        size_t at = is_rank ? index : begin + k, value = is_rank ? begin + k : index;
        if (size == 4)
            ((uint32_t *)to)[at] = (uint32_t)value;
        else
            ((uint64_t *)to)[at] = value;
    }
}

static void emit(void *arg, const char *rows, size_t row, const uint64_t *order, size_t begin,
                 size_t n)
{
    const struct result *result = arg;
    if (result->is_rank)
        write(result->at, rows, row, order, begin, n, result->size, true);
    else if (row == sizeof(uint64_t) && result->size == 4)
        write(result->at, rows, sizeof(uint64_t), NULL, begin, n, 4, false);
    else if (row == sizeof(uint64_t))
        write(result->at, rows, sizeof(uint64_t), NULL, begin, n, 8, false);
    else if (result->size == 4)
        write(result->at, rows, 2 * sizeof(uint64_t), order, begin, n, 4, false);
    else
        write(result->at, rows, 2 * sizeof(uint64_t), order, begin, n, 8, false);
}

/* Elements in order are their own index, and rank. */
static void keep(void *arg, size_t lo, size_t hi)
{
    const struct result *result = arg;
    for (size_t i = lo; i < hi && result->size == 4; i++)
        ((uint32_t *)result->at)[i] = (uint32_t)i;
    for (size_t i = lo; i < hi && result->size == 8; i++)
        ((uint64_t *)result->at)[i] = i;
}

static int find_order(struct cupro__number_keys *keys, size_t n, struct result *result,
                      const cupro_call *call)
{
    if (cupro__array_is_wrong(keys->x, n, keys->size) ||
        cupro__array_is_wrong(result->at, n, result->size) ||
        (result->size != 4 && result->size != 8) || (result->size == 4 && n > UINT32_MAX) ||
        (n > 0 && cupro__arrays_overlap(keys->x, n * keys->size, result->at, n * result->size)))
        return CUPRO_EINVAL;
    bool packs = cupro__rows_can_pack(keys->size, n);
    struct cupro__rows rows = {.n = n, .emit = emit, .keep = keep, .arg = result};
    rows.from.load = packs ? cupro__number_keys_load_packed : cupro__number_keys_load;
    rows.from.arg = keys;
    rows.from.size = packs ? 0 : sizeof(uint64_t);
    return cupro__moving_sort(NULL, &rows, call);
}

/* -- The faces --------------------------------------------------------------------------------- */

#define DEFINE(verb, tag, T, is_rank, ...)                                      \
    int cupro_##verb##_##tag(const T *x, size_t n, void *index, size_t size,    \
                             const cupro_call *call)                            \
    {                                                                           \
        struct cupro__number_keys keys = {(void *)x, sizeof *x, {__VA_ARGS__}}; \
        struct result result = {index, size, is_rank};                          \
        return find_order(&keys, n, &result, call);                             \
    }
#define DEFINE_ALL(tag, T, negative, always)                       \
    DEFINE(argsort, tag, T, false, negative, always)               \
    DEFINE(argsort_descending, tag, T, false, negative, ~(always)) \
    DEFINE(rank, tag, T, true, negative, always)
#define DEFINE_FORM(tag, T, ...)   DEFINE_ALL(tag, T, __VA_ARGS__)
#define DEFINE_UNSIGNED(tag, T, S) DEFINE_FORM(tag, T, CUPRO__FORM_UNSIGNED(T))
#define DEFINE_SIGNED(tag, T, S)   DEFINE_FORM(tag, T, CUPRO__FORM_SIGNED(T))
#define DEFINE_FLOAT(tag, T, S)    DEFINE_FORM(tag, T, CUPRO__FORM_FLOAT(T))
CUPRO_UNSIGNED(DEFINE_UNSIGNED)
CUPRO_SIGNED(DEFINE_SIGNED)
CUPRO_FLOATS(DEFINE_FLOAT)
