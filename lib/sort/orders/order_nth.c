/* SPDX-License-Identifier: MIT */
/*
 * The element that belongs at one place: quickselect (Hoare, "Find", 1961), with pivots a little
 * beside the place, from a sorted sample, so that after two partitions little is left (Floyd and
 * Rivest, 1975). All threads partition.
 *
 * Work O(n): about two reads of the array. A segment that does not get smaller is sorted.
 */
#include "sort/orders/parting_by.h"

#include "sort/numbers/sorting.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { ALONE = 4096, SAMPLES = 1024, BESIDE = 40, MOST_PARTITIONS = 64 };

struct selection {
    struct cupro__parting parting;
    size_t begin, n; /* where the place is */
    size_t place;
    char *samples;
};

/* The sample that stands a little behind the place, or before it, so that more is cut off. */
static int choose_pivot(struct selection *selection)
{
    struct cupro__ordering segment = *selection->parting.ordering;
    segment.x += selection->begin * segment.size;
    segment.n = selection->n;
    int error = cupro__draw_sorted(&segment, SAMPLES, selection->samples);
    if (error != 0)
        return error;
    size_t rank = (selection->place - selection->begin) / (selection->n / SAMPLES);
    rank = rank < SAMPLES / 2 ? rank + BESIDE : (rank < SAMPLES ? rank : SAMPLES - 1) - BESIDE;
    memcpy(selection->parting.pivot, selection->samples + rank * segment.size, segment.size);
    return 0;
}

static cupro_call silently(const cupro_call *call)
{
    cupro_call silent = *call;
    silent.progress = NULL;
    return silent;
}

/* Keep the part of the segment that the place is in; *done: all in it are equal. */
static int narrow(struct selection *selection, bool *done, const struct cupro__crew *crew,
                  const cupro_call *call)
{
    size_t low, begin = selection->begin, n = selection->n;
    int error = choose_pivot(selection);
    if (error == 0)
        error = cupro__part(&selection->parting, begin, n, false, &low, crew, call);
    if (error != 0)
        return error;
    if (selection->place < begin + low) {
        selection->n = low;
        return 0;
    }
    size_t equal;
    const cupro_call silent = silently(call);
    error = cupro__part(&selection->parting, begin + low, n - low, true, &equal, crew, &silent);
    if (error != 0)
        return error;
    *done = selection->place < begin + low + equal;
    selection->n -= low + equal;
    selection->begin += low + equal;
    return 0;
}

static int select_on(struct selection *selection, const struct cupro__crew *crew,
                     const cupro_call *call)
{
    struct cupro__ordering segment = *selection->parting.ordering;
    const cupro_call silent = silently(call);
    bool done = false;
    for (int i = 0; selection->n > ALONE && i < MOST_PARTITIONS; i++) {
        int error = narrow(selection, &done, crew, i == 0 ? call : &silent);
        if (error != 0 || done)
            return error;
    }
    segment.x += selection->begin * segment.size;
    segment.n = selection->n;
    return selection->n > ALONE ? cupro__order_by_rotations(&segment, crew, &silent)
                                : cupro__order_alone(&segment);
}

static int select_alone(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo;
    (void)hi;
    (void)runner;
    return cupro__order_alone(arg);
}

static int select_place(const struct cupro__ordering *ordering, size_t k,
                        const struct cupro__crew *crew, const cupro_call *call)
{
    if (ordering->n <= ALONE) {
        struct cupro__work work = {
            .units = 1, .run = select_alone, .arg = (void *)ordering, .elements = ordering->n};
        return cupro__engine_run(crew, &work, call);
    }
    struct selection selection = {.n = ordering->n, .place = k};
    int error = cupro__parting_open(&selection.parting, ordering, crew->runners);
    if (ordering->size <= SIZE_MAX / SAMPLES)
        selection.samples = cupro__elements_new(SAMPLES * ordering->size);
    if (error == 0 && selection.samples == NULL)
        error = CUPRO_ENOMEM;
    if (error == 0)
        error = select_on(&selection, crew, call);
    if (error == 0) /* what comes behind the first partition is the second pass */
        error = cupro__sort_report(ordering->n, 1, crew, call);
    free(selection.samples);
    cupro__parting_close(&selection.parting);
    return error;
}

int cupro_nth_by_with(void *base, size_t n, size_t k, size_t size, const cupro_order *order,
                      const cupro_call *call)
{
    cupro_call usual = call != NULL ? *call : cupro__usual_call;
    usual.grain = usual.max_grain = 0;
    struct cupro__ordering ordering = {order, base, n, size, usual.ctx};
    if (cupro__ordering_is_wrong(&ordering) || k >= n)
        return CUPRO_EINVAL;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, &usual);
    if (error != 0)
        return error;
    error = select_place(&ordering, k, &crew, &usual);
    cupro__crew_dismiss(&crew);
    return error;
}
