/* SPDX-License-Identifier: MIT */
/* Arrays of numbers, what is counted in them, and memory for them (see faulty_verbs.h). */
#include "runtime/faults/faulty_verbs.h"

#include <stdlib.h>

static int run_sum(void)
{
    static double x[100000];
    double sum = 77;
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        x[i] = 1;
    int code = cupro_sum(x, sizeof x / sizeof *x, &sum, .pool = target);
    return judged(code, sum == 100000, sum == 77);
}

static int run_compare(void)
{
    static double x[100000], y[100000];
    int sign = 77;
    y[99999] = 1;
    int code = cupro_compare(x, 100000, y, 100000, &sign, .pool = target);
    return judged(code, sign == -1, sign == 77);
}

static int run_bounds(void)
{
    size_t at[N];
    int code = cupro_lower_bound(numbers, N, numbers, N, at, .grain = 3, .pool = target);
    return judged(code, at[0] == 0 && at[N - 1] == N - 1, true);
}

static int run_histogram(void)
{
    size_t counts[2] = {77, 77};
    int code = cupro_histogram(numbers, N, 0, N - 1, 2, counts, .grain = 3, .pool = target);
    return judged(code, counts[0] + counts[1] == N && counts[0] == N / 2, counts[1] == 77);
}

CUPRO_KEY(digit_of, int, x, x % 10);

static int run_partition_by(void)
{
    static int many[SCATTERED], out[SCATTERED];
    size_t starts[11] = {77};
    for (int i = 0; i < SCATTERED; i++)
        many[i] = i;
    int code = cupro_partition_by(many, SCATTERED, 10, &digit_of, out, starts, .pool = target);
    return judged(code, out[1] == 10 && starts[10] == SCATTERED, starts[0] == 77);
}

static int run_join_by(void)
{
    cupro_pair none, *pairs = &none;
    size_t count = 77;
    int code = cupro_join_by(numbers, N, &digit_of, numbers, 10, &digit_of, &pairs, &count,
                             .pool = target);
    bool right = code == 0 && count == N && pairs[N - 1].a == N - 1 && pairs[N - 1].b == 9;
    if (code == 0)
        free(pairs);
    return judged(code, right, pairs == NULL && count == 77);
}

static int run_alloc(void)
{
    char *x = NULL;
    int code = cupro_alloc(&x, N, .place = CUPRO_PLACE_SLICES, .pool = target);
    bool right = x != NULL && x[N - 1] == 0, untouched = x == NULL;
    right = cupro_free(x) == 0 && right;
    return judged(code, right, untouched);
}

const struct verb array_verbs[] = {
    {"sum", run_sum},
    {"compare", run_compare},
    {"bounds", run_bounds},
    {"histogram", run_histogram},
    {"partition_by", run_partition_by},
    {"join_by", run_join_by},
    {"alloc", run_alloc},
    {NULL, NULL},
};
