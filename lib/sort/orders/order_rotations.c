/* SPDX-License-Identifier: MIT */
/*
 * Sorting by an order in place and stable: blocks as large as a runner's buffer are sorted with its
 * help, then merged two at a time, as follows. A search finds how much of either run belongs into
 * the first half of the result (merge path), and a rotation brings it there; so one merge becomes
 * two of half the size, until both runs fit the buffer. (As Kim and Kutzner's "Stable minimum
 * storage merging by symmetric comparisons", 2004, but with halves that are equal.)
 *
 * Work: O(n log n) comparisons; for b blocks, O(n log^2 b) moves. Memory: 256 KiB a runner.
 */
#include "primitives/arrays/reverse.h"
#include "sort/orders/in_place.h"
#include "sort/orders/ordering.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

/* Two runs, one behind the other. */
struct merger {
    size_t begin, na, nb;
};

struct rotations {
    const struct cupro__ordering *ordering;
    const struct cupro__buffers *buffers;
    struct merger *merger;
    size_t mergers;
};

/* How many of a's are among the first half of both. */
static size_t find_half(const struct cupro__ordering *ordering, const struct merger *merger)
{
    size_t half = (merger->na + merger->nb) / 2, size = ordering->size;
    const char *a = ordering->x + merger->begin * size, *b = a + merger->na * size;
    return cupro__merge_path(ordering, a, merger->na, b, merger->nb, half);
}

static bool is_merged(const struct cupro__ordering *ordering, const struct merger *merger)
{
    const char *b = ordering->x + (merger->begin + merger->na) * ordering->size;
    return merger->na == 0 || merger->nb == 0 ||
           !cupro__comes_before(ordering, b, b - ordering->size);
}

/* Once what is between has been rotated, two of half the size; `merger` becomes the first. */
static struct merger halve(struct merger *merger, size_t from_a)
{
    size_t half = (merger->na + merger->nb) / 2;
    struct merger second = {merger->begin + half, merger->na - from_a,
                            merger->nb - (half - from_a)};
    merger->na = from_a;
    merger->nb = half - from_a;
    return second;
}

/* Rotate x so that its first `left` elements come behind the `right` others. */
static void rotate(const struct cupro__ordering *ordering, char *x, size_t left, size_t right,
                   char *buffer, size_t room)
{
    size_t size = ordering->size;
    if (left <= room) {
        memcpy(buffer, x, left * size);
        memmove(x, x + left * size, right * size);
        memcpy(x + right * size, buffer, left * size);
    } else if (right <= room) {
        memcpy(buffer, x + left * size, right * size);
        memmove(x + right * size, x, left * size);
        memcpy(x, buffer, right * size);
    } else {
        cupro__reverse(x, left, size);
        cupro__reverse(x + left * size, right, size);
        cupro__reverse(x, left + right, size);
    }
}

static void merge_alone(const struct cupro__ordering *ordering,
                        const struct cupro__buffers *buffers, struct merger merger, int runner)
{
    char *buffer = cupro__buffer_of(buffers, runner);
    size_t size = ordering->size, some = buffers->some;
    struct merger waiting[64];
    int count = 0;
    for (;;) {
        char *x = ordering->x + merger.begin * size;
        if (is_merged(ordering, &merger)) {
            if (count == 0)
                return;
            merger = waiting[--count];
        } else if (merger.na + merger.nb <= some) {
            memcpy(buffer, x, (merger.na + merger.nb) * size);
            ordering->order->merge(buffer, merger.na, buffer + merger.na * size, merger.nb, x,
                                   ordering->ctx);
            merger.nb = 0;
        } else {
            size_t from_a = find_half(ordering, &merger), left = merger.na - from_a;
            waiting[count++] = halve(&merger, from_a);
            rotate(ordering, x + from_a * size, left, merger.nb, buffer, some);
        }
    }
}

static int run_mergers(size_t lo, size_t hi, int runner, void *arg)
{
    const struct rotations *rotations = arg;
    for (size_t i = lo; i < hi; i++)
        merge_alone(rotations->ordering, rotations->buffers, rotations->merger[i], runner);
    return 0;
}

void cupro__sort_rotating(const struct cupro__ordering *ordering,
                          const struct cupro__buffers *buffers, int runner, size_t begin, size_t n)
{
    size_t some = buffers->some;
    for (size_t at = 0; at < n; at += some)
        cupro__sort_buffered(ordering, buffers, runner, begin + at, n - at < some ? n - at : some);
    for (size_t width = some; width < n; width *= 2)
        for (size_t at = 0; n - at > width; at += n - at > 2 * width ? 2 * width : n - at) {
            size_t nb = n - at - width < width ? n - at - width : width;
            merge_alone(ordering, buffers, (struct merger){begin + at, width, nb}, runner);
        }
}

/* All threads rotate, so that there are mergers for all. */
static int split_merger(struct rotations *rotations, struct merger *merger,
                        const struct cupro__crew *crew, const cupro_call *call)
{
    const struct cupro__ordering *ordering = rotations->ordering;
    size_t size = ordering->size, from_a = find_half(ordering, merger), left = merger->na - from_a;
    char *x = ordering->x + (merger->begin + from_a) * size;
    struct merger second = halve(merger, from_a);
    size_t right = merger->nb;
    cupro_call rest = *call; /* half a rotation is no order that the runs are in */
    rest.stop = NULL;
    rest.progress = NULL;
    int error = 0;
    if (left > 0 && right > 0) {
        error = cupro__reverse_on(crew, x, left, size, &rest);
        if (error == 0)
            error = cupro__reverse_on(crew, x + left * size, right, size, &rest);
        if (error == 0)
            error = cupro__reverse_on(crew, x, left + right, size, &rest);
    }
    rotations->merger[rotations->mergers++] = second;
    return error;
}

/* The mergers of a level, each no larger than its share. */
static int prepare(struct rotations *rotations, size_t width, size_t share,
                   const struct cupro__crew *crew, const cupro_call *call)
{
    size_t n = rotations->ordering->n;
    int error = 0;
    rotations->mergers = 0;
    for (size_t at = 0; n - at > width; at += n - at > 2 * width ? 2 * width : n - at) {
        size_t nb = n - at - width < width ? n - at - width : width;
        size_t next = rotations->mergers;
        rotations->merger[rotations->mergers++] = (struct merger){at, width, nb};
        for (; next < rotations->mergers && error == 0; next++) {
            struct merger *merger = &rotations->merger[next];
            while (error == 0 && merger->na + merger->nb > share &&
                   !is_merged(rotations->ordering, merger))
                error = split_merger(rotations, merger, crew, call);
        }
    }
    return error;
}

static int sort_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    const struct rotations *rotations = arg;
    size_t some = rotations->buffers->some, n = rotations->ordering->n;
    for (size_t block = lo; block < hi; block++) {
        size_t begin = block * some, left = n - begin;
        cupro__sort_buffered(rotations->ordering, rotations->buffers, runner, begin,
                             left < some ? left : some);
    }
    return 0;
}

static int run_levels(struct rotations *rotations, const struct cupro__crew *crew,
                      const cupro_call *call)
{
    size_t n = rotations->ordering->n, some = rotations->buffers->some;
    size_t share = n / (4 * (size_t)crew->runners) + 1;
    int passes = 1;
    for (size_t width = some; width < n; width += width < n - width ? width : n - width)
        passes++;
    struct cupro__work work = {.units = (n - 1) / some + 1,
                               .run = sort_blocks,
                               .arg = rotations,
                               .grain = 1,
                               .elements = n,
                               .passes = passes};
    int error = cupro__engine_run(crew, &work, call);
    work.run = run_mergers;
    for (size_t width = some; width < n && error == 0;
         width += width < n - width ? width : n - width) {
        error = prepare(rotations, width, share > some ? share : some, crew, call);
        work.units = rotations->mergers;
        work.pass++;
        if (error == 0)
            error = cupro__engine_run(crew, &work, call);
    }
    return error;
}

int cupro__order_by_rotations(const struct cupro__ordering *ordering,
                              const struct cupro__crew *crew, const cupro_call *call)
{
    struct cupro__buffers buffers;
    int error = cupro__buffers_open(&buffers, ordering, crew->runners);
    if (error != 0)
        return error;
    struct rotations rotations = {.ordering = ordering, .buffers = &buffers};
    size_t mergers = ordering->n / buffers.some + 16 * (size_t)crew->runners + 2;
    rotations.merger = malloc(mergers * sizeof *rotations.merger);
    error = rotations.merger != NULL ? run_levels(&rotations, crew, call) : CUPRO_ENOMEM;
    free(rotations.merger);
    cupro__buffers_close(&buffers);
    return error;
}
