/* SPDX-License-Identifier: MIT */
/*
 * Sorting by an order in place, where equal elements may change places: quicksort (Hoare, 1961).
 *
 * A long segment is split by all threads (parting_by.c). Shorter ones go to one thread each, which
 * splits on until they fit its buffer, and sorts them there. What is equal to a pivot
 * that leaves little below it is split off, too. A segment that does not get smaller is left to
 * the other way (order_rotations.c).
 *
 * Work O(n log n), span a segment. Bytes moved: for b buffers' worth of n elements of s bytes about
 * n s log b, read, and half of that written. Memory: 256 KiB a runner.
 */
#include "sort/orders/in_place.h"
#include "sort/orders/parting_by.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { SEGMENTS_A_RUNNER = 8, FEW = 16 };

struct segment {
    size_t begin, n;
    int limit; /* of partitions */
};

struct partitions {
    const struct cupro__ordering *ordering;
    const struct cupro__buffers *buffers;
    struct segment *segment;
    size_t segments, most;
    struct cupro__parting parting;
};

static char *element(const struct partitions *partitions, size_t at)
{
    return partitions->ordering->x + at * partitions->ordering->size;
}

static void copy_pivot(const struct partitions *partitions, const struct segment *segment,
                       char *pivot)
{
    const struct cupro__ordering *ordering = partitions->ordering;
    memcpy(pivot,
           cupro__pivot(element(partitions, segment->begin), segment->n, ordering->size,
                        ordering->order->before, ordering->ctx),
           ordering->size);
}

/* -- By all threads ---------------------------------------------------------------------------- */

/* `segment` becomes what is above its pivot, and what is below is another. */
static int split_segment(struct partitions *partitions, struct segment *segment,
                         const struct cupro__crew *crew, const cupro_call *call)
{
    size_t low, equal = 0;
    struct segment lower = *segment;
    copy_pivot(partitions, segment, partitions->parting.pivot);
    int error =
        cupro__part(&partitions->parting, segment->begin, segment->n, false, &low, crew, call);
    if (error == 0 && low < segment->n / FEW)
        error = cupro__part(&partitions->parting, segment->begin + low, segment->n - low, true,
                            &equal, crew, call);
    if (error != 0)
        return error;
    lower.n = low;
    lower.limit--;
    *segment = (struct segment){segment->begin + low + equal, segment->n - low - equal,
                                segment->limit - 1};
    partitions->segment[partitions->segments++] = lower;
    return 0;
}

/* -- By one ------------------------------------------------------------------------------------ */

static void sort_alone(const struct partitions *partitions, struct segment segment, int runner)
{
    const struct cupro__ordering *ordering = partitions->ordering;
    char *pivot = cupro__buffer_of(partitions->buffers, runner);
    struct segment waiting[64];
    int count = 0;
    for (;;) {
        if (segment.n > partitions->buffers->some && segment.limit > 0) {
            char *x = element(partitions, segment.begin);
            copy_pivot(partitions, &segment, pivot);
            size_t low = ordering->order->partition(x, segment.n, pivot, false, ordering->ctx);
            size_t above = low;
            if (low < segment.n / FEW)
                above += ordering->order->partition(x + low * ordering->size, segment.n - low,
                                                    pivot, true, ordering->ctx);
            struct segment lower = {segment.begin, low, segment.limit - 1};
            segment = (struct segment){segment.begin + above, segment.n - above, lower.limit};
            waiting[count++] = lower.n > segment.n ? lower : segment; /* the longer one */
            segment = lower.n > segment.n ? segment : lower;
            continue;
        }
        if (segment.n > partitions->buffers->some)
            cupro__sort_rotating(ordering, partitions->buffers, runner, segment.begin, segment.n);
        else if (segment.n > 0)
            cupro__sort_buffered(ordering, partitions->buffers, runner, segment.begin, segment.n);
        if (count == 0)
            return;
        segment = waiting[--count];
    }
}

static int sort_segments(size_t lo, size_t hi, int runner, void *arg)
{
    const struct partitions *partitions = arg;
    for (size_t i = lo; i < hi; i++)
        sort_alone(partitions, partitions->segment[i], runner);
    return 0;
}

/* -- Both -------------------------------------------------------------------------------------- */

static int run_passes(struct partitions *partitions, const struct cupro__crew *crew,
                      const cupro_call *call)
{
    size_t n = partitions->ordering->n, share = n / (SEGMENTS_A_RUNNER * (size_t)crew->runners);
    int limit = 2 * (64 - __builtin_clzll(n | 1)), error = 0;
    partitions->segment[partitions->segments++] = (struct segment){0, n, limit};
    cupro_call silent = *call;
    silent.progress = NULL;
    share = share > partitions->buffers->some ? share : partitions->buffers->some;
    for (size_t i = 0; i < partitions->segments && error == 0; i++) {
        struct segment *segment = &partitions->segment[i];
        while (error == 0 && segment->n > share && segment->limit > 0 &&
               partitions->segments < partitions->most)
            error = split_segment(partitions, segment, crew, &silent);
    }
    struct cupro__work work = {.units = partitions->segments,
                               .run = sort_segments,
                               .arg = partitions,
                               .grain = 1,
                               .elements = n};
    return error != 0 ? error : cupro__engine_run(crew, &work, call);
}

int cupro__order_by_partitions(const struct cupro__ordering *ordering,
                               const struct cupro__crew *crew, const cupro_call *call)
{
    struct cupro__buffers buffers;
    int error = cupro__buffers_open(&buffers, ordering, crew->runners);
    if (error != 0)
        return error;
    struct partitions partitions = {.ordering = ordering, .buffers = &buffers};
    partitions.most = 8 * SEGMENTS_A_RUNNER * (size_t)crew->runners;
    partitions.segment = malloc(partitions.most * sizeof *partitions.segment);
    error = cupro__parting_open(&partitions.parting, ordering, crew->runners);
    if (partitions.segment == NULL)
        error = CUPRO_ENOMEM;
    if (error == 0)
        error = run_passes(&partitions, crew, call);
    cupro__parting_close(&partitions.parting);
    free(partitions.segment);
    cupro__buffers_close(&buffers);
    return error;
}
