/* SPDX-License-Identifier: MIT */
/* Sorting records by keys (see keyed.h): rows of a key and 8 bytes (rows.c). */
#include "sort/keyed.h"

#include "sort/rows.h"

static int load(void *arg, size_t at, size_t n, uint64_t *room, const uint64_t **keys)
{
    const struct cupro__keyed *x = (const struct cupro__keyed *)arg + at;
    for (size_t k = 0; k < n; k++)
        room[k] = x[k].key;
    *keys = room;
    return 0;
}

static void emit(void *arg, const char *rows, size_t row, const uint64_t *order, size_t begin,
                 size_t n)
{
    (void)row;
    const struct cupro__keyed *from = (const void *)rows;
    struct cupro__keyed *to = (struct cupro__keyed *)arg + begin;
    if (order == NULL)
        memcpy(to, from, n * sizeof *to);
    else
        for (size_t k = 0; k < n; k++)
            to[k] = from[order[k]];
}

int cupro__sort_keyed(struct cupro__keyed *x, struct cupro__keyed *spare, size_t n,
                      const struct cupro__crew *crew, const cupro_call *call)
{
    struct cupro__rows rows = {.n = n,
                               .from = {load, x, (const char *)&x->item, sizeof *x, sizeof x->item},
                               .emit = emit,
                               .arg = x,
                               .spare = (char *)spare};
    bool emits;
    return cupro__rows_sort(&rows, crew, call, &emits);
}
