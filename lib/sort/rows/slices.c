/* SPDX-License-Identifier: MIT */
/*
 * Sorting elements by slices: these are computed by all threads, indexes merged by comparing bytes
 * on one, from runs of one up, and the elements picked by all.
 *
 * Work n log n comparisons. Memory: 16 bytes for each slice, 24 for indexes, and a second array of
 * the elements, or rows of them.
 */
#include "sort/rows/slices.h"

#include "sort/rows/moving.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { CHUNK = 1024 };

struct slices {
    const char *base;
    size_t n, size;
    const cupro_key *key;
    void *ctx;
    bool falls;
    cupro_slice *slice;
    uint64_t *order, *other; /* of the slices; a second array      */
    struct cupro__moving moving;
};

static int find_slices(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct slices *slices = arg;
    for (size_t at = lo * CHUNK; at < slices->n && at < hi * CHUNK; at += CHUNK) {
        size_t many = slices->n - at < CHUNK ? slices->n - at : CHUNK;
        if (slices->key->step(slices->base + at * slices->size, slices->slice + at, many,
                              slices->ctx) != CUPRO_KEY_SLICE)
            return CUPRO_EINVAL;
    }
    return 0;
}

/* Whether the second is to come first. */
static bool is_before(const struct slices *slices, uint64_t second, uint64_t first)
{
    const cupro_slice *a = &slices->slice[slices->falls ? first : second];
    const cupro_slice *b = &slices->slice[slices->falls ? second : first];
    size_t both = a->length < b->length ? a->length : b->length;
    int sign = both > 0 ? memcmp(a->begin, b->begin, both) : 0;
    return sign != 0 ? sign < 0 : a->length < b->length;
}

static void merge(const struct slices *slices, size_t begin, size_t middle, size_t end)
{
    const uint64_t *from = slices->order;
    size_t left = begin, right = middle;
    for (size_t at = begin; at < end; at++) {
        bool second = left == middle || (right < end && is_before(slices, from[right], from[left]));
        slices->other[at] = from[second ? right++ : left++];
    }
}

static int sort_indexes(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo;
    (void)hi;
    (void)runner;
    struct slices *slices = arg;
    size_t n = slices->n;
    for (size_t i = 0; i < n; i++)
        slices->order[i] = i;
    for (size_t run = 1; run < n; run *= 2) {
        for (size_t begin = 0; begin < n; begin += 2 * run) {
            size_t middle = n - begin < run ? n : begin + run;
            merge(slices, begin, middle, n - middle < run ? n : middle + run);
        }
        uint64_t *order = slices->order;
        slices->order = slices->other;
        slices->other = order;
    }
    return 0;
}

/* The elements by their place in the order, as keys that rise. */
static int load_places(void *arg, size_t at, size_t n, uint64_t *room, const uint64_t **keys)
{
    (void)room;
    *keys = ((const struct slices *)arg)->other + at;
    (void)n;
    return 0;
}

static void emit(void *arg, const char *rows, size_t row, const uint64_t *order, size_t begin,
                 size_t n)
{
    cupro__moving_emit(&((const struct slices *)arg)->moving, rows, row, order, begin, n);
}

static int sort_on(struct slices *slices, const struct cupro__crew *crew, const cupro_call *call)
{
    cupro_call silent = *call; /* the sort by places reports */
    silent.progress = NULL;
    struct cupro__work work = {
        .units = (slices->n - 1) / CHUNK + 1, .run = find_slices, .arg = slices, .grain = 1};
    int error = cupro__engine_run(crew, &work, &silent);
    work.units = 1;
    work.run = sort_indexes;
    if (error == 0)
        error = cupro__engine_run(crew, &work, &silent);
    for (size_t i = 0; i < slices->n && error == 0; i++)
        slices->other[slices->order[i]] = i;
    return error;
}

static int sort_moved(struct slices *slices, const cupro_call *call)
{
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = sort_on(slices, &crew, call);
    cupro__crew_dismiss(&crew);
    if (error != 0)
        return error;
    struct cupro__rows rows = {.n = slices->n, .emit = emit, .arg = slices};
    error = cupro__moving_open(&slices->moving, (void *)slices->base, slices->n, slices->size,
                               false, &rows.from);
    if (error != 0)
        return error;
    rows.from.load = load_places;
    rows.from.arg = slices;
    error = cupro__moving_sort(&slices->moving, &rows, call);
    cupro__moving_close(&slices->moving);
    return error;
}

int cupro__sort_by_slices(void *base, size_t n, size_t size, const cupro_key *key, bool falls,
                          const cupro_call *call)
{
    struct slices slices = {.base = base, .n = n, .size = size, .key = key, .ctx = call->ctx};
    cupro_call usual = *call;
    usual.grain = usual.max_grain = 0;
    slices.falls = falls;
    if (n > SIZE_MAX / 64)
        return CUPRO_ENOMEM;
    slices.slice = malloc(n * (sizeof *slices.slice + 2 * sizeof *slices.order));
    if (slices.slice == NULL)
        return CUPRO_ENOMEM;
    uint64_t *indexes = (void *)(slices.slice + n);
    slices.order = indexes;
    slices.other = indexes + n;
    int error = sort_moved(&slices, &usual);
    free(slices.slice);
    return error;
}
