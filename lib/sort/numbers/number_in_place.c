/* SPDX-License-Identifier: MIT */
/*
 * Sorting numbers of 4 and 8 bytes without a second array: quicksort (Hoare 1962) until a part fits
 * a core's cache together with a runner's spare, which the kernels then sort there (kernels.inc).
 *
 * While there are fewer parts than would keep all threads busy, the largest one is divided by all
 * of them (dividing.c); then threads take parts. Pivots are medians of samples; a number that is
 * also the least key that its part can have is followed by its successor, so that many equal
 * numbers are put aside at once. After a pivot that divides badly the next one is the middle of the
 * range of keys, which halves the range: so no input takes more than O(n) for each bit of a key,
 * and mostly it is O(n log n).
 *
 * Bytes moved: one read and half a write of the array for each halving of its parts, and one of
 * each at the end. Memory: 512 KiB for each runner, and n / 1300 bytes of counters.
 */
#include "sort/numbers/dividing.h"

#include "primitives/arrays/array.h"

#include <cupro/error.h>
#include <stdlib.h>

/* SPARE bytes have room for MOST numbers of 8. */
enum {
    SPARE = 512 << 10,
    MOST = CUPRO__SORT_MOST_AT_ONCE,
    SAMPLES = 256,
    PARTS_A_RUNNER = 8,
    LEAST_SHARED = 1 << 18,
    STACK = 64
};

struct part {
    size_t begin, n;
    uint64_t least, most; /* no key is less, none is greater     */
    bool wary;            /* the last pivot divided badly         */
};

struct in_place {
    const struct cupro__sorting *sorting;
    struct part *parts;
    size_t count, most; /* of parts: there are, there is room for */
    char *spares;
    size_t *counters;
};

static struct cupro__sorting numbers_of(const struct in_place *sort, const struct part *part)
{
    struct cupro__sorting numbers = *sort->sorting;
    numbers.x += part->begin * numbers.size;
    numbers.n = part->n;
    return numbers;
}

static uint64_t choose_pivot(const struct cupro__sorting *numbers, const struct part *part)
{
    uint64_t keys[2 * SAMPLES], pivot;
    if (part->wary)
        return part->least + (part->most - part->least) / 2 + 1;
    cupro__sort_draw(numbers, SAMPLES, keys);
    pivot = keys[SAMPLES / 2];
    return pivot <= part->least ? part->least + 1 : pivot > part->most ? part->most : pivot;
}

/* The part becomes what is less than the pivot; returns the others. */
static struct part split(struct part *part, uint64_t pivot, size_t less)
{
    size_t n = part->n, larger = less > n - less ? less : n - less;
    bool wary = !part->wary && larger > n - n / 8;
    struct part rest = {part->begin + less, n - less, pivot, part->most, wary};
    *part = (struct part){part->begin, less, part->least, pivot - 1, wary};
    return rest;
}

/* -- One thread -------------------------------------------------------------------------------- */

static bool is_done(const struct part *part)
{
    return part->n < 2 || part->least == part->most;
}

/* The smaller of two parts is sorted first, so that fewer wait than the size has bits. */
static void sort_part(const struct in_place *sort, struct part part, void *spare)
{
    struct part waiting[STACK];
    size_t depth = 0;
    for (;;) {
        struct cupro__sorting numbers = numbers_of(sort, &part);
        if (!is_done(&part) && part.n > MOST) {
            uint64_t pivot = choose_pivot(&numbers, &part);
            struct part rest = split(&part, pivot, cupro__divide(&numbers, pivot));
            waiting[depth++] = part.n > rest.n ? part : rest;
            part = part.n > rest.n ? rest : part;
            continue;
        }
        if (!is_done(&part))
            cupro__sort_kernels(numbers.size)->sort(numbers.x, spare, part.n, numbers.form);
        if (depth == 0)
            return;
        part = waiting[--depth];
    }
}

static int sort_parts(size_t lo, size_t hi, int runner, void *arg)
{
    const struct in_place *sort = arg;
    for (size_t i = lo; i < hi; i++)
        sort_part(sort, sort->parts[i], sort->spares + (size_t)runner * SPARE);
    return 0;
}

/* -- All threads ------------------------------------------------------------------------------- */

/* The largest part, if it is to be divided by all; else `count`. */
static size_t find_shared(const struct in_place *sort, size_t runners)
{
    size_t found = 0, share = sort->sorting->n / (4 * runners);
    for (size_t i = 1; i < sort->count; i++)
        if (!is_done(&sort->parts[i]) &&
            (is_done(&sort->parts[found]) || sort->parts[i].n > sort->parts[found].n))
            found = i;
    const struct part *part = &sort->parts[found];
    bool is_shared = runners > 1 && !is_done(part) && part->n > share && part->n > LEAST_SHARED;
    return is_shared && sort->count < sort->most ? found : sort->count;
}

static int divide_shared(struct in_place *sort, const struct cupro__crew *crew,
                         const cupro_call *call)
{
    size_t less, at;
    int error = 0;
    while (error == 0 && (at = find_shared(sort, (size_t)crew->runners)) < sort->count) {
        struct part *part = &sort->parts[at];
        struct cupro__sorting numbers = numbers_of(sort, part);
        uint64_t pivot = choose_pivot(&numbers, part);
        error = cupro__divide_on(&numbers, pivot, sort->counters, crew, call, &less);
        if (error == 0)
            sort->parts[sort->count++] = split(part, pivot, less);
    }
    return error;
}

static int run(struct in_place *sort, const struct cupro__crew *crew, const cupro_call *call)
{
    cupro_call silent = *call;
    silent.progress = NULL;
    int error = divide_shared(sort, crew, &silent);
    struct cupro__work work = {.units = sort->count,
                               .run = sort_parts,
                               .arg = sort,
                               .grain = 1,
                               .elements = sort->sorting->n};
    return error == 0 ? cupro__sort_surely(crew, &work, call) : error;
}

static int sort_on(const struct cupro__sorting *sorting, const struct cupro__crew *crew,
                   const cupro_call *call)
{
    size_t runners = (size_t)crew->runners, blocks = sorting->n / CUPRO__DIVIDE_BLOCK + 1;
    struct in_place sort = {.sorting = sorting, .count = 1, .most = runners * PARTS_A_RUNNER};
    sort.parts = malloc(sort.most * sizeof *sort.parts);
    sort.spares = malloc(runners * SPARE);
    sort.counters = malloc(3 * blocks * sizeof *sort.counters);
    int error = CUPRO_ENOMEM;
    if (sort.parts != NULL && sort.spares != NULL && sort.counters != NULL) {
        sort.parts[0] = (struct part){0, sorting->n, 0, cupro__last_key(sorting->size), false};
        error = run(&sort, crew, call);
    }
    free(sort.counters);
    free(sort.spares);
    free(sort.parts);
    return error;
}

int cupro__sort_in_place(const struct cupro__sorting *sorting, const struct cupro__crew *crew,
                         const cupro_call *call)
{
    struct cupro__sort_split *split = malloc(sizeof *split);
    if (split == NULL)
        return CUPRO_ENOMEM;
    bool done = false;
    split->is_exact = true;
    int error = cupro__sort_choose_split(sorting, CUPRO__SORT_MOST_BUCKETS, split);
    if (error == 0 && split->is_exact)
        error = cupro__sort_few_values(sorting, split, crew, call, &done);
    free(split);
    return error == 0 && !done ? sort_on(sorting, crew, call) : error;
}
