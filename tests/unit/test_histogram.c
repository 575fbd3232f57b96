/* SPDX-License-Identifier: MIT */
/* Histograms of all types, against a search of each number among edges, one after the other. */
#include "numbers.h"
#include "places.h"
#include "reports.h"
#include "run_tests.h"

#include <cupro/error.h>
#include <cupro/histogram.h>
#include <stdlib.h>

/* -- The reference ----------------------------------------------------------------------------- */

/* The last of `bins` edges that is not above the number; `is_above(i)` says whether edge i is. */
#define LAST_NOT_ABOVE(bins, is_above)          \
    size_t lo_ = 0, hi_ = (bins);               \
    while (hi_ - lo_ > 1) {                     \
        size_t middle_ = lo_ + (hi_ - lo_) / 2; \
        if (is_above(middle_))                  \
            hi_ = middle_;                      \
        else                                    \
            lo_ = middle_;                      \
    }                                           \
    return lo_

__extension__ typedef unsigned __int128 wide;

/* Edge i of integers is i * width / bins, which need not be one. */
#define DEFINE_BIN(tag, T, S)                                                                \
    static size_t bin_of_##tag(T x, T lo, T hi, size_t bins)                                 \
    {                                                                                        \
        uint64_t width = (uint64_t)hi - (uint64_t)lo, distance = (uint64_t)x - (uint64_t)lo; \
        if (x < lo || x > hi)                                                                \
            return bins;                                                                     \
        wide place = (wide)distance * bins;                                                  \
        LAST_NOT_ABOVE(bins, (wide)width *ABOVE);                                            \
    }
#define ABOVE(i) (i) > place
CUPRO_INTEGERS(DEFINE_BIN)
#undef ABOVE
#undef DEFINE_BIN

#define DEFINE_BIN(tag, T, S)                                   \
    static size_t bin_of_##tag(T x, T lo, T hi, size_t bins)    \
    {                                                           \
        double step = ((double)hi - (double)lo) / (double)bins; \
        if (isnan(x) || x < lo || x > hi)                       \
            return bins;                                        \
        LAST_NOT_ABOVE(bins, ABOVE);                            \
    }
#define ABOVE(i) ((double)lo + (double)(i)*step > (double)x)
CUPRO_FLOATS(DEFINE_BIN)
#undef ABOVE
#undef DEFINE_BIN

#define DEFINE_BIN(tag, T, S)                                     \
    static size_t bin_between_##tag(T x, const T *e, size_t bins) \
    {                                                             \
        if (!(x >= e[0] && x <= e[bins]))                         \
            return bins;                                          \
        LAST_NOT_ABOVE(bins, ABOVE);                              \
    }
#define ABOVE(i) (e[i] > x)
CUPRO_NUMBERS(DEFINE_BIN)
#undef ABOVE
#undef DEFINE_BIN

/* -- Against it -------------------------------------------------------------------------------- */

static const size_t bin_counts[] = {1, 2, 3, 10, 100, 255, 256, 257, 511, 512, 1000, 70000};

/* `counts` has a guard at both ends. */
#define COUNTS_ARE(counts, expected, bins)              \
    ((counts)[0] == 77 && (counts)[(bins) + 1] == 77 && \
     memcmp((counts) + 1, (expected), (bins) * sizeof *(counts)) == 0)

#define DEFINE_CHECK(tag, T, S)                                                                   \
    static int order_##tag(const void *a, const void *b)                                          \
    {                                                                                             \
        const T *x = a, *y = b;                                                                   \
        return (*x > *y) - (*x < *y);                                                             \
    }                                                                                             \
    static bool can_be_##tag(T lo, T hi, size_t bins)                                             \
    {                                                                                             \
        bool is_float = (T)0.5 != 0;                                                              \
        double width = (double)hi - (double)lo, most = fmax(fabs((double)lo), fabs((double)hi));  \
        return lo < hi && (!is_float || (isfinite(width) && isfinite((double)bins / width) &&     \
                                         width / (double)bins >= ldexp(most, -50)));              \
    }                                                                                             \
    static void check_##tag(const struct place *place, struct dice *dice, size_t n)               \
    {                                                                                             \
        size_t bins = bin_counts[dice_below(dice, COUNT_OF(bin_counts))];                         \
        size_t *counts = calloc(bins + 2, sizeof *counts), grain = dice_below(dice, 2) * 700;     \
        size_t *expected = calloc(bins + 1, sizeof *expected);                                    \
        size_t *between = calloc(bins + 1, sizeof *between);                                      \
        T *x = throw_##tag(dice, n), *edges = throw_##tag(dice, bins), lo = x[0], hi = x[n / 2];  \
        for (size_t i = 0; i <= bins; i++)                                                        \
            edges[i] = i < n && x[i] == x[i] ? x[i] : (T)i;                                       \
        qsort(edges, bins + 1, sizeof *edges, order_##tag);                                       \
        if (n == 0 || lo != lo || hi < lo)                                                        \
            lo = 0, hi = 100;                                                                     \
        counts[0] = counts[bins + 1] = 77;                                                        \
        for (size_t i = 0; i < n; i++) {                                                          \
            expected[bin_of_##tag(x[i], lo, hi, bins)]++;                                         \
            between[bin_between_##tag(x[i], edges, bins)]++;                                      \
        }                                                                                         \
        int error = cupro_histogram(x, n, lo, hi, bins, counts + 1, AT(*place), .grain = grain);  \
        bool right = can_be_##tag(lo, hi, bins)                                                   \
                         ? error == 0 && COUNTS_ARE(counts, expected, bins)                       \
                         : error == CUPRO_EINVAL || (lo == hi && bins == 1);                      \
        int second =                                                                              \
            cupro_histogram_edges(x, n, edges, bins, counts + 1, AT(*place), .grain = grain);     \
        bool right_too = second == 0 && COUNTS_ARE(counts, between, bins);                        \
        ck_assert_msg(right &&right_too, #tag ": %zu in %zu bins: %d, %d, edges %d, %d", n, bins, \
                      error, right, second, right_too);                                           \
        free(edges);                                                                              \
        free(x);                                                                                  \
        free(between);                                                                            \
        free(expected);                                                                           \
        free(counts);                                                                             \
    }
CUPRO_NUMBERS(DEFINE_CHECK)

#define CHECK(tag, T, S) check_##tag(&place, &dice, n);

START_TEST(are_those_of_a_search)
{
    static const size_t lengths[] = {0, 1, 2, 3, 17, 100, 511, 512, 513, 1000, 5000, 20000, 40003};
    FOR_EACH_LENGTH(CUPRO_NUMBERS, CHECK);
}
END_TEST

/* All values of a type, into as many bins as there are, one fewer, and other numbers of them. */
START_TEST(every_value_of_a_type)
{
    enum { VALUES = 65536 };
    struct place place = place_open(_i);
    static int16_t x[VALUES];
    static size_t counts[VALUES], expected[VALUES];
    for (size_t i = 0; i < VALUES; i++)
        x[i] = (int16_t)i;
    for (size_t bins = VALUES - 3; bins <= VALUES; bins++) {
        memset(expected, 0, sizeof expected);
        for (size_t i = 0; i < VALUES; i++)
            expected[bin_of_i16(x[i], INT16_MIN, INT16_MAX, bins)]++;
        ck_assert_int_eq(cupro_histogram(x, VALUES, INT16_MIN, INT16_MAX, bins, counts, AT(place)),
                         0);
        ck_assert(memcmp(counts, expected, bins * sizeof *counts) == 0);
    }
    ck_assert(counts[0] == 1 && counts[VALUES - 1] == 1);
    place_close(&place);
}
END_TEST

/* -- On edges, and next to them -----------------------------------------------------------------
 */

/* A range, half of the time of so many equal parts, and up to N numbers around its edges. */
enum { EDGES = 1000 };

#define DEFINE_THROW_EDGES(tag, T, S)                                                           \
    static size_t edges_##tag(struct dice *dice, T *lo, T *hi, size_t *bins, T *x)              \
    {                                                                                           \
        T a = (T)dice_bits(dice), b = (T)dice_bits(dice);                                       \
        *lo = a < b ? a : b;                                                                    \
        *hi = a < b ? b : a;                                                                    \
        uint64_t width = (uint64_t)*hi - (uint64_t)*lo;                                         \
        if (width > *bins && dice_once_in(dice, 2)) {                                           \
            width -= width % *bins;                                                             \
            *hi = (T)((uint64_t)*lo + width);                                                   \
        }                                                                                       \
        size_t n = 0;                                                                           \
        for (size_t e = 0; e < EDGES; e++) {                                                    \
            size_t i = *bins < EDGES ? e % *bins : dice_below(dice, *bins);                     \
            uint64_t distance = (uint64_t)(((wide)i * width + *bins - 1) / *bins);              \
            for (uint64_t near = distance > 0 ? distance - 1 : 0; near <= distance + 1; near++) \
                if (near <= width)                                                              \
                    x[n++] = (T)((uint64_t)*lo + near);                                         \
        }                                                                                       \
        return n;                                                                               \
    }
CUPRO_INTEGERS(DEFINE_THROW_EDGES)
#undef DEFINE_THROW_EDGES

#define DEFINE_THROW_EDGES(tag, T, next)                                           \
    static size_t edges_##tag(struct dice *dice, T *lo, T *hi, size_t *bins, T *x) \
    {                                                                              \
        *lo = (T)throw_float(dice, 0);                                             \
        *hi = *lo + (T)fabs(throw_float(dice, 0));                                 \
        double step = ((double)*hi - (double)*lo) / (double)*bins;                 \
        for (size_t e = 0; e < EDGES; e++) {                                       \
            size_t i = *bins < EDGES ? e % *bins : dice_below(dice, *bins);        \
            T edge = (T)((double)*lo + (double)i * step);                          \
            x[3 * e] = next(edge, -(T)INFINITY);                                   \
            x[3 * e + 1] = edge;                                                   \
            x[3 * e + 2] = next(edge, (T)INFINITY);                                \
        }                                                                          \
        return 3 * EDGES;                                                          \
    }
DEFINE_THROW_EDGES(f32, float, nextafterf)
DEFINE_THROW_EDGES(f64, double, nextafter)
#undef DEFINE_THROW_EDGES

#define DEFINE_CHECK_EDGES(tag, T, S)                                                          \
    static void check_edges_##tag(const struct place *place, struct dice *dice)                \
    {                                                                                          \
        size_t most = dice_once_in(dice, 2) ? 100 : dice_once_in(dice, 20) ? 4000000 : 100000; \
        size_t bins = dice_below(dice, most) + 1;                                              \
        size_t *counts = malloc(bins * sizeof *counts);                                        \
        size_t *expected = calloc(bins + 1, sizeof *expected);                                 \
        T lo, hi, *x = malloc(3 * EDGES * sizeof *x);                                          \
        size_t n = edges_##tag(dice, &lo, &hi, &bins, x);                                      \
        int error = cupro_histogram(x, n, lo, hi, bins, counts, AT(*place));                   \
        if (error != CUPRO_EINVAL || can_be_##tag(lo, hi, bins)) {                             \
            for (size_t i = 0; i < n; i++)                                                     \
                expected[bin_of_##tag(x[i], lo, hi, bins)]++;                                  \
            ck_assert_msg(error == 0 && memcmp(counts, expected, bins * sizeof *counts) == 0,  \
                          #tag ": edges of %zu bins: %d", bins, error);                        \
        }                                                                                      \
        free(x);                                                                               \
        free(expected);                                                                        \
        free(counts);                                                                          \
    }
CUPRO_NUMBERS(DEFINE_CHECK_EDGES)

#define CHECK_EDGES(tag, T, S) check_edges_##tag(&place, &dice);

START_TEST(around_edges)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int repeat = 0; repeat < 12; repeat++) {
        CUPRO_NUMBERS(CHECK_EDGES)
    }
    place_close(&place);
}
END_TEST

/* Neighbours that are equal, two in turn, and all values; unaligned, and of odd lengths. */
START_TEST(bytes_of_all_kinds)
{
    enum { N = 1000003 };
    struct place place = place_open(_i);
    unsigned char *x = malloc(N + 1);
    for (int kind = 0; kind < 3; kind++) {
        size_t counts[256], expected[256] = {0};
        for (size_t i = 0; i <= N; i++)
            x[i] = (unsigned char)(kind == 0 ? 7 : kind == 1 ? i % 2 * 200 : scramble(i));
        for (size_t i = 0; i < N; i++)
            expected[x[1 + i]]++;
        ck_assert_int_eq(cupro_histogram(x + 1, N, 0, 255, 256, counts, AT(place)), 0);
        ck_assert(memcmp(counts, expected, sizeof counts) == 0);
    }
    free(x);
    place_close(&place);
}
END_TEST

/* Enough for wide adders, of any length, at any place, in pieces of any length: values of one
 * quarter, of two, of all in turn, any, and letters with few others, so that a batch has none. */
START_TEST(bytes_at_any_place)
{
    enum { MOST = 300000, KINDS = 5 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    unsigned char *x = malloc(MOST + 64);
    for (int repeat = 0; repeat < 30; repeat++) {
        const size_t n = (1 << 17) + dice_below(&dice, MOST - (1 << 17)),
                     at = dice_below(&dice, 64);
        const size_t grain = dice_once_in(&dice, 2) ? 0 : dice_below(&dice, 40000) + 1;
        const unsigned char base = (unsigned char)dice_bits(&dice);
        size_t counts[256], expected[256] = {0};
        for (size_t i = 0; i < n; i++) {
            const unsigned any = (unsigned)dice_below(&dice, 256);
            const unsigned of_kind[KINDS] = {base ^ any % 64, base ^ any % 8 * 16, (unsigned)i, any,
                                             i % 3001 < 2 ? any : any % 128};
            x[at + i] = (unsigned char)of_kind[repeat % KINDS];
            expected[x[at + i]]++;
        }
        ck_assert_int_eq(cupro_histogram(x + at, n, 0, 255, 256, counts, AT(place), .grain = grain),
                         0);
        ck_assert_msg(memcmp(counts, expected, sizeof counts) == 0, "%zu bytes at %zu, kind %d", n,
                      at, repeat % KINDS);
    }
    free(x);
    place_close(&place);
}
END_TEST

/* So many that they are counted in pairs where that is faster, as few of these occur, but for
 * random bytes; one runner adds them up more than once. */
START_TEST(many_bytes)
{
    enum { N = (9 << 20) + 5, KINDS = 3 };
    size_t counts[256], expected[256] = {0};
    if (_i >= KINDS)
        return;
    unsigned char *x = malloc(N + 1);
    for (size_t i = 0; i <= N; i++) {
        const uint64_t any = (uint64_t)i * UINT64_C(0x9e3779b97f4a7c15) >> 40;
        const char letter = "EETAOINSHRDL\0\xff"[any % 14];
        x[i] = (unsigned char)(_i == 0 ? 0xff : _i == 1 ? (uint64_t)letter : any);
        expected[x[i]] += i > 0;
    }
    ck_assert_int_eq(cupro_histogram(x + 1, N, 0, 255, 256, counts, .threads = 1 + _i % 2), 0);
    ck_assert(memcmp(counts, expected, sizeof counts) == 0);
    free(x);
}
END_TEST

/* Where rounding is hard on them, and the ends of types. */
START_TEST(numbers_on_edges)
{
    size_t counts[10];
    double tenths[11], nan = NAN;
    for (int i = 0; i <= 10; i++)
        tenths[i] = i * 0.1;
    ck_assert_int_eq(cupro_histogram(tenths, 11, 0.0, 1.0, 10, counts), 0);
    for (size_t i = 0; i < 10; i++)
        ck_assert_uint_eq(counts[i], 1 + (i == 9));
    ck_assert_int_eq(cupro_histogram(&nan, 1, 0.0, 1.0, 1, counts), 0);
    ck_assert_uint_eq(counts[0], 0);
    double edges[] = {-1, 0, 0, 1}, x[] = {-0.0, 0.0, 1, 1.5, -1, -INFINITY, INFINITY, NAN};
    ck_assert_int_eq(cupro_histogram_edges(x, 8, edges, 3, counts), 0);
    ck_assert(counts[0] == 1 && counts[1] == 0 && counts[2] == 3);
    double all[] = {-INFINITY, 0, INFINITY};
    ck_assert_int_eq(cupro_histogram_edges(x, 8, all, 2, counts), 0);
    ck_assert(counts[0] == 2 && counts[1] == 5);
    uint64_t ends[] = {0, 1, UINT64_MAX / 2, UINT64_MAX / 2 + 1, UINT64_MAX - 1, UINT64_MAX};
    ck_assert_int_eq(cupro_histogram(ends, 6, 0, UINT64_MAX, 2, counts), 0);
    ck_assert(counts[0] == 3 && counts[1] == 3);
    int64_t whole[] = {INT64_MIN, -1, 0, INT64_MAX};
    ck_assert_int_eq(cupro_histogram(whole, 4, INT64_MIN, INT64_MAX, 2, counts), 0);
    ck_assert(counts[0] == 2 && counts[1] == 2);
    int32_t fives[] = {5, 4, 5, 6};
    ck_assert_int_eq(cupro_histogram(fives, 4, 5, 5, 1, counts), 0);
    ck_assert_uint_eq(counts[0], 2);
}
END_TEST

/* Enough of them for vectors: below, at and above both ends. */
#define DEFINE_ENDS(tag, T, next)                                                         \
    START_TEST(ends_of_##tag)                                                             \
    {                                                                                     \
        enum { N = 520, BINS = 7 };                                                       \
        const T lo = (T)-0.3, hi = (T)1e9, most = (T)INFINITY;                            \
        const T ends[] = {                                                                \
            lo,      hi,       next(lo, -most), next(hi, most), NAN,   -NAN, most, -most, \
            (T)1e30, (T)-1e30, next(hi, -most), next(lo, most), (T)5e8};                  \
        const size_t kinds = sizeof ends / sizeof *ends;                                  \
        T x[N];                                                                           \
        for (size_t i = 0; i < N; i++)                                                    \
            x[i] = ends[i % kinds];                                                       \
        for (size_t bins = 1; bins <= BINS; bins += 2) {                                  \
            size_t counts[BINS], expected[BINS] = {0};                                    \
            expected[0] += 2 * N / kinds;                                                 \
            expected[bins - 1] += 2 * N / kinds;                                          \
            expected[bins / 2] += N / kinds;                                              \
            ck_assert_int_eq(cupro_histogram(x, N, lo, hi, bins, counts), 0);             \
            ck_assert(memcmp(counts, expected, bins * sizeof *counts) == 0);              \
        }                                                                                 \
    }                                                                                     \
    END_TEST
DEFINE_ENDS(f32, float, nextafterf)
DEFINE_ENDS(f64, double, nextafter)

START_TEST(what_is_wrong_is_refused)
{
    double x[8] = {1, 2, 5}, falls[] = {0, 2, 1}, nans[] = {0, 2, NAN}, *none = NULL;
    size_t counts[4] = {42, 42, 42, 42}, *nowhere = NULL;
    const size_t most = INT32_MAX;
    unsigned char small[1] = {3};
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_histogram(x, 3, 0, 1, 4, counts, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_histogram(small, 1, 0, 1, 2, counts, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_histogram(none, 3, 0, 1, 4, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 3, 0, 1, 4, nowhere), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, SIZE_MAX / 4, 0, 1, 4, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 3, 0, 1, 0, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 3, 0, 1, most + 1, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 3, 1, 1, 1, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 3, 1, 0, 1, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 3, NAN, 1, 1, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 3, 0, INFINITY, 1, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 3, -1e308, 1e308, 1, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 3, 1e9, 1e9 + 1e-6, 100, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 3, 0, 1e-310, 100, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(small, 1, 3, 3, 2, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 8, 0, 1, 2, (size_t *)(void *)(x + 7)), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 3, 0, 1, 4, counts, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram(x, 3, 0, 1, 4, counts, .keep_going = true), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_edges(x, 3, none, 1, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_edges(x, 3, falls, 2, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_edges(x, 3, nans, 2, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_edges(x, 3, falls, 0, counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_histogram_edges(x + 4, 1, x, 2, (size_t *)(void *)(x + 1)),
                     CUPRO_EINVAL);
    ck_assert(counts[0] == 42 && counts[3] == 42 && x[1] == 2 && x[7] == 0);
    ck_assert_int_eq(cupro_histogram(none, 0, 0, 1, 4, counts), 0);
    ck_assert(counts[0] == 0 && counts[3] == 0);
    struct reports reports = {.total = 0};
    cupro_progress progress = REPORTS_TO(&reports);
    ck_assert_int_eq(cupro_histogram(x, 3, 0, 10, 4, counts, .progress = &progress), 0);
    ck_assert(reports_are_complete(&reports) && reports.total == 3 && counts[0] == 2);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("histogram", PLACES, are_those_of_a_search, every_value_of_a_type,
                     bytes_of_all_kinds, bytes_at_any_place, many_bytes, around_edges,
                     numbers_on_edges, ends_of_f32, ends_of_f64, what_is_wrong_is_refused);
}
