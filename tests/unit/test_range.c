/* SPDX-License-Identifier: MIT */
/* Chains over indexes, through every verb, and the idioms of the manual. */
#include "places.h"
#include "run_tests.h"

#include <cupro/range.h>
#include <cupro/search.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1000007 };

CUPRO_MAP(squared, size_t, uint64_t, i, (uint64_t)i *i);
CUPRO_FILTER(is_third, size_t, i, i % 3 == 0);
CUPRO_FILTER(is_odd, size_t, i, i % 2 != 0);
CUPRO_FOLD(added, size_t, uint64_t, i, sum, sum += i);
CUPRO_FILTER(is_wanted, size_t, i, i == *(const size_t *)ctx);
CUPRO_FILTER(is_not, size_t, i, i != *(const size_t *)ctx);

/* -- Verbs ------------------------------------------------------------------------------------- */

static uint64_t results[MOST];
static size_t indexes[MOST], others[MOST];

static void check_collect(const struct place *place, size_t first, size_t n)
{
    size_t count = 7, kept = 0, wrong = 0, *fresh;
    ck_assert_int_eq(
        cupro_collect(cupro_from_range(first, first + n, &squared), results, NULL, AT(*place)), 0);
    for (size_t i = 0; i < n; i++)
        wrong += results[i] != (uint64_t)(first + i) * (first + i);
    cupro_chain chain = cupro_from_range(first, first + n, &is_odd, &is_third);
    ck_assert_int_eq(cupro_collect(chain, indexes, &count, AT(*place)), 0);
    for (size_t i = first; i < first + n; i++)
        if (i % 6 == 3)
            wrong += kept == count || indexes[kept++] != i;
    ck_assert_int_eq(cupro_collect_new(chain, &fresh, &count, AT(*place)), 0);
    wrong += memcmp(fresh != NULL ? fresh : indexes, indexes, kept * sizeof *indexes) != 0;
    free(fresh);
    ck_assert_uint_eq(count, kept);
    ck_assert_uint_eq(wrong, 0);
}

static void check_partition(const struct place *place, size_t first, size_t n)
{
    size_t count = 7, yes = 0, wrong = 0;
    ck_assert_int_eq(cupro_partition(cupro_from_range(first, first + n, &is_third), indexes, others,
                                     &count, AT(*place)),
                     0);
    for (size_t i = first; i < first + n; i++)
        wrong += i % 3 == 0 ? indexes[yes++] != i : others[i - first - yes] != i;
    ck_assert_uint_eq(count, yes);
    ck_assert_uint_eq(wrong, 0);
}

static int add_items(const void *items, size_t n, void *ctx)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += ((const size_t *)items)[i];
    atomic_fetch_add((_Atomic uint64_t *)ctx, sum);
    return 0;
}

static void check_sums(const struct place *place, size_t first, size_t n, size_t grain)
{
    uint64_t folded = 7, reduced = 7, expected = 0;
    _Atomic uint64_t visited = 0;
    size_t count = 7, thirds = 0;
    for (size_t i = first; i < first + n; i++) {
        expected += i;
        thirds += i % 3 == 0;
    }
    cupro_chain all = cupro_from_range(first, first + n);
    cupro_chain fold = cupro_from_range(first, first + n, &added);
    ck_assert_int_eq(cupro_reduce(fold, &cupro_plus_u64, &folded, AT(*place), .grain = grain), 0);
    ck_assert_int_eq(cupro_reduce(all, &cupro_plus_u64, &reduced, AT(*place), .grain = grain), 0);
    ck_assert_int_eq(cupro_each(all, add_items, &visited, AT(*place)), 0);
    ck_assert_int_eq(cupro_count(cupro_from_range(first, first + n, &is_third), &count, AT(*place)),
                     0);
    ck_assert(folded == expected && reduced == expected && visited == expected);
    ck_assert_uint_eq(count, thirds);
}

START_TEST(a_range_is_an_array_of_its_indexes)
{
    static const size_t firsts[] = {0, 1, 12345678901};
    struct place place = place_open(_i);
    for (size_t s = 0; s < COUNT_OF(sizes); s++)
        for (size_t f = 0; f < COUNT_OF(firsts); f++) {
            if (sizes[s] > 100000 && f < 2)
                continue;
            check_collect(&place, firsts[f], sizes[s]);
            check_partition(&place, firsts[f], sizes[s]);
            check_sums(&place, firsts[f], sizes[s], 0);
            check_sums(&place, firsts[f], sizes[s], 30011);
        }
    place_close(&place);
}
END_TEST

START_TEST(a_search_gives_the_index_itself)
{
    struct place place = place_open(_i);
    static const size_t distances[] = {0, 1, 1000, 99999};
    const size_t first = 5000000000, last = first + 100000;
    for (size_t d = 0; d < COUNT_OF(distances); d++) {
        size_t wanted = first + distances[d], at = 7;
        cupro_chain chain = cupro_from_range(first, last, &is_wanted);
        bool yes = false;
        ck_assert_int_eq(cupro_find_first(chain, &at, .ctx = &wanted, AT(place)), 0);
        ck_assert_uint_eq(at, wanted);
        ck_assert_int_eq(cupro_find_last(chain, &at, .ctx = &wanted, AT(place)), 0);
        ck_assert_uint_eq(at, wanted);
        ck_assert_int_eq(cupro_find_any(chain, &at, .ctx = &wanted, AT(place)), 0);
        ck_assert_uint_eq(at, wanted);
        ck_assert_int_eq(cupro_any(chain, &yes, .ctx = &wanted, AT(place)), 0);
        ck_assert(yes);
        cupro_chain rest = cupro_from_range(first, last, &is_not);
        ck_assert_int_eq(cupro_all(rest, &yes, .ctx = &wanted, AT(place)), 0);
        ck_assert(!yes);
        ck_assert_int_eq(cupro_find_last(rest, &at, .ctx = &wanted, AT(place)), 0);
        ck_assert_uint_eq(at, last - 1 - (wanted == last - 1));
    }
    size_t nothing = 1, at = 7;
    ck_assert_int_eq(
        cupro_find_any(cupro_from_range(first, last, &is_wanted), &at, .ctx = &nothing, AT(place)),
        0);
    ck_assert_uint_eq(at, CUPRO_NOWHERE);
    place_close(&place);
}
END_TEST

/* An array of them would be of 2^61 bytes. */
START_TEST(a_range_may_be_longer_than_any_array)
{
    const size_t last = SIZE_MAX / sizeof(size_t);
    size_t at;
    ck_assert_int_eq(cupro_find_first(cupro_from_range(0, last, &is_third, &is_odd), &at), 0);
    ck_assert_uint_eq(at, 3);
    ck_assert_int_eq(cupro_find_last(cupro_from_range(0, last, &is_third), &at), 0);
    ck_assert_uint_eq(at, (last - 1) / 3 * 3);
    ck_assert_int_eq(
        cupro_find_last(cupro_from_range(SIZE_MAX - last, SIZE_MAX, &is_odd, &is_third), &at), 0);
    ck_assert_uint_eq(at, SIZE_MAX - 6);
}
END_TEST

/* -- Indexes for everything -------------------------------------------------------------------- */

struct vectors {
    const double *x, *y;
    size_t n;
};

#define V (*(const struct vectors *)ctx)

CUPRO_MAP(product, size_t, double, i, V.x[i] * V.y[i]);
CUPRO_MAP(weighted, size_t, double, i, (double)i *V.x[i]);
CUPRO_MAP(mirrored, size_t, double, i, V.x[V.n - 1 - i]);
CUPRO_MAP(sampled, size_t, double, i, V.x[3 * i]);
CUPRO_MAP(woven, size_t, double, i, i % 2 ? V.y[i / 2] : V.x[i / 2]);
CUPRO_MAP(joined, size_t, double, i, i < V.n ? V.x[i] : V.y[i - V.n]);
CUPRO_MAP(slope, size_t, double, i, V.x[i + 1] - V.x[i]);

/* Nothing runs that changes no count. */
START_TEST(what_is_not_filtered_is_counted_at_once)
{
    struct place place = place_open(_i);
    size_t count = 42, most = SIZE_MAX / sizeof(size_t);
    ck_assert_int_eq(cupro_count(cupro_from_range(0, most), &count, AT(place)), 0);
    ck_assert_uint_eq(count, most);
    ck_assert_int_eq(cupro_count(cupro_from_range(7, 7), &count, AT(place)), 0);
    ck_assert_uint_eq(count, 0);
    place_close(&place);
}
END_TEST

START_TEST(the_idioms_of_the_manual_work)
{
    enum { N = 30000 };
    static double x[N], y[N], out[2 * N];
    struct vectors vectors = {x, y, N};
    struct place place = place_open(_i);
    double dot = 0;
    size_t wrong = 0;
    for (int i = 0; i < N; i++) {
        x[i] = i;
        y[i] = N - i;
    }
#define TABULATE(n, map) \
    ck_assert_int_eq(cupro_tabulate(out, n, map, .ctx = &vectors, AT(place), .grain = 500), 0)
    ck_assert_int_eq(cupro_reduce(cupro_from_range(0, 3, &product), &cupro_plus_f64, &dot,
                                  .ctx = &vectors, AT(place)),
                     0);
    ck_assert(dot == 1 * (N - 1) + 2 * (N - 2));
    TABULATE(N, &weighted);
    for (int i = 0; i < N; i++)
        wrong += out[i] != (double)i * i;
    TABULATE(N, &mirrored);
    for (int i = 0; i < N; i++)
        wrong += out[i] != N - 1 - i;
    TABULATE(N / 3, &sampled);
    for (int i = 0; i < N / 3; i++)
        wrong += out[i] != 3 * i;
    TABULATE(2 * N, &woven);
    for (int i = 0; i < 2 * N; i++)
        wrong += out[i] != (i % 2 ? N - i / 2 : i / 2);
    TABULATE(2 * N, &joined);
    for (int i = 0; i < 2 * N; i++)
        wrong += out[i] != (i < N ? i : 2 * N - i);
    TABULATE(N - 1, &slope);
    for (int i = 0; i < N - 1; i++)
        wrong += out[i] != 1;
    ck_assert_uint_eq(wrong, 0);
    place_close(&place);
}
END_TEST

#define P &plus_one
CUPRO_MAP(plus_one, size_t, size_t, i, i + 1);

START_TEST(a_range_may_have_up_to_eight_stages)
{
    const cupro_chain chains[] = {
        cupro_from_range(0, 9),
        cupro_from_range(0, 9, P),
        cupro_from_range(0, 9, P, P),
        cupro_from_range(0, 9, P, P, P),
        cupro_from_range(0, 9, P, P, P, P),
        cupro_from_range(0, 9, P, P, P, P, P),
        cupro_from_range(0, 9, P, P, P, P, P, P),
        cupro_from_range(0, 9, P, P, P, P, P, P, P),
        cupro_from_range(0, 9, P, P, P, P, P, P, P, P),
    };
    for (size_t k = 0; k < COUNT_OF(chains); k++) {
        size_t out[9];
        ck_assert_int_eq(cupro_collect(chains[k], out, NULL), 0);
        ck_assert(out[0] == k && out[8] == 8 + k);
    }
}
END_TEST

START_TEST(a_range_stops_when_it_is_told_to)
{
    struct place place = place_open(_i);
    cupro_stop stop = {0};
    size_t count = 7;
    cupro_stop_request(&stop);
    ck_assert_int_eq(
        cupro_count(cupro_from_range(0, MOST, &is_third), &count, AT(place), .stop = &stop),
        CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_tabulate(results, MOST, &squared, AT(place), .stop = &stop),
                     CUPRO_ESTOPPED);
    ck_assert_uint_eq(count, 7);
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS("range", PLACES, a_range_is_an_array_of_its_indexes,
                     a_search_gives_the_index_itself, a_range_may_be_longer_than_any_array,
                     what_is_not_filtered_is_counted_at_once, the_idioms_of_the_manual_work,
                     a_range_may_have_up_to_eight_stages, a_range_stops_when_it_is_told_to);
}
