/* SPDX-License-Identifier: MIT */
/* cupro_unique, cupro_sort_unique and cupro_unique_by, against loops. */
#include "places.h"
#include "reports.h"
#include "run_tests.h"
#include "shaped.h"

#include <cupro/error.h>
#include <cupro/unique.h>
#include <stdlib.h>

/* Runs of some length are made of a shape by repeating its elements. */
#define DEFINE_CHECKS(tag, T, S)                                                                  \
    static size_t unique_##tag(T *x, size_t n)                                                    \
    {                                                                                             \
        size_t m = 0;                                                                             \
        for (size_t i = 0; i < n; i++)                                                            \
            if (m == 0 || memcmp(&x[m - 1], &x[i], sizeof *x) != 0)                               \
                x[m++] = x[i];                                                                    \
        return m;                                                                                 \
    }                                                                                             \
    static void check_##tag(const struct place *place, struct dice *dice, size_t n)               \
    {                                                                                             \
        T *x = malloc((n + 2) * sizeof *x);                                                       \
        T *before = shaped_##tag(dice, (enum shape)dice_below(dice, ALL_SHAPES), n);              \
        size_t repeat = dice_below(dice, 4), from = dice_below(dice, n + 1), m = 99, k = 99;      \
        for (size_t i = from; i < n && repeat > 0; i++)                                           \
            before[i] = dice_below(dice, repeat) > 0 && i > 0 ? before[i - 1] : before[i];        \
        T *expected = copied_##tag(before, n), *sorted = sorted_##tag(before, n);                 \
        size_t left = unique_##tag(expected, n), values = unique_##tag(sorted, n);                \
        x[0] = x[n + 1] = 77;                                                                     \
        memcpy(x + 1, before, n * sizeof *x);                                                     \
        int error = cupro_unique(x + 1, n, &m, AT(*place));                                       \
        bool same = m == left && memcmp(x + 1, expected, m * sizeof *x) == 0;                     \
        memcpy(x + 1, before, n * sizeof *x);                                                     \
        error |= cupro_sort_unique(x + 1, n, &k, AT(*place));                                     \
        bool same_sorted = k == values && memcmp(x + 1, sorted, k * sizeof *x) == 0;              \
        ck_assert_msg(error == 0 && same && same_sorted && x[0] == 77 && x[n + 1] == 77,          \
                      #tag ", %zu from %zu: %d, %zu of %zu, %zu of %zu", n, from, error, m, left, \
                      k, values);                                                                 \
        free(sorted);                                                                             \
        free(expected);                                                                           \
        free(before);                                                                             \
        free(x);                                                                                  \
    }
CUPRO_NUMBERS(DEFINE_CHECKS)

#define CHECK(tag, T, S) check_##tag(&place, &dice, n);

/* Each on one of the places. */
START_TEST(every_small_size)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = (size_t)_i; n <= 500; n += PLACES) {
        CUPRO_NUMBERS(CHECK)
    }
    place_close(&place);
}
END_TEST

/* Blocks are 64 KiB, and the caller has done some before the first. */
START_TEST(around_borders)
{
    static const size_t lengths[] = {1024, 1025, 8191, 8193, 16385, 65536, 65537, 131072, 140000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int i = 0; i < 2; i++) {
        size_t n = lengths[dice_below(&dice, COUNT_OF(lengths))];
        CUPRO_NUMBERS(CHECK)
    }
    place_close(&place);
}
END_TEST

START_TEST(many_blocks)
{
    enum { N = 1500003 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    uint32_t *x = malloc(N * sizeof *x), *expected = malloc(N * sizeof *x);
    for (size_t i = 0; i < N; i++)
        expected[i] = x[i] = i > 0 && dice_once_in(&dice, 10) ? x[i - 1] : (uint32_t)i;
    size_t m = 0, left = unique_u32(expected, N);
    ck_assert_int_eq(cupro_unique(x, N, &m, AT(place)), 0);
    ck_assert(m == left && memcmp(x, expected, m * sizeof *x) == 0);
    free(expected);
    free(x);
    place_close(&place);
}
END_TEST

struct wide {
    int key;
    char rest[1000];
};

CUPRO_RELATION(close_by, struct wide, a, b, b.key - a.key < *(int *)ctx);

/* Not transitive: what stays depends on neighbours of the array as it was. */
START_TEST(relations_see_the_array_as_it_was)
{
    enum { N = 5000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    struct wide *p = calloc(N, sizeof *p);
    static int keys[N];
    size_t m, left = 0;
    int gap = 3;
    for (int i = 0; i < N; i++) {
        p[i].key = i == 0 ? 0 : p[i - 1].key + (int)dice_below(&dice, 5);
        p[i].rest[999] = (char)p[i].key;
        if (i == 0 || p[i].key - p[i - 1].key >= gap)
            keys[left++] = p[i].key;
    }
    ck_assert_int_eq(cupro_unique_by(p, N, &close_by, &m, AT(place), .ctx = &gap), 0);
    ck_assert_uint_eq(m, left);
    size_t wrong = 0;
    for (size_t i = 0; i < m; i++)
        wrong += p[i].key != keys[i] || p[i].rest[999] != (char)keys[i];
    ck_assert_uint_eq(wrong, 0);
    free(p);
    place_close(&place);
}
END_TEST

START_TEST(progress_ends_with_all)
{
    enum { N = 100000 };
    struct place place = place_open(_i);
    static uint16_t x[N];
    for (size_t i = 0; i < N; i++)
        x[i] = (uint16_t)(i / 2);
    size_t m = 0;
    struct reports reports = {.total = 0};
    cupro_progress progress = REPORTS_TO(&reports);
    ck_assert_int_eq(cupro_unique(x, N, &m, AT(place), .progress = &progress), 0);
    ck_assert(reports_are_complete(&reports) && reports.total == N && m == N / 2);
    place_close(&place);
}
END_TEST

static size_t lazy(const void *in, void *out, size_t n, void *ctx)
{
    (void)in, (void)ctx;
    memset(out, 0, n);
    return n - 1;
}

START_TEST(what_is_wrong_is_refused)
{
    int x[4] = {3, 3, 2, 2};
    size_t m = 77;
    const cupro_relation not_all = {sizeof *x, lazy}, no_step = {sizeof *x, NULL};
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_unique(x, 4, &m, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_sort_unique(x, 4, &m, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_unique(x, 4, (size_t *)NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_unique(x, 4, (size_t *)NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_unique((int *)NULL, 4, &m), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_unique(x, SIZE_MAX / 2, &m), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_unique(x, 4, &m, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_unique(x, 4, &m, .keep_going = true), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_unique_by_with(x, 4, sizeof *x, &not_all, &m, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_unique_by_with(x, 4, sizeof *x, &no_step, &m, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_unique_by_with(x, 4, 1, &not_all, &m, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_unique_by_with(x, 4, sizeof *x, NULL, &m, NULL), CUPRO_EINVAL);
    ck_assert(x[0] == 3 && x[1] == 3 && x[2] == 2 && x[3] == 2 && m == 77);
    ck_assert_int_eq(cupro_unique((int *)NULL, 0, &m), 0);
    ck_assert_uint_eq(m, 0);
    ck_assert_int_eq(cupro_sort_unique_i32(x, 4, &m, NULL), 0);
    ck_assert(m == 2 && x[0] == 2 && x[1] == 3);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("unique", PLACES, every_small_size, around_borders, many_blocks,
                     relations_see_the_array_as_it_was, progress_ends_with_all,
                     what_is_wrong_is_refused);
}
