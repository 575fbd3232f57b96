/* SPDX-License-Identifier: MIT */
/*
 * Totals and extremes of number arrays: a kernel (number_kernels.inc) over each block of a grid.
 *
 * Limited by memory bandwidth from the L3 cache on. One block is folded on the spot. Where an
 * extreme is takes no second pass: combining tells the first block that has it, and only that one
 * is searched.
 */
#include <cupro/number.h>

#include "primitives/arrays/array.h"
#include "primitives/loops/fold.h"
#include "primitives/arrays/number_kernels.h"
#include "runtime/engine/engine.h"

#include <cupro/monoid.h>
#include <string.h>

struct number_verb {
    cupro__folder *run; /* one block; it gets a struct number_fold */
    const cupro_monoid *monoid;
    size_t size;         /* of an element        */
    bool wants_elements; /* and fails with none  */
};

struct number_fold {
    const void *x;
    const void *value; /* to be counted */
    const struct cupro__number_kernels *kernels;
};

static int fold_grid(const struct number_verb *verb, struct number_fold *fold, size_t n, void *out,
                     const cupro_call *call)
{
    struct cupro__grid grid =
        cupro__grid_cut(n, verb->monoid->size, call->grain, CUPRO__ARRAY_BLOCK);
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    double block_ns = (double)(grid.block * verb->size) / cupro__bytes_a_ns;
    error = cupro__fold_grid(&crew, &grid, verb->run, fold, verb->monoid, out, block_ns, call);
    cupro__crew_dismiss(&crew);
    return error;
}

static int fold_numbers(const struct number_verb *verb, const void *x, size_t n, const void *value,
                        void *out, const cupro_call *call)
{
    struct number_fold fold = {x, value, cupro__number_kernels()};
    if (out == NULL || cupro__array_is_wrong(x, n, verb->size))
        return CUPRO_EINVAL;
    if (n == 0 && verb->wants_elements)
        return CUPRO_EEMPTY;
    if (n > 0 && cupro__array_is_small(n, call))
        return verb->run(out, 0, n, 0, &fold);
    return fold_grid(verb, &fold, n, out, call != NULL ? call : &cupro__usual_call);
}

/* A folder: `result` is what the kernels make of the n numbers at x. */
#define DEFINE_RUN(name, T, result)                                         \
    static int name(void *acc, size_t lo, size_t hi, int runner, void *arg) \
    {                                                                       \
        (void)runner;                                                       \
        const struct number_fold *fold = arg;                               \
        const struct cupro__number_kernels *kernels = fold->kernels;        \
        const T *x = (const T *)fold->x + lo;                               \
        size_t n = hi - lo;                                                 \
        result;                                                             \
        return 0;                                                           \
    }

/* -- Totals ------------------------------------------------------------------------------------ */

CUPRO_MONOID(times_u64, uint64_t, a, b, (a * b), 1); /* for int64_t too: modulo 2^64 */
CUPRO_MONOID(times_f64, double, a, b, (a * b), 1);

#define DEFINE_TOTAL(verb, tag, T, S, monoid)                                                 \
    DEFINE_RUN(run_##verb##_##tag, T, *(S *)acc = kernels->verb##_##tag(x, n))                \
    static const struct number_verb verb##_##tag = {run_##verb##_##tag, &(monoid), sizeof(T), \
                                                    false};                                   \
    int cupro_##verb##_##tag(const T *x, size_t n, S *out, const cupro_call *call)            \
    {                                                                                         \
        return fold_numbers(&verb##_##tag, x, n, NULL, out, call);                            \
    }

#define DEFINE_SIGNED(tag, T, S)                 \
    DEFINE_TOTAL(sum, tag, T, S, cupro_plus_i64) \
    DEFINE_TOTAL(product, tag, T, S, times_u64)
#define DEFINE_UNSIGNED(tag, T, S)               \
    DEFINE_TOTAL(sum, tag, T, S, cupro_plus_u64) \
    DEFINE_TOTAL(product, tag, T, S, times_u64)
#define DEFINE_FLOAT(tag, T, S)                  \
    DEFINE_TOTAL(sum, tag, T, S, cupro_plus_f64) \
    DEFINE_TOTAL(product, tag, T, S, times_f64)

CUPRO_SIGNED(DEFINE_SIGNED)
CUPRO_UNSIGNED(DEFINE_UNSIGNED)
CUPRO_FLOATS(DEFINE_FLOAT)

#define DEFINE_COUNT(tag, T, S)                                                                  \
    DEFINE_RUN(run_count_##tag, T,                                                               \
               *(uint64_t *)acc = kernels->count_##tag(x, n, *(const T *)fold->value))           \
    static const struct number_verb count_##tag = {run_count_##tag, &cupro_plus_u64, sizeof(T),  \
                                                   false};                                       \
    int cupro_count_equal_##tag(const T *x, size_t n, T value, size_t *count,                    \
                                const cupro_call *call)                                          \
    {                                                                                            \
        uint64_t sum;                                                                            \
        int error = fold_numbers(&count_##tag, x, n, &value, count != NULL ? &sum : NULL, call); \
        if (error == 0)                                                                          \
            *count = (size_t)sum;                                                                \
        return error;                                                                            \
    }

CUPRO_NUMBERS(DEFINE_COUNT)

/* -- Extremes ---------------------------------------------------------------------------------- */

#define DEFINE_EXTREME(verb, tag, T)                                                           \
    DEFINE_RUN(run_##verb##_##tag, T, *(T *)acc = kernels->verb##_##tag(x, n, x[0]))           \
    static const struct number_verb verb##_##tag = {run_##verb##_##tag, &cupro_##verb##_##tag, \
                                                    sizeof(T), true};                          \
    int cupro_##verb##_of_##tag(const T *x, size_t n, T *out, const cupro_call *call)          \
    {                                                                                          \
        return fold_numbers(&verb##_##tag, x, n, NULL, out, call);                             \
    }

/* For accumulators that are never without a block: their identity is not seen. */
static const char blank[32];

#define DEFINE_MINMAX(tag, T)                                                                   \
    DEFINE_RUN(run_minmax_##tag, T, T *both = acc; both[0] = both[1] = x[0];                    \
               kernels->minmax_##tag(x, n, both))                                               \
    static int widen_##tag(void *acc, void *other, void *ctx)                                   \
    {                                                                                           \
        T *a = acc, *b = other;                                                                 \
        cupro_min_##tag.combine(&a[0], &b[0], ctx);                                             \
        return cupro_max_##tag.combine(&a[1], &b[1], ctx);                                      \
    }                                                                                           \
    static const cupro_monoid both_##tag = {                                                    \
        .size = 2 * sizeof(T), .identity = blank, .combine = widen_##tag};                      \
    static const struct number_verb minmax_##tag = {run_minmax_##tag, &both_##tag, sizeof(T),   \
                                                    true};                                      \
    int cupro_minmax_##tag(const T *x, size_t n, T *least, T *greatest, const cupro_call *call) \
    {                                                                                           \
        T both[2];                                                                              \
        bool wanted = least != NULL && greatest != NULL;                                        \
        int error = fold_numbers(&minmax_##tag, x, n, NULL, wanted ? both : NULL, call);        \
        if (error == 0) {                                                                       \
            *least = both[0];                                                                   \
            *greatest = both[1];                                                                \
        }                                                                                       \
        return error;                                                                           \
    }

/* -- Where extremes are ------------------------------------------------------------------------ */

union number {
#define FIELD(tag, T, S) T tag;
    CUPRO_NUMBERS(FIELD)
#undef FIELD
};

/* An extreme, and the first block that has it. */
struct place {
    union number value;
    size_t lo, hi;
};

static int keep_better(struct place *acc, const struct place *later, const cupro_monoid *extreme)
{
    union number best = acc->value, other = later->value;
    extreme->combine(&best, &other, NULL);
    if (memcmp(&best, &acc->value, extreme->size) != 0)
        *acc = *later;
    return 0;
}

#define DEFINE_ARG(verb, tag, T)                                                             \
    DEFINE_RUN(run_arg##verb##_##tag, T,                                                     \
               *(struct place *)acc =                                                        \
                   ((struct place){{.tag = kernels->verb##_##tag(x, n, x[0])}, lo, hi}))     \
    static int better_##verb##_##tag(void *acc, void *other, void *ctx)                      \
    {                                                                                        \
        (void)ctx;                                                                           \
        return keep_better(acc, other, &cupro_##verb##_##tag);                               \
    }                                                                                        \
    static const cupro_monoid place_of_##verb##_##tag = {                                    \
        .size = sizeof(struct place), .identity = blank, .combine = better_##verb##_##tag};  \
    static const struct number_verb arg##verb##_##tag = {                                    \
        run_arg##verb##_##tag, &place_of_##verb##_##tag, sizeof(T), true};                   \
    int cupro_arg##verb##_##tag(const T *x, size_t n, size_t *index, const cupro_call *call) \
    {                                                                                        \
        struct place at;                                                                     \
        int error =                                                                          \
            fold_numbers(&arg##verb##_##tag, x, n, NULL, index != NULL ? &at : NULL, call);  \
        if (error == 0)                                                                      \
            *index = at.lo + cupro__number_kernels()->locate_##tag(x + at.lo, at.hi - at.lo, \
                                                                   at.value.tag);            \
        return error;                                                                        \
    }

#define DEFINE_EXTREMES(tag, T, S) \
    DEFINE_EXTREME(min, tag, T)    \
    DEFINE_EXTREME(max, tag, T)    \
    DEFINE_MINMAX(tag, T)          \
    DEFINE_ARG(min, tag, T)        \
    DEFINE_ARG(max, tag, T)

CUPRO_NUMBERS(DEFINE_EXTREMES)
