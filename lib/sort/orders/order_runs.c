/* SPDX-License-Identifier: MIT */
/*
 * Arrays that are in order already, either way, or are a few runs one after the other.
 *
 * The first few elements tell at once that most arrays are not of this kind. The others are read by
 * all threads until too many pairs are found out of order; runs are merged two at a time, between
 * the array and a second one. (More and shorter runs than these are found again within each bucket,
 * order_sort.h.)
 */
#include "sort/orders/ordering.h"

#include <cupro/error.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { GLANCE = 32, BLOCK = 16384, MOST_RUNS = 8, TOO_MANY = 1 };

struct runs {
    const struct cupro__ordering *ordering;
    bool falls;
    size_t most;          /* borders between runs */
    _Atomic size_t count; /* of those that were found */
    size_t border[MOST_RUNS + 1];
};

static int look_at_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    struct runs *runs = arg;
    const struct cupro__ordering *ordering = runs->ordering;
    size_t at = lo * BLOCK, end = hi * BLOCK + 1; /* with the first of those behind */
    if (end > ordering->n)
        end = ordering->n;
    for (;;) {
        at += ordering->order->run(ordering->x + at * ordering->size, end - at, runs->falls,
                                   ordering->ctx);
        if (at >= end)
            return 0;
        size_t count = atomic_fetch_add_explicit(&runs->count, 1, memory_order_relaxed);
        if (count >= runs->most)
            return TOO_MANY;
        runs->border[count] = at;
    }
}

/* TOO_MANY: there are more than `most` borders; or another error. */
static int look(struct runs *runs, const struct cupro__crew *crew, const cupro_call *call)
{
    cupro_call silent = *call; /* the sort reports */
    silent.progress = NULL;
    struct cupro__work work = {.units = (runs->ordering->n - 1) / BLOCK + 1,
                               .run = look_at_blocks,
                               .arg = runs,
                               .grain = 1};
    return cupro__engine_run(crew, &work, &silent);
}

static void sort_borders(size_t *border, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        size_t moved = border[i], k = i;
        for (; k > 0 && border[k - 1] > moved; k--)
            border[k] = border[k - 1];
        border[k] = moved;
    }
}

struct copying {
    char *to;
    const char *from;
    size_t size;
};

static int copy_range(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct copying *copying = arg;
    memcpy(copying->to + lo * copying->size, copying->from + lo * copying->size,
           (hi - lo) * copying->size);
    return 0;
}

int cupro__copy_elements(const struct cupro__crew *crew, char *to, const char *from, size_t n,
                         size_t size, const cupro_call *call)
{
    struct copying copying = {to, from, size};
    struct cupro__work work = {.units = n, .run = copy_range, .arg = &copying, .grain = BLOCK};
    return cupro__engine_run(crew, &work, call);
}

/* Merge the runs of `from` by twos to `to`; run k ends at border[k]. */
static int merge_twos(const struct cupro__ordering *ordering, const char *from, char *to,
                      size_t *border, size_t *count, const struct cupro__crew *crew,
                      const cupro_call *call)
{
    size_t begin = 0, merged = 0, size = ordering->size;
    for (size_t k = 0; k < *count; k += 2) {
        size_t middle = border[k], end = k + 1 < *count ? border[k + 1] : middle;
        int error =
            cupro__order_merge(ordering, from + begin * size, middle - begin, from + middle * size,
                               end - middle, to + begin * size, crew, call);
        if (error != 0)
            return error;
        border[merged++] = begin = end;
    }
    *count = merged;
    return 0;
}

static int merge_runs(struct runs *runs, char *spare, const struct cupro__crew *crew,
                      const cupro_call *call)
{
    const struct cupro__ordering *ordering = runs->ordering;
    size_t count = atomic_load(&runs->count), n = ordering->n;
    cupro_call usual = *call;
    usual.progress = NULL;
    sort_borders(runs->border, count);
    runs->border[count++] = n;
    char *from = ordering->x, *to = spare;
    while (count > 1) {
        int error = merge_twos(ordering, from, to, runs->border, &count, crew, &usual);
        if (error != 0)
            return error;
        usual.stop = NULL; /* from here on the array is being overwritten */
        char *swap = from;
        from = to;
        to = swap;
    }
    return from == ordering->x
               ? 0
               : cupro__copy_elements(crew, ordering->x, from, n, ordering->size, &usual);
}

int cupro__order_by_runs(const struct cupro__ordering *ordering, const struct cupro__crew *crew,
                         const cupro_call *call, bool *done, bool *falls)
{
    struct runs runs = {.ordering = ordering, .most = call->in_place ? 0 : MOST_RUNS - 1};
    size_t glance = ordering->n < GLANCE ? ordering->n : GLANCE;
    bool rises = ordering->order->run(ordering->x, glance, false, ordering->ctx) == glance;
    runs.falls = !rises;
    if (runs.falls) {
        runs.most = 0;
        if (ordering->order->run(ordering->x, glance, true, ordering->ctx) < glance)
            return 0;
    }
    int error = look(&runs, crew, call);
    if (error != 0)
        return error == TOO_MANY ? 0 : error;
    *falls = runs.falls;
    *done = !runs.falls;
    if (atomic_load(&runs.count) == 0)
        return 0;
    char *spare = cupro__elements_new(ordering->n * ordering->size);
    error = spare != NULL ? merge_runs(&runs, spare, crew, call) : CUPRO_ENOMEM;
    free(spare);
    return error;
}
