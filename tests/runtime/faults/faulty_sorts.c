/* SPDX-License-Identifier: MIT */
/* Sorts, and what is done with sorted arrays (see faulty_verbs.h). */
#include "runtime/faults/faulty_verbs.h"

static uint32_t *scattered(void)
{
    static uint32_t x[SCATTERED];
    for (uint32_t i = 0; i < SCATTERED; i++)
        x[i] = (uint32_t)((uint64_t)i * 7919 % SCATTERED);
    return x;
}

static int run_sort(void)
{
    uint32_t *x = scattered();
    int code = cupro_sort(x, SCATTERED, .pool = target, .threads = 70);
    return judged(code, x[1] == 1 && x[SCATTERED - 1] == SCATTERED - 1, x[1] == 7919);
}

static int run_nth(void)
{
    uint32_t *x = scattered();
    int code = cupro_nth(x, SCATTERED, SCATTERED / 2, .pool = target, .threads = 70);
    return judged(code, x[SCATTERED / 2] == SCATTERED / 2, true);
}

static int run_top(void)
{
    static uint32_t out[SCATTERED / 2];
    uint32_t *x = scattered();
    int code = cupro_top(x, SCATTERED, SCATTERED / 2, out, .pool = target, .threads = 70);
    return judged(code, out[0] == SCATTERED - 1 && out[SCATTERED / 2 - 1] == SCATTERED / 2,
                  x[1] == 7919);
}

static int run_unique(void)
{
    static uint32_t x[SCATTERED];
    size_t count = 77;
    for (uint32_t i = 0; i < SCATTERED; i++)
        x[i] = i / 2;
    int code = cupro_unique(x, SCATTERED, &count, .pool = target, .threads = 70);
    bool untouched = x[1] == 0 && x[SCATTERED - 1] == SCATTERED / 2 - 1 && count == 77;
    return judged(code, count == SCATTERED / 2 && x[count - 1] == count - 1, untouched);
}

static int run_merge(void)
{
    int32_t out[2 * N];
    int code = cupro_merge(numbers, N, numbers, N, out, .grain = 1, .pool = target);
    return judged(code, out[1] == 0 && out[2 * N - 1] == N - 1, true);
}

static int run_sets(void)
{
    static uint32_t a[SCATTERED], b[SCATTERED], out[2 * SCATTERED];
    size_t count = 77;
    for (uint32_t i = 0; i < SCATTERED; i++) {
        a[i] = i;
        b[i] = 2 * i;
    }
    int code = cupro_set_union(a, SCATTERED, b, SCATTERED, out, &count, .pool = target);
    return judged(code, count == SCATTERED / 2 * 3 && out[count - 1] == b[SCATTERED - 1],
                  count == 77);
}

CUPRO_KEY(last_bits, int32_t, x, (uint32_t)x * 2654435769u);

static int run_sort_by_key(void)
{
    enum { MANY = 20000 };
    static int32_t elements[MANY];
    for (int i = 0; i < MANY; i++)
        elements[i] = i;
    int code = cupro_sort_by_key(elements, MANY, &last_bits, .pool = target);
    return judged(code, elements[0] == 0 && elements[1] != 1, elements[1] == 1);
}

static int run_argsort(void)
{
    uint32_t index[N];
    index[0] = index[1] = 77;
    int code = cupro_argsort_descending(numbers, N, index, .pool = target);
    return judged(code, index[0] == N - 1 && index[N - 1] == 0, index[0] == 77 && index[1] == 77);
}

static int run_sort_pairs(void)
{
    uint16_t keys[N], values[N];
    for (int i = 0; i < N; i++)
        keys[i] = values[i] = (uint16_t)(N - i);
    int code = cupro_sort_pairs(keys, values, N, .pool = target);
    return judged(code, keys[0] == 1 && values[N - 1] == N, keys[0] == N && values[0] == N);
}

CUPRO_ORDER(falling, int32_t, a, b, a > b);

static int run_sort_by(void)
{
    static int32_t x[6000];
    enum { MANY = sizeof x / sizeof *x };
    for (int i = 0; i < MANY; i++)
        x[i] = i % 7 * 1000 + i;
    int code = cupro_sort_by(x, MANY, &falling, .pool = target);
    return judged(code, x[0] > x[MANY / 2] && x[MANY / 2] > x[MANY - 1], x[0] == 0 && x[1] == 1001);
}

static int run_merge_by(void)
{
    static const int32_t a[] = {7, 3}, b[] = {5, 1};
    int32_t out[4] = {0};
    int code = cupro_merge_by(a, 2, b, 2, out, &falling, .pool = target);
    return judged(code, out[0] == 7 && out[1] == 5 && out[3] == 1, true);
}

static int run_sort_strings(void)
{
    enum { MANY = 5000 };
    static const char text[] = "one\ntwo";
    static cupro_slice x[MANY];
    for (size_t i = 0; i < MANY; i++)
        x[i] = (cupro_slice){text + i % 3, 3 + i % 4};
    int code = cupro_sort_strings(x, MANY, .pool = target, .threads = 70);
    bool right = x[0].begin == text + 2 && x[0].length == 3 && x[MANY - 1].begin == text;
    return judged(code, right, x[1].begin == text + 1 && x[1].length == 4);
}

const struct verb sort_verbs[] = {
    {"sort", run_sort},
    {"nth", run_nth},
    {"top", run_top},
    {"unique", run_unique},
    {"merge", run_merge},
    {"sets", run_sets},
    {"sort_by_key", run_sort_by_key},
    {"argsort", run_argsort},
    {"sort_pairs", run_sort_pairs},
    {"sort_by", run_sort_by},
    {"merge_by", run_merge_by},
    {"sort of strings", run_sort_strings},
    {NULL, NULL},
};
