/* SPDX-License-Identifier: MIT */
/* Stages as the definers make them: structs, commas, statements, ctx, pointers. */
#include "places.h"
#include "run_tests.h"

#include <cupro/chain.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { N = 10000 };

struct particle {
    double mass, speed;
    bool alive;
    char name[11];
};

struct pair {
    int32_t low, high;
};

struct limits {
    double low, high;
};

typedef const char *string;

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

CUPRO_FILTER(alive, struct particle, p, p.alive);
CUPRO_MAP(energy, struct particle, double, p, (p.speed * p.speed * p.mass) / 2);
CUPRO_MAP(as_pair, int32_t, struct pair, x, (struct pair){-x, larger(x, 3)});
CUPRO_FILTER(is_wide, struct pair, p, (void)p.low, larger(p.low, 3) != p.high);
CUPRO_FILTER(is_within, double, x,
             x >= ((const struct limits *)ctx)->low && x < ((const struct limits *)ctx)->high);
CUPRO_MAP(from_low, double, double, x, x - ((const struct limits *)ctx)->low);
CUPRO_FOLD(even_squares, int32_t, int64_t, x, acc, {
    int64_t wide = x, square = wide * wide;
    if (x % 2 == 0)
        acc += square;
});
CUPRO_FOLD(extent, double, struct limits, x, acc, acc.low = fmin(acc.low, x),
           acc.high = fmax(acc.high, x));
CUPRO_FILTER(is_there, string, s, s != NULL);
CUPRO_FILTER(is_long, string, s, strlen(s) > 3);

static struct limits hull(struct limits a, struct limits b)
{
    return (struct limits){fmin(a.low, b.low), fmax(a.high, b.high)};
}

#define EMPTY               \
    {                       \
        INFINITY, -INFINITY \
    }
CUPRO_MONOID(joined, struct limits, a, b, hull(a, b), EMPTY);

START_TEST(structs_are_filtered_and_mapped)
{
    struct place place = place_open(_i);
    static struct particle particles[N];
    static double energies[N];
    size_t count, expected = 0;
    for (size_t i = 0; i < N; i++)
        particles[i] = (struct particle){(double)i, 2, i % 7 < 3, "particle"};
    ck_assert_int_eq(cupro_collect(cupro_from(particles, N, &alive, &energy), energies, &count,
                                   AT(place), .grain = 100),
                     0);
    for (size_t i = 0; i < N; i++)
        expected += particles[i].alive && energies[expected] == 2.0 * (double)i;
    ck_assert_uint_eq(count, N / 7 * 3 + 3);
    ck_assert_uint_eq(expected, count);
    place_close(&place);
}
END_TEST

START_TEST(expressions_may_have_commas)
{
    struct place place = place_open(_i);
    static int32_t numbers[N];
    static struct pair pairs[N];
    size_t count;
    for (int32_t i = 0; i < N; i++)
        numbers[i] = i;
    ck_assert_int_eq(
        cupro_collect(cupro_from(numbers, N, &as_pair, &is_wide), pairs, &count, AT(place)), 0);
    ck_assert_uint_eq(count, N - 4);
    ck_assert(pairs[0].low == -4 && pairs[0].high == 4);
    ck_assert(pairs[N - 5].low == 1 - N && pairs[N - 5].high == N - 1);
    place_close(&place);
}
END_TEST

START_TEST(expressions_may_use_ctx)
{
    struct place place = place_open(_i);
    static double numbers[N], results[N];
    struct limits limits = {1000, 3000};
    size_t count;
    for (size_t i = 0; i < N; i++)
        numbers[i] = (double)(N - i);
    ck_assert_int_eq(cupro_collect(cupro_from(numbers, N, &is_within, &from_low), results, &count,
                                   .ctx = &limits, AT(place)),
                     0);
    ck_assert_uint_eq(count, 2000);
    ck_assert(results[0] == 1999 && results[1999] == 0);
    place_close(&place);
}
END_TEST

START_TEST(folds_are_blocks_of_statements_or_expressions)
{
    struct place place = place_open(_i);
    static int32_t numbers[N];
    static double reals[N];
    int64_t squares, expected = 0;
    struct limits limits;
    for (int32_t i = 0; i < N; i++) {
        numbers[i] = i - 50;
        reals[i] = i % 777 - 50;
        expected += i % 2 == 0 ? (int64_t)numbers[i] * numbers[i] : 0;
    }
    ck_assert_int_eq(
        cupro_reduce(cupro_from(numbers, N, &even_squares), &cupro_plus_i64, &squares, AT(place)),
        0);
    ck_assert_int_eq(squares, expected);
    ck_assert_int_eq(cupro_reduce(cupro_from(reals, N, &extent), &joined, &limits, AT(place)), 0);
    ck_assert(limits.low == -50 && limits.high == 726);
    ck_assert_int_eq(cupro_reduce(cupro_from(reals, 0, &extent), &joined, &limits, AT(place)), 0);
    ck_assert(limits.low == INFINITY && limits.high == -INFINITY);
    place_close(&place);
}
END_TEST

/* strlen(NULL) would crash. */
START_TEST(a_filter_does_not_see_what_the_one_before_it_dropped)
{
    struct place place = place_open(_i);
    static string names[N];
    static string results[N];
    size_t count, counted;
    for (size_t i = 0; i < N; i++)
        names[i] = i % 3 == 0 ? NULL : i % 3 == 1 ? "Ada" : "Grace";
    cupro_chain chain = cupro_from(names, N, &is_there, &is_long);
    ck_assert_int_eq(cupro_collect(chain, results, &count, AT(place)), 0);
    ck_assert_int_eq(cupro_count(chain, &counted, AT(place)), 0);
    ck_assert_uint_eq(count, N / 3);
    ck_assert_uint_eq(counted, N / 3);
    for (size_t i = 0; i < count; i++)
        count -= strcmp(results[i], "Grace") != 0;
    ck_assert_uint_eq(count, N / 3);
    place_close(&place);
}
END_TEST

CUPRO_MAP(plus_one, int32_t, int32_t, x, x + 1);
#define P &plus_one

START_TEST(a_chain_may_have_up_to_eight_stages)
{
    static int32_t zeros[N];
    const cupro_chain chains[] = {
        cupro_from(zeros, N),
        cupro_from(zeros, N, P),
        cupro_from(zeros, N, P, P),
        cupro_from(zeros, N, P, P, P),
        cupro_from(zeros, N, P, P, P, P),
        cupro_from(zeros, N, P, P, P, P, P),
        cupro_from(zeros, N, P, P, P, P, P, P),
        cupro_from(zeros, N, P, P, P, P, P, P, P),
        cupro_from(zeros, N, P, P, P, P, P, P, P, P),
    };
    struct place place = place_open(_i);
    for (int k = 0; k <= CUPRO_MAX_STAGES; k++) {
        int32_t *results;
        size_t count;
        ck_assert_int_eq(chains[k].stages, k);
        ck_assert_int_eq(cupro_collect_new(chains[k], &results, &count, AT(place)), 0);
        ck_assert_uint_eq(count, N);
        ck_assert(results[0] == k && results[N - 1] == k);
        free(results);
    }
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS("stage", PLACES, structs_are_filtered_and_mapped, expressions_may_have_commas,
                     expressions_may_use_ctx, folds_are_blocks_of_statements_or_expressions,
                     a_filter_does_not_see_what_the_one_before_it_dropped,
                     a_chain_may_have_up_to_eight_stages);
}
