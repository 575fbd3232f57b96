/* SPDX-License-Identifier: MIT */
/*
 * Sorting arrays of numbers (see <cupro/sort.h>): the faces, and which way is taken.
 *
 * Numbers of 1 and 2 bytes are counted (counting.c). Of the others, what fits a core's cache is
 * sorted on one thread (kernels.inc), and more by buckets (sort_buckets.c) or without a second
 * array (number_in_place.c), unless it rises or falls already (presorted.c).
 */
#include <cupro/sort.h>

#include "primitives/arrays/array.h"
#include "runtime/isa.h"
#include "sort/numbers/sorting.h"

#include <cupro/arrays.h>
#include <stdlib.h>

enum { ALONE = 32768, ON_STACK = 8192 }; /* elements; bytes */

static const struct cupro__sort_widths *sort_widths(void)
{
    switch (cupro__isa()) {
#if defined(__x86_64__)
    case CUPRO__AVX512:
        return &cupro__sort_kernels_avx512;
    case CUPRO__AVX2:
        return &cupro__sort_kernels_avx2;
#endif
    default:
        return &cupro__sort_kernels_portable;
    }
}

const struct cupro__sort_kernels *cupro__sort_kernels(size_t size)
{
    return size == 4 ? sort_widths()->of4 : sort_widths()->of8;
}

static int sort_alone(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo;
    (void)hi;
    (void)runner;
    const struct cupro__sorting *sorting = arg;
    const struct cupro__sort_kernels *kernels = cupro__sort_kernels(sorting->size);
    size_t bytes = sorting->n * sorting->size;
    if (kernels->rises(sorting->x, sorting->n, sorting->form))
        return 0;
    uint64_t on_stack[ON_STACK / sizeof(uint64_t)];
    void *spare = bytes <= sizeof on_stack ? on_stack : malloc(bytes);
    if (spare == NULL)
        return CUPRO_ENOMEM;
    kernels->sort(sorting->x, spare, sorting->n, sorting->form);
    if (spare != on_stack)
        free(spare);
    return 0;
}

static int sort_on(const struct cupro__sorting *sorting, const struct cupro__crew *crew,
                   const cupro_call *call, bool *falls)
{
    if (sorting->size <= 2)
        return cupro__sort_by_counts(sorting, crew, call);
    if (sorting->n > ALONE) {
        bool rises = false;
        int error = cupro__sort_presorted(sorting, crew, call, &rises, falls);
        if (error == 0 && rises)
            return cupro__sort_report(sorting->n, 0, crew, call);
        if (error != 0 || *falls)
            return error;
        return call->in_place ? cupro__sort_in_place(sorting, crew, call)
                              : cupro__sort_by_buckets(sorting, crew, call);
    }
    struct cupro__work work = {
        .units = sorting->n > 0, .run = sort_alone, .arg = (void *)sorting, .elements = sorting->n};
    return cupro__engine_run(crew, &work, call);
}

int cupro__sort(const struct cupro__sorting *sorting, const cupro_call *call)
{
    if (cupro__array_is_wrong(sorting->x, sorting->n, sorting->size))
        return CUPRO_EINVAL;
    if (sorting->size > 2 && sorting->n <= 1024 && cupro__call_is_plain(call))
        return sorting->n > 0 ? sort_alone(0, 1, 0, (void *)sorting) : 0;
    cupro_call usual = call != NULL ? *call : cupro__usual_call;
    usual.grain = usual.max_grain = 0;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, &usual);
    if (error != 0)
        return error;
    bool falls = false;
    error = sort_on(sorting, &crew, &usual, &falls);
    cupro__crew_dismiss(&crew);
    if (error != 0 || !falls)
        return error;
    usual.stop = NULL; /* the array is being overwritten */
    return cupro_reverse_with(sorting->x, sorting->n, sorting->size, &usual);
}

/* -- The faces --------------------------------------------------------------------------------- */

#define DEFINE_SORT(tag, T, S)                                                     \
    int cupro_sort_##tag(T *x, size_t n, const cupro_call *call)                   \
    {                                                                              \
        struct cupro__sorting sorting = {(char *)x, n, sizeof *x, CUPRO__FORM(T)}; \
        return cupro__sort(&sorting, call);                                        \
    }                                                                              \
    int cupro_sort_descending_##tag(T *x, size_t n, const cupro_call *call)        \
    {                                                                              \
        struct cupro__sorting sorting = {(char *)x, n, sizeof *x,                  \
                                         cupro__reversed(CUPRO__FORM(T))};         \
        return cupro__sort(&sorting, call);                                        \
    }

CUPRO_NUMBERS(DEFINE_SORT)
