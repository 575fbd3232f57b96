/* SPDX-License-Identifier: MIT */
/*
 * Searches for the first of something in a number array or in two, that end early: a kernel
 * (number_kernels.inc) over each block, in the order of the array (seek.h).
 *
 * Reads what lies before the first hit, and up to a block a thread beyond it.
 */
#include <cupro/number.h>

#include "primitives/arrays/array.h"
#include "primitives/arrays/number_kernels.h"
#include "primitives/arrays/order.h"
#include "primitives/ordered/seek.h"

#include <string.h>

struct search;

/* The first hit in [lo, hi), or hi. */
typedef size_t finder(const struct search *search, size_t lo, size_t hi);

struct search {
    const void *x;
    const void *other; /* a value, or a second array */
    size_t n;          /* indexes to be looked at    */
    finder *find;
    const struct cupro__number_kernels *kernels;
};

static int look(void *arg, int runner, size_t lo, size_t hi, size_t *hit)
{
    (void)runner;
    const struct search *search = arg;
    size_t first = search->find(search, lo, hi);
    *hit = first < hi ? first : CUPRO_NOWHERE;
    return 0;
}

/* *first: the lowest hit, or CUPRO_NOWHERE. An index costs `bytes` to be read. */
static int run_search(struct search *search, size_t bytes, size_t *first, const cupro_call *call)
{
    search->kernels = cupro__number_kernels();
    if (search->n > 0 && cupro__array_is_small(search->n, call))
        return look(search, 0, 0, search->n, first);
    if (call == NULL)
        call = &cupro__usual_call;
    size_t block = call->grain > 0 ? call->grain : CUPRO__ARRAY_BLOCK;
    struct cupro__seek seek = {.steps = search->n,
                               .block = block,
                               .glance = block,
                               .grain = call->grain > 0 ? 1 : 0,
                               .step_ns = (double)bytes / cupro__bytes_a_ns,
                               .look = look,
                               .arg = search};
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = cupro__seek_run(&seek, &crew, call, first);
    cupro__crew_dismiss(&crew);
    return error;
}

/* A finder of this name: what the kernel finds in x and `other`. */
#define DEFINE_FINDER(name, T, kernel, ...)                               \
    static size_t name(const struct search *search, size_t lo, size_t hi) \
    {                                                                     \
        const T *x = search->x, *other = search->other;                   \
        (void)other;                                                      \
        return lo + search->kernels->kernel(x + lo, __VA_ARGS__);         \
    }

/* -- One array --------------------------------------------------------------------------------- */

#define DEFINE_FIND_EQUAL(tag, T, S)                                                  \
    DEFINE_FINDER(find_##tag, T, find_##tag, hi - lo, *other)                         \
    int cupro_find_equal_##tag(const T *x, size_t n, T value, size_t *index,          \
                               const cupro_call *call)                                \
    {                                                                                 \
        struct search search = {.x = x, .other = &value, .n = n, .find = find_##tag}; \
        if (index == NULL || cupro__array_is_wrong(x, n, sizeof *x))                  \
            return CUPRO_EINVAL;                                                      \
        return run_search(&search, sizeof *x, index, call);                           \
    }

#define DEFINE_IS_SORTED(tag, T, S)                                                       \
    DEFINE_FINDER(descent_##tag, T, descent_##tag, hi - lo)                               \
    int cupro_is_sorted_##tag(const T *x, size_t n, bool *sorted, const cupro_call *call) \
    {                                                                                     \
        struct search search = {.x = x, .n = n > 0 ? n - 1 : 0, .find = descent_##tag};   \
        size_t first;                                                                     \
        if (sorted == NULL || cupro__array_is_wrong(x, n, sizeof *x))                     \
            return CUPRO_EINVAL;                                                          \
        int error = run_search(&search, sizeof *x, &first, call);                         \
        if (error == 0)                                                                   \
            *sorted = first == CUPRO_NOWHERE;                                             \
        return error;                                                                     \
    }

CUPRO_NUMBERS(DEFINE_FIND_EQUAL)
CUPRO_NUMBERS(DEFINE_IS_SORTED)

/* -- Two arrays -------------------------------------------------------------------------------- */

/* The first index where the two differ by C's ==, for equal and mismatch. */
#define DEFINE_MISMATCH(tag, T, S)                                                             \
    DEFINE_FINDER(mismatch_##tag, T, mismatch_##tag, other + lo, hi - lo)                      \
    int cupro_mismatch_##tag(const T *a, const T *b, size_t n, size_t *index,                  \
                             const cupro_call *call)                                           \
    {                                                                                          \
        struct search search = {.x = a, .other = b, .n = n, .find = mismatch_##tag};           \
        if (index == NULL || cupro__array_is_wrong(a, n, sizeof *a) || (b == NULL && n > 0))   \
            return CUPRO_EINVAL;                                                               \
        return run_search(&search, 2 * sizeof *a, index, call);                                \
    }                                                                                          \
    int cupro_equal_##tag(const T *a, const T *b, size_t n, bool *yes, const cupro_call *call) \
    {                                                                                          \
        size_t first;                                                                          \
        int error = cupro_mismatch_##tag(a, b, n, yes != NULL ? &first : NULL, call);          \
        if (error == 0)                                                                        \
            *yes = first == CUPRO_NOWHERE;                                                     \
        return error;                                                                          \
    }

CUPRO_NUMBERS(DEFINE_MISMATCH)

#define DEFINE_BEFORE(tag, T, S)                        \
    static bool is_before_##tag(const T *a, const T *b) \
    {                                                   \
        return *a < *b;                                 \
    }
CUPRO_INTEGERS(DEFINE_BEFORE)
#undef DEFINE_BEFORE

#define DEFINE_BEFORE(tag, T, width)                                 \
    static bool is_before_##tag(const T *a, const T *b)              \
    {                                                                \
        const cupro__bits##width *x = (const cupro__bits##width *)a; \
        const cupro__bits##width *y = (const cupro__bits##width *)b; \
        return cupro__rank##width(*x) < cupro__rank##width(*y);      \
    }
DEFINE_BEFORE(f32, float, 32)
DEFINE_BEFORE(f64, double, 64)
#undef DEFINE_BEFORE

#define DEFINE_COMPARE(tag, T, S)                                                             \
    DEFINE_FINDER(unlike_##tag, T, unlike_##tag, other + lo, hi - lo)                         \
    int cupro_compare_##tag(const T *a, size_t na, const T *b, size_t nb, int *sign,          \
                            const cupro_call *call)                                           \
    {                                                                                         \
        size_t first, n = na < nb ? na : nb;                                                  \
        struct search search = {.x = a, .other = b, .n = n, .find = unlike_##tag};            \
        if (sign == NULL || cupro__array_is_wrong(a, na, sizeof *a) ||                        \
            cupro__array_is_wrong(b, nb, sizeof *b))                                          \
            return CUPRO_EINVAL;                                                              \
        int error = run_search(&search, 2 * sizeof *a, &first, call);                         \
        if (error == 0)                                                                       \
            *sign = first != CUPRO_NOWHERE ? (is_before_##tag(&a[first], &b[first]) ? -1 : 1) \
                                           : (na > nb) - (na < nb);                           \
        return error;                                                                         \
    }

CUPRO_NUMBERS(DEFINE_COMPARE)
