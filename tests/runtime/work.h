/* SPDX-License-Identifier: MIT */
/*
 * Operations that check themselves, for tests that ask whether anything works at all from some
 * place in a program. They return 0, what the operation returned, or WRONG_RESULT; so a body may
 * hand that code on. Chunks are given, so that nothing stays on the caller for being too short.
 */
#ifndef CUPRO_TEST_WORK_H
#define CUPRO_TEST_WORK_H

#include <cupro.h>
#include <stdatomic.h>
#include <stdlib.h>

#define WRONG_RESULT 9999

static inline int visit(size_t lo, size_t hi, void *ctx)
{
    atomic_uchar *visits = ctx;
    for (size_t i = lo; i < hi; i++)
        atomic_fetch_add_explicit(&visits[i], 1, memory_order_relaxed);
    return 0;
}

/* A loop over n indexes, each of which must be visited once. `options` may be NULL. */
static inline int loop_goes_right(size_t n, const cupro_call *options)
{
    cupro_call call = options != NULL ? *options : (cupro_call){.abi = CUPRO_ABI};
    atomic_uchar *visits = calloc(n + 1, sizeof *visits);
    if (visits == NULL)
        return CUPRO_ENOMEM;
    call.ctx = visits;
    call.grain = call.grain > 0 ? call.grain : n / 40 + 1;
    int result = cupro_for_with(n, visit, &call);
    for (size_t i = 0; i < n && result == 0; i++)
        if (visits[i] != 1)
            result = WRONG_RESULT;
    free(visits);
    return result;
}

static inline int add_indexes(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    for (size_t i = lo; i < hi; i++)
        *(uint64_t *)acc += i;
    return 0;
}

/* The sum of the first n indexes. */
static inline int fold_goes_right(size_t n, const cupro_call *options)
{
    cupro_call call = options != NULL ? *options : (cupro_call){.abi = CUPRO_ABI};
    uint64_t sum = 0;
    call.grain = call.grain > 0 ? call.grain : n / 40 + 1;
    int result = cupro_fold_with(n, add_indexes, &cupro_plus_u64, &sum, &call);
    if (result == 0 && n > 0 && sum != (uint64_t)n * (n - 1) / 2)
        result = WRONG_RESULT;
    return result;
}

/* Both of the above, in the pool given (NULL: wherever operations from here go). */
static inline int pool_works(cupro_pool *pool)
{
    cupro_call call = {.abi = CUPRO_ABI, .pool = pool};
    int result = loop_goes_right(1000, &call);
    return result == 0 ? fold_goes_right(1000, &call) : result;
}

#endif
