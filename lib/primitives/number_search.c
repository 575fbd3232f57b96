/* SPDX-License-Identifier: MIT */
/*
 * Searches for the first of something in a number array, that end early.
 *
 * The lowest hit so far stands in one word that all runners read before each block; blocks above it
 * are skipped. Blocks below it are searched, so that the answer is the first hit on any number of
 * threads. A failure of the engine (engine.c) would skip as much, but a stop token could then leave
 * out a block below it unnoticed.
 *
 * Reads what lies before the first hit, and up to a block a thread beyond it; then a branch a
 * block.
 */
#include <cupro/number.h>

#include "primitives/array.h"
#include "primitives/number_kernels.h"
#include "runtime/engine.h"

#include <stdatomic.h>

struct search;

/* The first hit in [lo, hi), or hi. */
typedef size_t finder(const struct search *search, size_t lo, size_t hi);

struct search {
    const void *x;
    const void *value;
    size_t n; /* indexes to be looked at */
    size_t block;
    finder *find;
    const struct cupro__number_kernels *kernels;
    _Atomic size_t lowest; /* hit so far, or n; relaxed, as the engine's end orders it */
};

static void note_hit(struct search *search, size_t hit)
{
    size_t lowest = atomic_load_explicit(&search->lowest, memory_order_relaxed);
    while (hit < lowest &&
           !atomic_compare_exchange_weak_explicit(&search->lowest, &lowest, hit,
                                                  memory_order_relaxed, memory_order_relaxed))
        ;
}

static int search_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    struct search *search = arg;
    for (size_t block = lo; block < hi; block++) {
        size_t from = block * search->block;
        if (from >= atomic_load_explicit(&search->lowest, memory_order_relaxed))
            return 0;
        size_t end = search->n - from < search->block ? search->n : from + search->block;
        size_t hit = search->find(search, from, end);
        if (hit < end) {
            note_hit(search, hit);
            return 0;
        }
    }
    return 0;
}

/* *first: the lowest hit, or n. */
static int search_numbers(struct search *search, size_t size, size_t *first, const cupro_call *call)
{
    search->kernels = cupro__number_kernels();
    if (search->n > 0 && cupro__array_is_small(search->n, call)) {
        *first = search->find(search, 0, search->n);
        return 0;
    }
    if (call == NULL)
        call = &cupro__usual_call;
    search->block = call->grain > 0 ? call->grain : CUPRO__ARRAY_BLOCK;
    atomic_init(&search->lowest, search->n);
    struct cupro__work work = {.units =
                                   search->n / search->block + (search->n % search->block != 0),
                               .elements = search->n,
                               .run = search_blocks,
                               .arg = search,
                               .grain = call->grain > 0 ? 1 : 0,
                               .unit_ns = (double)search->block * (double)size / cupro__bytes_a_ns};
    int error = cupro__engine_call(call, &work);
    *first = atomic_load_explicit(&search->lowest, memory_order_relaxed);
    return error;
}

#define DEFINE_FIND(tag, T, S)                                                        \
    static size_t find_##tag(const struct search *search, size_t lo, size_t hi)       \
    {                                                                                 \
        const T *x = search->x, *value = search->value;                               \
        return lo + search->kernels->find_##tag(x + lo, hi - lo, *value);             \
    }                                                                                 \
    int cupro_find_equal_##tag(const T *x, size_t n, T value, size_t *index,          \
                               const cupro_call *call)                                \
    {                                                                                 \
        struct search search = {.x = x, .value = &value, .n = n, .find = find_##tag}; \
        size_t first;                                                                 \
        if (index == NULL || cupro__array_is_wrong(x, n, sizeof *x))                  \
            return CUPRO_EINVAL;                                                      \
        int error = search_numbers(&search, sizeof *x, &first, call);                 \
        if (error == 0)                                                               \
            *index = first < n ? first : CUPRO_NOWHERE;                               \
        return error;                                                                 \
    }

#define DEFINE_IS_SORTED(tag, T, S)                                                       \
    static size_t descent_##tag(const struct search *search, size_t lo, size_t hi)        \
    {                                                                                     \
        return lo + search->kernels->descent_##tag((const T *)search->x + lo, hi - lo);   \
    }                                                                                     \
    int cupro_is_sorted_##tag(const T *x, size_t n, bool *sorted, const cupro_call *call) \
    {                                                                                     \
        struct search search = {.x = x, .n = n > 0 ? n - 1 : 0, .find = descent_##tag};   \
        size_t first;                                                                     \
        if (sorted == NULL || cupro__array_is_wrong(x, n, sizeof *x))                     \
            return CUPRO_EINVAL;                                                          \
        int error = search_numbers(&search, sizeof *x, &first, call);                     \
        if (error == 0)                                                                   \
            *sorted = first == search.n;                                                  \
        return error;                                                                     \
    }

CUPRO_NUMBERS(DEFINE_FIND)
CUPRO_NUMBERS(DEFINE_IS_SORTED)
