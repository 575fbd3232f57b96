/* SPDX-License-Identifier: MIT */
/* Histograms of weights: against counts, against loops, and the same bits at all places. */
#include "numbers.h"
#include "places.h"
#include "reports.h"
#include "run_tests.h"

#include <cupro/error.h>
#include <cupro/histogram.h>
#include <stdlib.h>

enum { N = 30011, BINS = 300 };

/* -- Weights of one ---------------------------------------------------------------------------- */

/* Sums of ones are counts, in all types, with a guard behind them. */
#define DEFINE_CHECK(tag, T, S)                                                                    \
    static void check_##tag(const struct place *place, size_t n, size_t bins)                      \
    {                                                                                              \
        static T x[N], edges[BINS + 1];                                                            \
        static double real[N], sums[BINS + 1];                                                     \
        static int64_t whole[N], totals[BINS + 1];                                                 \
        size_t counts[BINS];                                                                       \
        for (size_t i = 0; i < n; i++) {                                                           \
            x[i] = (T)(scramble(i) % 127);                                                         \
            real[i] = 1;                                                                           \
            whole[i] = 1;                                                                          \
        }                                                                                          \
        for (size_t i = 0; i <= bins; i++)                                                         \
            edges[i] = (T)(100 * i / bins);                                                        \
        sums[bins] = 77;                                                                           \
        totals[bins] = 77;                                                                         \
        ck_assert_int_eq(cupro_histogram(x, n, 3, 100, bins, counts), 0);                          \
        ck_assert_int_eq(cupro_histogram_weighted(x, n, real, 3, 100, bins, sums, AT(*place)), 0); \
        ck_assert_int_eq(cupro_histogram_weighted(x, n, whole, 3, 100, bins, totals, AT(*place)),  \
                         0);                                                                       \
        for (size_t b = 0; b < bins; b++)                                                          \
            ck_assert_msg(sums[b] == (double)counts[b] && totals[b] == (int64_t)counts[b],         \
                          #tag ": %zu in %zu bins: bin %zu", n, bins, b);                          \
        ck_assert_int_eq(cupro_histogram_edges(x, n, edges, bins, counts), 0);                     \
        ck_assert_int_eq(                                                                          \
            cupro_histogram_edges_weighted(x, n, real, edges, bins, sums, AT(*place)), 0);         \
        ck_assert_int_eq(                                                                          \
            cupro_histogram_edges_weighted(x, n, whole, edges, bins, totals, AT(*place)), 0);      \
        for (size_t b = 0; b < bins; b++)                                                          \
            ck_assert_msg(sums[b] == (double)counts[b] && totals[b] == (int64_t)counts[b],         \
                          #tag ": %zu between edges: bin %zu of %zu", n, b, bins);                 \
        ck_assert(sums[bins] == 77 && totals[bins] == 77);                                         \
    }
CUPRO_NUMBERS(DEFINE_CHECK)

#define CHECK(tag, T, S)           \
    check_##tag(&place, 0, 10);    \
    check_##tag(&place, 1000, 97); \
    check_##tag(&place, N, BINS);

START_TEST(ones_are_counted)
{
    struct place place = place_open(_i);
    CUPRO_NUMBERS(CHECK)
    place_close(&place);
}
END_TEST

/* -- Any weights ------------------------------------------------------------------------------- */

/* Of doubles that are not exact: what one thread finds, to the last bit, and about what a loop
 * does. More numbers than a few blocks have, bins that are values, and equal neighbours. */
START_TEST(sums_have_the_same_bits_everywhere)
{
    enum { MANY = 100003, FEW_BINS = 100 };
    struct place place = place_open(_i);
    int32_t *x = malloc(MANY * sizeof *x);
    double *weights = malloc(MANY * sizeof *weights);
    double one[FEW_BINS], all[FEW_BINS], grained[FEW_BINS], expected[FEW_BINS] = {0};
    for (size_t i = 0; i < MANY; i++) {
        x[i] = (int32_t)(i < MANY / 3 ? 7 : scramble(i) % 110);
        weights[i] = (double)(scramble(i + 1) >> 11) * 0x1p-40;
        if (x[i] < FEW_BINS)
            expected[x[i]] += weights[i];
    }
    ck_assert_int_eq(cupro_histogram_weighted(x, MANY, weights, 0, 99, FEW_BINS, one, .threads = 1),
                     0);
    ck_assert_int_eq(cupro_histogram_weighted(x, MANY, weights, 0, 99, FEW_BINS, all, AT(place)),
                     0);
    ck_assert_int_eq(cupro_histogram_weighted(x, MANY, weights, 0, 99, FEW_BINS, grained, AT(place),
                                              .grain = 777),
                     0);
    ck_assert(memcmp(one, all, sizeof one) == 0);
    for (size_t b = 0; b < FEW_BINS; b++)
        ck_assert(fabs(all[b] - expected[b]) <= 1e-10 * expected[b] &&
                  fabs(grained[b] - expected[b]) <= 1e-10 * expected[b]);
    free(weights);
    free(x);
    place_close(&place);
}
END_TEST

/* Integers wrap around; more bins than numbers; what is in no bin, and its weight, changes none. */
START_TEST(odd_weights)
{
    enum { MANY_BINS = 1000000 };
    const double x[] = {0, 0.5, 0.5, 1, 2, -1, NAN};
    const int64_t whole[] = {INT64_MAX, INT64_MAX, 2, INT64_MIN, 5, 5, 5};
    const double real[] = {1, NAN, 1, INFINITY, NAN, NAN, NAN};
    int64_t totals[2];
    double sums[3], *many = malloc(MANY_BINS * sizeof *many);
    ck_assert_int_eq(cupro_histogram_weighted(x, 7, whole, 0, 1, 2, totals), 0);
    ck_assert(totals[0] == INT64_MAX && totals[1] == 1);
    ck_assert_int_eq(cupro_histogram_weighted(x, 7, real, 0, 1, 3, sums), 0);
    ck_assert(sums[0] == 1 && isnan(sums[1]) && sums[2] == INFINITY);
    ck_assert_int_eq(cupro_histogram_weighted(x, 7, real, 0, 1, MANY_BINS, many), 0);
    ck_assert(many[0] == 1 && many[1] == 0 && isnan(many[MANY_BINS / 2]) &&
              many[MANY_BINS - 1] == INFINITY);
    free(many);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    double x[] = {1, 2, 5}, weights[] = {1, 2, 3}, sums[] = {42, 42}, *none = NULL;
    double falls[] = {0, 2, 1};
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_histogram_weighted(none, 3, weights, 0, 1, 2, sums), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_weighted(x, 3, none, 0, 1, 2, sums), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_weighted(x, 3, weights, 0, 1, 2, none), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_weighted(x, 3, weights, 1, 0, 2, sums), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_weighted(x, 3, weights, 0, 1, 0, sums), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_weighted(x, 3, weights, 0, 1, 2, weights + 2), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_weighted(x, 3, weights, 0, 1, 2, x + 1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_edges_weighted(x, 3, weights, falls, 2, sums), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_edges_weighted(x, 3, weights, none, 2, sums), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_edges_weighted(x, 2, weights, x, 2, x + 2), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_weighted(x, 3, weights, 0, 1, 2, sums, .threads = -1),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_weighted(x, 3, weights, 0, 1, 2, sums, .stop = &stop),
                     CUPRO_ESTOPPED);
    ck_assert(sums[0] == 42 && sums[1] == 42 && x[1] == 2 && weights[2] == 3);
    struct reports reports = {.total = 0};
    cupro_progress progress = REPORTS_TO(&reports);
    ck_assert_int_eq(cupro_histogram_weighted(x, 3, weights, 0, 4, 2, sums, .progress = &progress),
                     0);
    ck_assert(reports_are_complete(&reports) && reports.total == 3);
    ck_assert(sums[0] == 1 && sums[1] == 2);
}
END_TEST

int main(void)
{
    return RUN_TESTS("histogram_weighted", PLACES, ones_are_counted,
                     sums_have_the_same_bits_everywhere, odd_weights, what_is_wrong_is_refused);
}
