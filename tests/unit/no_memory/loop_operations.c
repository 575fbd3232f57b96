/* SPDX-License-Identifier: MIT */
/* Loops, folds, chains and packing without memory. */
#include "unit/no_memory/no_memory.h"

#include <stdlib.h>
#include <string.h>

CUPRO_MAP(doubled, int64_t, int64_t, x, 2 * x);
CUPRO_FILTER(is_third, int64_t, x, x % 3 == 0);
CUPRO_FLAT_MAP(six_of_a_third, int64_t, int64_t, 6, x, put, {
    for (int i = 0; i < 6 && x % 3 == 0; i++)
        *put++ = x;
});
CUPRO_FILTER(is_third_index, size_t, i, i % 3 == 0);

static int add_range(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    for (size_t i = lo; i < hi; i++)
        *(int64_t *)acc += numbers[i];
    return 0;
}

static int loop(const cupro_call *call)
{
    return cupro_for_with(N, visit_range, call);
}

static int fold(const cupro_call *call)
{
    int64_t sum = 0;
    int error = cupro_fold_with(N, add_range, &cupro_plus_i64, &sum, call);
    return checked(error, sum == (int64_t)N * (N - 1) / 2);
}

static int fold_workers(const cupro_call *call)
{
    int64_t sum = 0;
    int error = cupro_fold_workers_with(N, add_range, &cupro_plus_i64, &sum, call);
    return checked(error, sum == (int64_t)N * (N - 1) / 2);
}

static int reduce(const cupro_call *call)
{
    int64_t sum = 0;
    int error = cupro_reduce_with(cupro_from(numbers, N, &doubled), &cupro_plus_i64, &sum,
                                  sizeof sum, call);
    return checked(error, sum == (int64_t)N * (N - 1));
}

static int count(const cupro_call *call)
{
    size_t n = 0;
    int error = cupro_count_with(cupro_from(numbers, N, &doubled, &is_third), &n, call);
    return checked(error, n == N / 3);
}

static int each(const cupro_call *call)
{
    return cupro_each_with(cupro_from(numbers, N, &is_third), visit_items, call);
}

/* Whichever way a chain is collected: without filters, with filters first, with filters later. */
static int collect(cupro_chain chain, const cupro_call *call, size_t third)
{
    int64_t out[2 * N], *fresh = NULL;
    size_t n = 0, m = 0;
    int error = cupro_collect_with(chain, out, sizeof *out, &n, call);
    if (error == 0)
        error = cupro_collect_new_with(chain, (void **)&fresh, sizeof *fresh, &m, call);
    bool right = error != 0 || (n == third && m == third && fresh[2] == out[2] &&
                                memcmp(fresh, out, n * sizeof *out) == 0);
    free(fresh);
    return checked(error, right);
}

static int collect_maps(const cupro_call *call)
{
    return collect(cupro_from(numbers, N, &doubled), call, N);
}

static int collect_select(const cupro_call *call)
{
    return collect(cupro_from(numbers, N, &is_third, &doubled), call, N / 3);
}

static int collect_stash(const cupro_call *call)
{
    return collect(cupro_from(numbers, N, &doubled, &is_third), call, N / 3);
}

static int collect_flat_map(const cupro_call *call)
{
    return collect(cupro_from(numbers, N, &six_of_a_third, &doubled), call, 2 * N);
}

static int find_in_range(const cupro_call *call)
{
    size_t at = 0;
    int error = cupro_find_with(cupro_from_range(N, 2 * N, &is_third_index), CUPRO_LAST, &at, call);
    return checked(error, at == (2 * N - 1) / 3 * 3);
}

static int pack(const cupro_call *call)
{
    static bool flags[N];
    int64_t out[N];
    size_t n = 0, index[N], m = 0;
    for (size_t i = 0; i < N; i++)
        flags[i] = i % 3 == 0;
    int error = cupro_pack_with(numbers, flags, N, sizeof *out, out, &n, call);
    if (error == 0)
        error = cupro_pack_index_with(flags, N, index, &m, call);
    return checked(error, n == N / 3 && m == n && out[n - 1] == N - 3 && index[n - 1] == N - 3);
}

static int unzip(const cupro_call *call)
{
    static const struct {
        int64_t a, b;
    } pairs[N] = {[N - 1] = {3, 4}};
    static int64_t a[N], b[N];
    static const cupro_field fields[] = {{0, sizeof *a}, {sizeof *a, sizeof *b}};
    void *const arrays[] = {a, b};
    int error = cupro_unzip_with(pairs, N, sizeof *pairs, 2, fields, arrays, call);
    return checked(error, a[N - 1] == 3 && b[N - 1] == 4);
}

const struct operation loop_operations[] = {
    OPERATION(loop),          OPERATION(fold),
    OPERATION(fold_workers),  OPERATION(reduce),
    OPERATION(count),         OPERATION(each),
    OPERATION(collect_maps),  OPERATION(collect_select),
    OPERATION(collect_stash), OPERATION(collect_flat_map),
    OPERATION(find_in_range), OPERATION(pack),
    OPERATION(unzip),         {NULL, NULL},
};
