/* SPDX-License-Identifier: MIT */
/*
 * Elements that go where rows go (see moving.h).
 *
 * Up to 32 bytes they are carried: each is read twice in a row and written twice. Larger ones are
 * picked from anywhere, some places ahead, and copied back. The border is not finely measured: on a
 * busy Zen 4, 5e6 of 64 bytes took 267 ms on one thread by index and 241 carried (medians of 15
 * runs of a loop that does what cupro-bench's row sort-records does; they spread by half as much
 * again).
 */
#include "sort/rows/moving.h"

#include "memory/pages.h"
#include "primitives/arrays/array.h"
#include "sort/numbers/sorting.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { MOST_CARRIED = 32, AHEAD = 16, BLOCK_BYTES = 256 << 10, ON_THE_SPOT = 1024 };

int cupro__moving_open(struct cupro__moving *moving, void *items, size_t n, size_t size,
                       bool is_narrow, struct cupro__rows_from *from)
{
    *moving = (struct cupro__moving){.items = items, .n = n, .size = size};
    if (size <= MOST_CARRIED) {
        from->cargo = items;
        from->step = from->size = size;
        return 0;
    }
    from->size = cupro__rows_can_pack(is_narrow ? 4 : 8, n) ? 0 : sizeof(uint64_t);
    moving->second = cupro__pages_new(n * size + 1);
    return moving->second != NULL ? 0 : CUPRO_ENOMEM;
}

void cupro__moving_close(struct cupro__moving *moving)
{
    free(moving->second);
}

/* `size` is a constant wherever that pays. */
static inline __attribute__((always_inline)) void
unload(char *to, const char *rows, size_t row, const uint64_t *order, size_t n, size_t size)
{
    for (size_t k = 0; k < n; k++)
        memcpy(to + k * size, cupro__row_at(rows, row, order, k) + sizeof(uint64_t), size);
}

static void unload_cargo(char *to, const char *rows, size_t row, const uint64_t *order, size_t n,
                         size_t size)
{
    if (size == 4 && row == 16)
        unload(to, rows, 16, order, n, 4);
    else if (size == 8 && row == 16)
        unload(to, rows, 16, order, n, 8);
    else if (size == 16 && row == 24)
        unload(to, rows, 24, order, n, 16);
    else if (size == 8)
        unload(to, rows, row, order, n, 8);
    else if (size == 16)
        unload(to, rows, row, order, n, 16);
    else
        unload(to, rows, row, order, n, size);
}

static void fetch(const char *item, size_t size)
{
    for (size_t at = 0; at < size; at += 64)
        __builtin_prefetch(item + at);
}

void cupro__moving_emit(const struct cupro__moving *moving, const char *rows, size_t row,
                        const uint64_t *order, size_t begin, size_t n)
{
    const size_t size = moving->size;
    if (moving->second == NULL) {
        unload_cargo(moving->items + begin * size, rows, row, order, n, size);
        return;
    }
    char *to = moving->second + begin * size;
    for (size_t k = 0; k < n; k++) {
        if (n - k > AHEAD) {
            const char *at = cupro__row_at(rows, row, order, k + AHEAD);
            fetch(moving->items + cupro__row_index(at, row) * size, size);
        }
        const char *at = cupro__row_at(rows, row, order, k);
        memcpy(to + k * size, moving->items + cupro__row_index(at, row) * size, size);
    }
}

/* -- Back -------------------------------------------------------------------------------------- */

static size_t block_of(const struct cupro__moving *moving)
{
    return moving->size < BLOCK_BYTES ? BLOCK_BYTES / moving->size : 1;
}

static int move_back(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct cupro__moving *moving = arg;
    size_t block = block_of(moving), begin = lo * block, n = moving->n - begin;
    n = n / block < hi - lo ? n : (hi - lo) * block;
    memcpy(moving->items + begin * moving->size, moving->second + begin * moving->size,
           n * moving->size);
    return 0;
}

int cupro__moving_bring_back(const struct cupro__moving *moving, const struct cupro__crew *crew)
{
    struct cupro__work work = {.units = (moving->n - 1) / block_of(moving) + 1,
                               .run = move_back,
                               .arg = (void *)moving,
                               .grain = 1};
    if (moving->second == NULL)
        return 0;
    return cupro__sort_surely(crew, &work, &cupro__usual_call);
}

/* -- The whole --------------------------------------------------------------------------------- */

static int sort_on(const struct cupro__moving *moving, const struct cupro__rows *rows,
                   const cupro_call *call)
{
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    bool emits = true;
    error = cupro__rows_sort(rows, &crew, call, &emits);
    if (error == 0 && emits && moving != NULL && moving->n > 0)
        error = cupro__moving_bring_back(moving, &crew);
    cupro__crew_dismiss(&crew);
    return error;
}

int cupro__moving_sort(const struct cupro__moving *moving, const struct cupro__rows *rows,
                       const cupro_call *call)
{
    cupro_call usual = call != NULL ? *call : cupro__usual_call;
    usual.grain = usual.max_grain = 0;
    if (rows->n > ON_THE_SPOT || !cupro__call_is_plain(&usual))
        return sort_on(moving, rows, &usual);
    int error = cupro__rows_sort_here(rows);
    if (error == 0 && moving != NULL && moving->second != NULL)
        memcpy(moving->items, moving->second, moving->n * moving->size);
    return error;
}
