/* SPDX-License-Identifier: MIT */
/*
 * Sums and extremes of number arrays: a kernel (number_kernels.inc) over each block of a grid.
 *
 * Limited by memory bandwidth from the L3 cache on. Blocks have 16384 elements at least, so that a
 * block costs microseconds and its bookkeeping nothing; one block is summed on the spot.
 */
#include <cupro/number.h>

#include "primitives/fold.h"
#include "primitives/number_kernels.h"
#include "runtime/engine.h"

#include <cupro/monoid.h>

#define BLOCK 16384

static const double bytes_a_ns = 10; /* about what a core reads, for the choice of where to run */

struct number_fold {
    const void *x;
    const struct cupro__number_kernels *kernels;
};

static int fold_numbers(const void *x, size_t n, size_t size, cupro__folder *run,
                        const cupro_monoid *monoid, void *out, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    struct number_fold fold = {x, cupro__number_kernels()};
    struct cupro__grid grid = cupro__grid_cut(n, monoid->size, call->grain, BLOCK);
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    double block_ns = (double)(grid.block * size) / bytes_a_ns;
    error = cupro__fold_grid(&crew, &grid, run, &fold, monoid, out, block_ns, call);
    cupro__crew_dismiss(&crew);
    return error;
}

/* Nothing that a small array would have to wait for: no crew, no grid. */
static bool is_small(size_t n, const cupro_call *call)
{
    return n <= BLOCK && (call == NULL || (call->grain == 0 && call->stop == NULL &&
                                           call->pool == NULL && call->threads >= 0));
}

#define DEFINE_SUM(tag, T, S, stag)                                                             \
    static int run_sum_##tag(void *acc, size_t lo, size_t hi, int runner, void *arg)            \
    {                                                                                           \
        (void)runner;                                                                           \
        const struct number_fold *fold = arg;                                                   \
        *(S *)acc = fold->kernels->sum_##tag((const T *)fold->x + lo, hi - lo);                 \
        return 0;                                                                               \
    }                                                                                           \
    int cupro_sum_##tag(const T *x, size_t n, S *sum, const cupro_call *call)                   \
    {                                                                                           \
        if (sum == NULL || (x == NULL && n > 0) || n > SIZE_MAX / sizeof *x)                    \
            return CUPRO_EINVAL;                                                                \
        if (!is_small(n, call))                                                                 \
            return fold_numbers(x, n, sizeof *x, run_sum_##tag, &cupro_plus_##stag, sum, call); \
        *sum = cupro__number_kernels()->sum_##tag(x, n);                                        \
        return 0;                                                                               \
    }

#define DEFINE_EXTREME(verb, tag, T)                                                             \
    static int run_##verb##_##tag(void *acc, size_t lo, size_t hi, int runner, void *arg)        \
    {                                                                                            \
        (void)runner;                                                                            \
        const struct number_fold *fold = arg;                                                    \
        const T *x = fold->x;                                                                    \
        *(T *)acc = fold->kernels->verb##_##tag(x + lo, hi - lo, x[lo]);                         \
        return 0;                                                                                \
    }                                                                                            \
    int cupro_##verb##_of_##tag(const T *x, size_t n, T *out, const cupro_call *call)            \
    {                                                                                            \
        if (out == NULL || (x == NULL && n > 0) || n > SIZE_MAX / sizeof *x)                     \
            return CUPRO_EINVAL;                                                                 \
        if (n == 0)                                                                              \
            return CUPRO_EEMPTY;                                                                 \
        if (!is_small(n, call))                                                                  \
            return fold_numbers(x, n, sizeof *x, run_##verb##_##tag, &cupro_##verb##_##tag, out, \
                                call);                                                           \
        *out = cupro__number_kernels()->verb##_##tag(x, n, x[0]);                                \
        return 0;                                                                                \
    }

#define DEFINE_SIGNED(tag, T, S)   DEFINE_SUM(tag, T, S, i64)
#define DEFINE_UNSIGNED(tag, T, S) DEFINE_SUM(tag, T, S, u64)
#define DEFINE_FLOAT(tag, T, S)    DEFINE_SUM(tag, T, S, f64)
#define DEFINE_EXTREMES(tag, T, S) DEFINE_EXTREME(min, tag, T) DEFINE_EXTREME(max, tag, T)

CUPRO_SIGNED(DEFINE_SIGNED)
CUPRO_UNSIGNED(DEFINE_UNSIGNED)
CUPRO_FLOATS(DEFINE_FLOAT)
CUPRO_NUMBERS(DEFINE_EXTREMES)
