/* SPDX-License-Identifier: MIT */
/* cupro_nth, cupro_top and cupro_bottom of all types, sizes, shapes and places, against qsort. */
#include "places.h"
#include "reports.h"
#include "run_tests.h"
#include "shaped.h"

#include <cupro/error.h>
#include <cupro/select.h>
#include <stdlib.h>

static size_t some_place(struct dice *dice, size_t n)
{
    switch (dice_below(dice, 4)) {
    case 0:
        return 0;
    case 1:
        return n - 1;
    case 2:
        return n / 2;
    default:
        return dice_below(dice, n);
    }
}

/* Each check counts what is wrong: an assertion costs Check a system call. */
#define DEFINE_CHECKS(tag, T, S)                                                                 \
    static void check_nth_##tag(const struct place *place, struct dice *dice, const T *before,   \
                                const T *sorted, size_t n)                                       \
    {                                                                                            \
        T *x = malloc((n + 2) * sizeof *x);                                                      \
        size_t k = some_place(dice, n), wrong = 0;                                               \
        x[0] = x[n + 1] = 77;                                                                    \
        memcpy(x + 1, before, n * sizeof *x);                                                    \
        int error = cupro_nth(x + 1, n, k, AT(*place));                                          \
        for (size_t i = 0; i < n; i++)                                                           \
            wrong += i < k ? order_##tag(&x[1 + i], &sorted[k]) > 0                              \
                           : order_##tag(&x[1 + i], &sorted[k]) < 0;                             \
        wrong += order_##tag(&x[1 + k], &sorted[k]) != 0;                                        \
        qsort(x + 1, n, sizeof *x, order_##tag);                                                 \
        bool same = memcmp(x + 1, sorted, n * sizeof *x) == 0;                                   \
        ck_assert_msg(error == 0 && wrong == 0 && same && x[0] == 77 && x[n + 1] == 77,          \
                      #tag ", nth %zu of %zu: %d, %zu wrong, %d", k, n, error, wrong, same);     \
        free(x);                                                                                 \
    }                                                                                            \
    static void check_top_##tag(const struct place *place, struct dice *dice, const T *before,   \
                                const T *sorted, size_t n)                                       \
    {                                                                                            \
        T *x = copied_##tag(before, n), *out = malloc((n + 2) * sizeof *x);                      \
        size_t k = dice_once_in(dice, 3) ? n : some_place(dice, n), wrong = 0;                   \
        out[k] = 77;                                                                             \
        int error = cupro_bottom(x, n, k, out, AT(*place));                                      \
        wrong += memcmp(out, sorted, k * sizeof *x) != 0 || out[k] != 77;                        \
        error |= cupro_top(x, n, k, out, AT(*place));                                            \
        for (size_t i = 0; i < k; i++)                                                           \
            wrong += memcmp(&out[i], &sorted[n - 1 - i], sizeof *x) != 0;                        \
        wrong += out[k] != 77 || memcmp(x, before, n * sizeof *x) != 0;                          \
        ck_assert_msg(error == 0 && wrong == 0, #tag ", %zu of %zu: %d, %zu wrong", k, n, error, \
                      wrong);                                                                    \
        free(out);                                                                               \
        free(x);                                                                                 \
    }                                                                                            \
    static void check_##tag(const struct place *place, struct dice *dice, enum shape shape,      \
                            size_t n)                                                            \
    {                                                                                            \
        T *x = shaped_##tag(dice, shape, n), *sorted = sorted_##tag(x, n);                       \
        check_nth_##tag(place, dice, x, sorted, n);                                              \
        check_top_##tag(place, dice, x, sorted, n);                                              \
        free(sorted);                                                                            \
        free(x);                                                                                 \
    }
CUPRO_NUMBERS(DEFINE_CHECKS)

#define CHECK(tag, T, S) check_##tag(&place, &dice, (enum shape)dice_below(&dice, ALL_SHAPES), n);

/* Each on one of the places. */
START_TEST(every_small_size)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = (size_t)_i + 1; n <= 500; n += PLACES) {
        CUPRO_NUMBERS(CHECK)
    }
    place_close(&place);
}
END_TEST

/* Around what is sorted at once, blocks of 16384, and samples of 256, 512 … */
START_TEST(around_borders)
{
    static const size_t lengths[] = {1023,  1024,  1025,  16383, 16384,
                                     16385, 32769, 65536, 65537, 131073};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int i = 0; i < 2; i++) {
        size_t n = lengths[dice_below(&dice, COUNT_OF(lengths))];
        CUPRO_NUMBERS(CHECK)
    }
    place_close(&place);
}
END_TEST

/* Up to 65536 the few are found on the caller, by a sample whose size has a limit: beyond 32768 it
 * once ran over its room. */
START_TEST(few_of_many)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = 16384; n <= 65536; n += 16384 - (size_t)_i % 2) {
        uint64_t *x = shaped_u64(&dice, UNIFORM, n), *sorted = sorted_u64(x, n), out[3];
        for (size_t k = 1; k <= 3; k++) {
            ck_assert_int_eq(cupro_bottom(x, n, k, out), 0);
            ck_assert_mem_eq(out, sorted, k * sizeof *out);
        }
        free(sorted);
        free(x);
    }
    place_close(&place);
}
END_TEST

/* The sample is drawn at places that can be known (sort_sample.c): those hold what misleads. */
START_TEST(samples_that_mislead)
{
    enum { N = 300000, SAMPLES = 2048 };
    struct place place = place_open(_i);
    uint64_t *x = malloc(N * sizeof *x), *sorted;
    for (size_t k = 0; k < N; k += N / 5) {
        for (size_t i = 0; i < N; i++)
            x[i] = (uint64_t)1 << (i % 60); /* and nearly all of the range has no keys */
        for (size_t i = 0; i < SAMPLES; i++)
            x[i * (N / SAMPLES) + scramble((i + 1) * 0x9e3779b97f4a7c15u) % (N / SAMPLES)] =
                UINT64_MAX - i;
        sorted = sorted_u64(x, N);
        int error = cupro_nth(x, N, k, AT(place));
        ck_assert(error == 0 && x[k] == sorted[k]);
        free(sorted);
    }
    free(x);
    place_close(&place);
}
END_TEST

START_TEST(progress_ends_with_all)
{
    enum { N = 200000 };
    struct place place = place_open(_i);
    static uint32_t x[N], out[N];
    for (size_t i = 0; i < N; i++)
        x[i] = (uint32_t)scramble(i);
    for (size_t n = 5; n <= N; n += N - 5) {
        struct reports reports = {.total = 0}, of_top = {.total = 0};
        cupro_progress progress = REPORTS_TO(&reports), top_progress = REPORTS_TO(&of_top);
        ck_assert_int_eq(cupro_nth(x, n, n / 2, AT(place), .progress = &progress), 0);
        ck_assert_int_eq(cupro_top(x, n, n / 3, out, AT(place), .progress = &top_progress), 0);
        ck_assert(reports_are_complete(&reports) && reports.total >= n);
        ck_assert(reports_are_complete(&of_top) && of_top.total >= n);
    }
    place_close(&place);
}
END_TEST

static cupro_stop late;

static void stop_it(size_t done, size_t total, void *arg)
{
    (void)done, (void)total, (void)arg;
    cupro_stop_request(&late);
}

/* Also in the middle: the array has the same numbers. */
START_TEST(stopped_arrays_keep_their_numbers)
{
    enum { N = 400000 };
    struct place place = place_open(_i);
    static uint32_t x[N], out[N];
    uint64_t sum = 0, after = 0;
    for (size_t i = 0; i < N; i++)
        sum += scramble(x[i] = (uint32_t)scramble(i));
    late = (cupro_stop){0};
    cupro_progress progress = {.report = stop_it, .interval = 1e-9};
    int error = cupro_nth(x, N, N / 2, AT(place), .progress = &progress, .stop = &late);
    ck_assert(error == CUPRO_ESTOPPED || error == 0);
    ck_assert_int_eq(cupro_nth(x, N, N / 2, AT(place), .stop = &late), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_nth(x, 3, 1, AT(place), .stop = &late), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_top(x, N, N / 2, out, AT(place), .stop = &late), CUPRO_ESTOPPED);
    for (size_t i = 0; i < N; i++)
        after += scramble(x[i]);
    ck_assert_uint_eq(sum, after);
    place_close(&place);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    double x[4] = {3, 1, 2, 5}, out[4] = {0}, *none = NULL;
    ck_assert_int_eq(cupro_nth(x, 4, 4), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_nth(x, 0, 0), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_nth(none, 4, 1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_nth(x, SIZE_MAX / 4, 1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_nth(x, 4, 1, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_nth(x, 4, 1, .keep_going = true), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_top(x, 4, 5, out), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_top(x, 4, 2, none), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_top(x, 4, 2, x + 3), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_top(x + 1, 3, 2, x), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_bottom(x, SIZE_MAX / 4, 2, out), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_bottom(x, 4, 2, out, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_bottom(x, 4, 0, out, .threads = -1), CUPRO_EINVAL);
    ck_assert(x[0] == 3 && x[1] == 1 && x[2] == 2 && x[3] == 5 && out[0] == 0);
    ck_assert_int_eq(cupro_top(none, 0, 0, none), 0);
    ck_assert_int_eq(cupro_top(x, 2, 2, x + 2), 0);
    ck_assert(x[2] == 3 && x[3] == 1);
    ck_assert_int_eq(cupro_top_f64(x, 4, 0, NULL, NULL), 0);
    ck_assert_int_eq(cupro_nth_f64(x, 4, 3, NULL), 0);
    ck_assert(x[3] == 3);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("select", PLACES, every_small_size, around_borders, few_of_many,
                     samples_that_mislead, progress_ends_with_all,
                     stopped_arrays_keep_their_numbers, what_is_wrong_is_refused);
}
