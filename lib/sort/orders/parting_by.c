/* SPDX-License-Identifier: MIT */
/* Partitions on all threads (see parting_by.h). */
#include "sort/orders/parting_by.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { BLOCKS_A_RUNNER = 4, LEAST_BLOCK = 1024, SWAPS = 1024 };

static char *element(const struct cupro__parting *parting, size_t at)
{
    return parting->ordering->x + at * parting->ordering->size;
}

static size_t end_of(const struct cupro__parting *parting, size_t block)
{
    size_t end = (block + 1) * parting->block;
    return parting->begin + (end < parting->n ? end : parting->n);
}

static int partition_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct cupro__parting *parting = arg;
    const struct cupro__ordering *ordering = parting->ordering;
    for (size_t block = lo; block < hi; block++) {
        size_t begin = parting->begin + block * parting->block;
        parting->lows[block] =
            ordering->order->partition(element(parting, begin), end_of(parting, block) - begin,
                                       parting->pivot, parting->or_equal, ordering->ctx);
    }
    return 0;
}

static size_t add_stretch(struct cupro__parting *parting, int side, size_t begin, size_t end,
                          size_t before)
{
    if (begin >= end)
        return before;
    parting->wrong[side][parting->stretches[side]++] = (struct cupro__stretch){begin, before};
    return before + (end - begin);
}

/* Find what stands on the wrong side of the border, as much on either. */
static size_t find_wrong(struct cupro__parting *parting, size_t border)
{
    size_t before[2] = {0, 0};
    parting->stretches[0] = parting->stretches[1] = 0;
    for (size_t block = 0; block < parting->blocks; block++) {
        size_t begin = parting->begin + block * parting->block;
        size_t end = end_of(parting, block), high = begin + parting->lows[block];
        before[0] = add_stretch(parting, 0, high, end < border ? end : border, before[0]);
        before[1] = add_stretch(parting, 1, begin > border ? begin : border, high, before[1]);
    }
    for (int side = 0; side < 2; side++)
        parting->wrong[side][parting->stretches[side]] = (struct cupro__stretch){0, before[side]};
    return before[0];
}

static int swap_wrong(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct cupro__parting *parting = arg;
    const struct cupro__stretch *a = parting->wrong[0], *b = parting->wrong[1];
    while (lo < hi) {
        for (; a[1].before <= lo; a++)
            continue;
        for (; b[1].before <= lo; b++)
            continue;
        size_t end = a[1].before < b[1].before ? a[1].before : b[1].before;
        end = end < hi ? end : hi;
        cupro__swap(element(parting, a->begin + (lo - a->before)),
                    element(parting, b->begin + (lo - b->before)),
                    (end - lo) * parting->ordering->size);
        lo = end;
    }
    return 0;
}

int cupro__part(struct cupro__parting *parting, size_t begin, size_t n, bool or_equal, size_t *low,
                const struct cupro__crew *crew, const cupro_call *call)
{
    size_t block = n / ((size_t)crew->runners * BLOCKS_A_RUNNER) + 1;
    parting->begin = begin;
    parting->n = n;
    parting->or_equal = or_equal;
    parting->block = block > LEAST_BLOCK ? block : LEAST_BLOCK;
    parting->blocks = (n - 1) / parting->block + 1;
    struct cupro__work work = {.units = parting->blocks,
                               .elements = n,
                               .passes = 2,
                               .run = partition_blocks,
                               .arg = parting,
                               .grain = 1};
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    cupro_call silent = *call;
    silent.progress = NULL;
    *low = 0;
    for (size_t i = 0; i < parting->blocks; i++)
        *low += parting->lows[i];
    work.units = find_wrong(parting, begin + *low);
    work.run = swap_wrong;
    work.grain = SWAPS;
    work.elements = 0;
    return cupro__engine_run(crew, &work, &silent);
}

int cupro__parting_open(struct cupro__parting *parting, const struct cupro__ordering *ordering,
                        int runners)
{
    size_t blocks = (size_t)runners * BLOCKS_A_RUNNER + 1;
    *parting = (struct cupro__parting){.ordering = ordering};
    parting->pivot = cupro__elements_new(ordering->size);
    parting->lows = malloc(blocks * sizeof *parting->lows);
    parting->wrong[0] = malloc(2 * (blocks + 1) * sizeof *parting->wrong[0]);
    if (parting->pivot == NULL || parting->lows == NULL || parting->wrong[0] == NULL)
        return CUPRO_ENOMEM;
    parting->wrong[1] = parting->wrong[0] + blocks + 1;
    return 0;
}

void cupro__parting_close(struct cupro__parting *parting)
{
    free(parting->wrong[0]);
    free(parting->lows);
    free(parting->pivot);
}
