/* SPDX-License-Identifier: MIT */
/*
 * Sorting by an order in place, where equal elements may change places: quicksort (Hoare, 1961).
 *
 * A long segment is split by all threads: each block is partitioned by itself, then what stands on
 * the wrong side of the border between the halves is swapped. Shorter segments go to one thread
 * each, which splits on until they fit its buffer, and sorts them there. What is equal to a pivot
 * that leaves little below it is split off, too. A segment that does not get smaller is left to
 * the other way (order_rotations.c).
 *
 * Work O(n log n), span a segment. Bytes moved: for b buffers' worth of n elements of s bytes about
 * n s log b, read, and half of that written. Memory: 256 KiB a runner.
 */
#include "sort/in_place.h"
#include "sort/ordering.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCKS_A_RUNNER = 4, SEGMENTS_A_RUNNER = 8, LEAST_BLOCK = 1024, FEW = 16, SWAPS = 1024 };

struct segment {
    size_t begin, n;
    int limit; /* of partitions */
};

/* Elements on the wrong side of the border, and how many of them come before these. */
struct stretch {
    size_t begin, before;
};

struct partitions {
    const struct cupro__ordering *ordering;
    const struct cupro__buffers *buffers;
    struct segment *segment;
    size_t segments, most;
    /* Of the segment that all threads split: */
    char *pivot;
    bool or_equal;
    size_t begin, n, block, blocks;
    size_t *lows; /* of each block */
    struct stretch *wrong[2];
    size_t stretches[2];
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

static size_t end_of(const struct partitions *partitions, size_t block)
{
    size_t end = (block + 1) * partitions->block;
    return partitions->begin + (end < partitions->n ? end : partitions->n);
}

static int partition_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct partitions *partitions = arg;
    const struct cupro__ordering *ordering = partitions->ordering;
    for (size_t block = lo; block < hi; block++) {
        size_t begin = partitions->begin + block * partitions->block;
        partitions->lows[block] = ordering->order->partition(
            element(partitions, begin), end_of(partitions, block) - begin, partitions->pivot,
            partitions->or_equal, ordering->ctx);
    }
    return 0;
}

static size_t add_stretch(struct partitions *partitions, int side, size_t begin, size_t end,
                          size_t before)
{
    if (begin >= end)
        return before;
    partitions->wrong[side][partitions->stretches[side]++] = (struct stretch){begin, before};
    return before + (end - begin);
}

/* Find what stands on the wrong side of the border, as much on either. */
static size_t find_wrong(struct partitions *partitions, size_t border)
{
    size_t before[2] = {0, 0};
    partitions->stretches[0] = partitions->stretches[1] = 0;
    for (size_t block = 0; block < partitions->blocks; block++) {
        size_t begin = partitions->begin + block * partitions->block;
        size_t end = end_of(partitions, block), high = begin + partitions->lows[block];
        before[0] = add_stretch(partitions, 0, high, end < border ? end : border, before[0]);
        before[1] = add_stretch(partitions, 1, begin > border ? begin : border, high, before[1]);
    }
    for (int side = 0; side < 2; side++)
        partitions->wrong[side][partitions->stretches[side]] = (struct stretch){0, before[side]};
    return before[0];
}

static int swap_wrong(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct partitions *partitions = arg;
    const struct stretch *a = partitions->wrong[0], *b = partitions->wrong[1];
    while (lo < hi) {
        for (; a[1].before <= lo; a++)
            continue;
        for (; b[1].before <= lo; b++)
            continue;
        size_t end = a[1].before < b[1].before ? a[1].before : b[1].before;
        end = end < hi ? end : hi;
        cupro__swap(element(partitions, a->begin + (lo - a->before)),
                    element(partitions, b->begin + (lo - b->before)),
                    (end - lo) * partitions->ordering->size);
        lo = end;
    }
    return 0;
}

/* *low: how many of the elements [begin, begin + n) are low, which then come first. */
static int split_together(struct partitions *partitions, size_t begin, size_t n, bool or_equal,
                          size_t *low, const struct cupro__crew *crew, const cupro_call *call)
{
    size_t block = n / ((size_t)crew->runners * BLOCKS_A_RUNNER) + 1;
    partitions->begin = begin;
    partitions->n = n;
    partitions->or_equal = or_equal;
    partitions->block = block > LEAST_BLOCK ? block : LEAST_BLOCK;
    partitions->blocks = (n - 1) / partitions->block + 1;
    struct cupro__work work = {
        .units = partitions->blocks, .run = partition_blocks, .arg = partitions, .grain = 1};
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    *low = 0;
    for (size_t i = 0; i < partitions->blocks; i++)
        *low += partitions->lows[i];
    work.units = find_wrong(partitions, begin + *low);
    work.run = swap_wrong;
    work.grain = SWAPS;
    return cupro__engine_run(crew, &work, call);
}

/* `segment` becomes what is above its pivot, and what is below is another. */
static int split_segment(struct partitions *partitions, struct segment *segment,
                         const struct cupro__crew *crew, const cupro_call *call)
{
    size_t low, equal = 0;
    struct segment lower = *segment;
    copy_pivot(partitions, segment, partitions->pivot);
    int error = split_together(partitions, segment->begin, segment->n, false, &low, crew, call);
    if (error == 0 && low < segment->n / FEW)
        error = split_together(partitions, segment->begin + low, segment->n - low, true, &equal,
                               crew, call);
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
    size_t blocks = (size_t)crew->runners * BLOCKS_A_RUNNER + 1;
    struct partitions partitions = {.ordering = ordering, .buffers = &buffers};
    partitions.most = 8 * SEGMENTS_A_RUNNER * (size_t)crew->runners;
    partitions.segment = malloc(partitions.most * sizeof *partitions.segment);
    partitions.pivot = malloc(ordering->size);
    partitions.lows = malloc(blocks * sizeof *partitions.lows);
    partitions.wrong[0] = malloc(2 * (blocks + 1) * sizeof *partitions.wrong[0]);
    error = CUPRO_ENOMEM;
    if (partitions.segment != NULL && partitions.pivot != NULL && partitions.lows != NULL &&
        partitions.wrong[0] != NULL) {
        partitions.wrong[1] = partitions.wrong[0] + blocks + 1;
        error = run_passes(&partitions, crew, call);
    }
    free(partitions.wrong[0]);
    free(partitions.lows);
    free(partitions.pivot);
    free(partitions.segment);
    cupro__buffers_close(&buffers);
    return error;
}
