/* SPDX-License-Identifier: MIT */
/* Sorts of some sizes and of all types and places, against qsort; and what a failed one leaves. The
 * other sizes and shapes are test_sort_shapes.c's. */
#include "places.h"
#include "reports.h"
#include "run_tests.h"
#include "sorts.h"

#include <cupro/error.h>
#include <stdlib.h>

/* All sizes at least once: one in some on each place. */
START_TEST(small_sizes)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = (size_t)_i; n <= 520; n += PLACES) {
        enum shape shape = (enum shape)dice_below(&dice, ALL_SHAPES);
        CUPRO_NUMBERS(CHECK_SORT)
    }
    place_close(&place);
}
END_TEST

/* One way ends and the next begins: at 16384 for 2 bytes, at 32768 for more. */
START_TEST(around_borders)
{
    static const size_t lengths[] = {1024, 1025, 16384, 16385, 32768, 32769, 65535, 65536, 65537};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    enum shape shape = (enum shape)dice_below(&dice, ALL_SHAPES);
    size_t n = lengths[(size_t)_i % COUNT_OF(lengths)];
    CUPRO_NUMBERS(CHECK_SORT)
    place_close(&place);
}
END_TEST

/* A sort that is stopped has not begun to write. */
START_TEST(stopped_arrays_are_as_they_were)
{
    enum { N = 300000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    uint32_t *x = malloc(N * sizeof *x), *before = malloc(N * sizeof *x);
    for (size_t i = 0; i < N; i++)
        before[i] = x[i] = (uint32_t)dice_bits(&dice);
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_sort(x, N, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_sort(x, 5, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_sort((int16_t *)(void *)x, N, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert(memcmp(x, before, N * sizeof *x) == 0);
    free(before);
    free(x);
    place_close(&place);
}
END_TEST

static cupro_stop late;
static size_t stop_percent;

static void stop_it(size_t done, size_t total, void *arg)
{
    (void)arg;
    if (done >= total / 100 * stop_percent)
        cupro_stop_request(&late);
}

/* In the middle: an array is as it was, or it is sorted. */
START_TEST(sorts_that_are_stopped_late)
{
    enum { N = 70000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 3 * ALL_SHAPES; round++) {
        int shape = round % ALL_SHAPES;
        uint64_t *before = shaped_u64(&dice, (enum shape)shape, N), *x = copied_u64(before, N);
        cupro_progress progress = {.report = stop_it, .interval = 1e-9};
        late = (cupro_stop){0};
        stop_percent = dice_below(&dice, 100);
        int error = cupro_sort(x, N, AT(place), .progress = &progress, .stop = &late,
                               .in_place = dice_once_in(&dice, 2));
        size_t falls = 0;
        for (size_t i = 1; i < N; i++)
            falls += x[i] < x[i - 1];
        bool as_it_was = memcmp(x, before, N * sizeof *x) == 0;
        ck_assert_msg(error == 0 ? falls == 0 : error == CUPRO_ESTOPPED && as_it_was,
                      "shape %d: %d, %zu, %d", shape, error, falls, as_it_was);
        free(x);
        free(before);
    }
    place_close(&place);
}
END_TEST

START_TEST(progress_ends_with_all)
{
    static const size_t lengths[] = {5, 40000, 200000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t l = 0; l < COUNT_OF(lengths); l++)
        for (int shape = 0; shape < ALL_SHAPES; shape++) {
            size_t n = lengths[l];
            uint32_t *x = shaped_u32(&dice, (enum shape)shape, n);
            struct reports reports = {.total = 0};
            cupro_progress progress = REPORTS_TO(&reports);
            int error = cupro_sort(x, n, AT(place), .progress = &progress);
            ck_assert_msg(error == 0 && reports_are_complete(&reports) && reports.total >= n / 2,
                          "shape %d, %zu: %d, %zu of %zu", shape, n, error, reports.done,
                          reports.total);
            free(x);
        }
    place_close(&place);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    double x[3] = {3, 1, 2};
    ck_assert_int_eq(cupro_sort((double *)NULL, 3), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort((double *)NULL, 0), 0);
    ck_assert_int_eq(cupro_sort(x, SIZE_MAX / 4), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort(x, 3, .threads = -1), CUPRO_EINVAL);
    ck_assert(x[0] == 3 && x[1] == 1 && x[2] == 2);
    ck_assert_int_eq(cupro_sort_f64(x, 3, NULL), 0);
    ck_assert(x[0] == 1 && x[1] == 2 && x[2] == 3);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("sort", PLACES, small_sizes, around_borders, stopped_arrays_are_as_they_were,
                     sorts_that_are_stopped_late, progress_ends_with_all, what_is_wrong_is_refused);
}
