/* SPDX-License-Identifier: MIT */
/* Chains and packing (see faulty_verbs.h). */
#include "runtime/faults/faulty_verbs.h"

#include <stdatomic.h>
#include <stdlib.h>

CUPRO_MAP(negative, int32_t, int32_t, x, -x);
CUPRO_FILTER(even, int32_t, x, x % 2 == 0);
CUPRO_FLAT_MAP(thrice, int32_t, int32_t, 3, x, put, *put++ = x, *put++ = x, *put++ = x);
CUPRO_FILTER(even_index, size_t, i, i % 2 == 0);

static int run_collect_maps(void)
{
    int32_t out[N] = {0};
    int code =
        cupro_collect(cupro_from(numbers, N, &negative), out, NULL, .grain = 10, .pool = target);
    return judged(code, out[N - 1] == -(N - 1), true);
}

static int run_collect_select(void)
{
    int32_t out[N] = {0};
    size_t count = 77;
    int code = cupro_collect(cupro_from(numbers, N, &even, &negative), out, &count, .pool = target);
    return judged(code, count == N / 2 && out[N / 2 - 1] == -(N - 2), count == 77);
}

static int run_collect_stash(void)
{
    int32_t out[N] = {0};
    size_t count = 77;
    int code = cupro_collect(cupro_from(numbers, N, &negative, &even), out, &count, .pool = target);
    return judged(code, count == N / 2 && out[N / 2 - 1] == -(N - 2), count == 77);
}

static int run_collect_new(void)
{
    static int32_t mark;
    int32_t *out = &mark;
    size_t count = 77;
    int code = cupro_collect_new(cupro_from(numbers, N, &even), &out, &count, .pool = target);
    bool right = code == 0 && count == N / 2 && out[N / 2 - 1] == N - 2;
    bool untouched = out == NULL && count == 77;
    if (code == 0)
        free(out);
    return judged(code, right, untouched);
}

static int run_reduce(void)
{
    int32_t sum = 77;
    int code = cupro_reduce(cupro_from(numbers, N, &even, &negative), &cupro_plus_i32, &sum,
                            .pool = target);
    return judged(code, sum == -249500, sum == 77);
}

static int run_count(void)
{
    size_t count = 77;
    int code = cupro_count(cupro_from(numbers, N, &even), &count, .pool = target);
    return judged(code, count == N / 2, count == 77);
}

static int count_items(const void *items, size_t n, void *ctx)
{
    (void)items;
    atomic_fetch_add((atomic_size_t *)ctx, n);
    return 0;
}

static int run_each(void)
{
    atomic_size_t count = 0;
    int code = cupro_each(cupro_from(numbers, N, &even), count_items, &count, .pool = target);
    return judged(code, count == N / 2, true);
}

static int run_flat_map(void)
{
    int32_t out[3 * N] = {0};
    size_t count = 77;
    int code = cupro_collect(cupro_from(numbers, N, &thrice, &even), out, &count, .pool = target);
    return judged(code, count == 3 * N / 2 && out[3 * N / 2 - 1] == N - 2, count == 77);
}

static int run_range(void)
{
    size_t at = 77;
    int code = cupro_find_last(cupro_from_range(N, 2 * N, &even_index), &at, .pool = target);
    return judged(code, at == 2 * N - 2, at == 77);
}

static int run_pack(void)
{
    static const bool flags[N] = {[N / 2] = true, [N - 1] = true};
    int32_t out[N] = {0};
    size_t count = 77;
    int code = cupro_pack(numbers, flags, N, out, &count, .pool = target);
    return judged(code, count == 2 && out[0] == N / 2 && out[1] == N - 1, count == 77);
}

static int run_pack_index(void)
{
    static const bool flags[N] = {[N / 2] = true, [N - 1] = true};
    size_t out[N] = {0}, count = 77;
    int code = cupro_pack_index(flags, N, out, &count, .pool = target);
    return judged(code, count == 2 && out[0] == N / 2 && out[1] == N - 1, count == 77);
}

static int run_unzip(void)
{
    static const struct pair {
        int32_t a, b;
    } pairs[N] = {[N - 1] = {3, 4}};
    int32_t a[N] = {0}, b[N] = {0};
    int code = cupro_unzip(pairs, N, a, a, b, b, .grain = 10, .pool = target);
    return judged(code, a[N - 1] == 3 && b[N - 1] == 4, true);
}

static int run_find(void)
{
    size_t at = 77;
    int code = cupro_find_last(cupro_from(numbers, N, &even), &at, .pool = target);
    return judged(code, at == N - 2, at == 77);
}

const struct verb chain_verbs[] = {
    {"collect of maps", run_collect_maps},
    {"collect of filters", run_collect_select},
    {"collect of a late filter", run_collect_stash},
    {"collect_new", run_collect_new},
    {"reduce", run_reduce},
    {"count", run_count},
    {"each", run_each},
    {"flat map", run_flat_map},
    {"range", run_range},
    {"pack", run_pack},
    {"pack_index", run_pack_index},
    {"unzip", run_unzip},
    {"find", run_find},
    {NULL, NULL},
};
