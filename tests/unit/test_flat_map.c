/* SPDX-License-Identifier: MIT */
/* Flat maps: none, one or many results of an element, anywhere in a chain. */
#include "dice.h"
#include "fence.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/range.h>
#include <cupro/search.h>
#include <stdatomic.h>
#include <string.h>

enum { MOST = 100000, MANY = 5000 };

static uint32_t numbers[MOST];

/* x % 4 results: x, x + 1, x + 2. */
CUPRO_FLAT_MAP(some, uint32_t, uint32_t, 3, x, put, {
    for (uint32_t i = 0; i < x % 4; i++)
        *put++ = x + i;
});
CUPRO_FLAT_MAP(halved_if_even, uint32_t, uint64_t, 1, x, put, {
    if (x % 2 != 0)
        continue;
    *put++ = x / 2;
});
CUPRO_FLAT_MAP(twice, uint32_t, uint32_t, 2, x, put, *put++ = x, *put++ = x);
CUPRO_FLAT_MAP(very_many, uint32_t, uint32_t, MANY, x, put, {
    for (uint32_t i = 0; i < MANY && x % 100 == 0; i++)
        *put++ = x + i;
});
CUPRO_FILTER(is_odd, uint32_t, x, x % 2 != 0);
CUPRO_FILTER(is_small, uint32_t, x, x < *(const uint32_t *)ctx);
CUPRO_FILTER(is_equal, uint32_t, x, x == *(const uint32_t *)ctx);
CUPRO_MAP(widened, uint32_t, uint64_t, x, x);
CUPRO_FOLD(added, uint32_t, uint64_t, x, sum, sum += x);

static void throw_numbers(struct dice *dice)
{
    for (size_t i = 0; i < MOST; i++)
        numbers[i] = (uint32_t)dice_bits(dice) >> 4;
}

/* -- Collecting -------------------------------------------------------------------------------- */

/* What `some`, then is_small(limit) make of the first n numbers. */
static size_t expect_some(size_t n, uint32_t limit, uint32_t *out)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < numbers[i] % 4; k++)
            if (numbers[i] + k < limit)
                out[count++] = numbers[i] + k;
    return count;
}

static void check_collect(const struct place *place, size_t n, uint32_t limit)
{
    static uint32_t expected[3 * MOST];
    size_t many = expect_some(n, limit, expected), count = 7;
    uint32_t *fresh = NULL;
    struct fence fence = fence_new(many * sizeof *expected);
    uint32_t *out = fence_last(&fence, many * sizeof *out);
    cupro_chain chain = cupro_from(numbers, n, &some, &is_small);
    ck_assert_int_eq(cupro_collect(chain, out, &count, .ctx = &limit, AT(*place)), 0);
    ck_assert_uint_eq(count, many);
    ck_assert(memcmp(out, expected, many * sizeof *out) == 0);
    ck_assert(fence_untouched_before(&fence, out));
    count = 7;
    ck_assert_int_eq(cupro_collect_new(chain, &fresh, &count, .ctx = &limit, AT(*place)), 0);
    ck_assert(count == many && (fresh == NULL) == (many == 0));
    ck_assert(many == 0 || memcmp(fresh, expected, many * sizeof *out) == 0);
    free(fresh);
    fence_free(&fence);
}

START_TEST(results_are_collected_in_order)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    throw_numbers(&dice);
    for (size_t s = 0; s < COUNT_OF(sizes) && sizes[s] <= MOST; s++) {
        check_collect(&place, sizes[s], UINT32_MAX);
        check_collect(&place, sizes[s], 1u << 27);
        check_collect(&place, sizes[s], 0);
    }
    place_close(&place);
}
END_TEST

START_TEST(of_none_or_one_result_it_filters_and_maps)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    static uint64_t out[MOST];
    size_t count = 7, kept = 0, wrong = 0;
    throw_numbers(&dice);
    ck_assert_int_eq(
        cupro_collect(cupro_from(numbers, MOST, &halved_if_even), out, &count, AT(place)), 0);
    for (size_t i = 0; i < MOST; i++)
        if (numbers[i] % 2 == 0)
            wrong += kept == count || out[kept++] != numbers[i] / 2;
    ck_assert_uint_eq(kept, count);
    ck_assert_uint_eq(wrong, 0);
    place_close(&place);
}
END_TEST

/* Far more than a batch holds, of a few elements; and room for all that could be is not needed. */
START_TEST(an_element_may_have_very_many_results)
{
    struct place place = place_open(_i);
    uint32_t *out;
    size_t count = 7, wrong = 0;
    for (uint32_t i = 0; i < 1000; i++)
        numbers[i] = i;
    cupro_chain chain = cupro_from(numbers, 1000, &twice, &very_many, &is_odd, &twice);
    ck_assert_uint_eq(chain.most, 4 * MANY);
    ck_assert_int_eq(cupro_collect_new(chain, &out, &count, AT(place)), 0);
    ck_assert_uint_eq(count, 10 * 2 * MANY / 2 * 2);
    for (size_t i = 0; i < count; i++)
        wrong += out[i] != i / 2 / MANY * 100 + i / 2 % (MANY / 2) * 2 + 1;
    ck_assert_uint_eq(wrong, 0);
    free(out);
    place_close(&place);
}
END_TEST

/* -- Verbs without results --------------------------------------------------------------------- */

static int add_items(const void *items, size_t n, void *ctx)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += ((const uint64_t *)items)[i];
    atomic_fetch_add((_Atomic uint64_t *)ctx, sum);
    return 0;
}

START_TEST(counts_folds_and_visits_see_every_result)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    throw_numbers(&dice);
    for (size_t s = 0; s < COUNT_OF(sizes) && sizes[s] <= MOST; s++) {
        uint64_t folded = 7, reduced = 7, expected = 0;
        _Atomic uint64_t visited = 0;
        size_t n = sizes[s], count = 7, results = 0;
        for (size_t i = 0; i < n; i++)
            for (uint32_t k = 0; k < numbers[i] % 4; k++, results += 2)
                expected += 2 * (numbers[i] + k);
        cupro_chain fold = cupro_from(numbers, n, &some, &twice, &added);
        cupro_chain wide = cupro_from(numbers, n, &some, &twice, &widened);
        ck_assert_int_eq(cupro_reduce(fold, &cupro_plus_u64, &folded, AT(place)), 0);
        ck_assert_int_eq(cupro_reduce(wide, &cupro_plus_u64, &reduced, AT(place)), 0);
        ck_assert_int_eq(cupro_each(wide, add_items, &visited, AT(place)), 0);
        ck_assert_int_eq(cupro_count(wide, &count, AT(place)), 0);
        ck_assert(folded == expected && reduced == expected && visited == expected);
        ck_assert_uint_eq(count, results);
    }
    place_close(&place);
}
END_TEST

/* Element i has results only if numbers[i] % 4, and the second of them is what is looked for. */
START_TEST(a_search_finds_the_element_whose_result_passes)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 15; round++) {
        size_t n = 1 + dice_below(&dice, round % 2 ? 300 : MOST), spot = dice_below(&dice, n);
        size_t at = 7;
        uint32_t wanted = 1000003;
        bool yes;
        for (size_t i = 0; i < n; i++)
            numbers[i] = 4 * (uint32_t)i + 8000000;
        numbers[spot] = wanted - 1; /* % 4 == 2 */
        cupro_chain chain = cupro_from(numbers, n, &some, &is_equal);
        ck_assert_int_eq(cupro_find_first(chain, &at, .ctx = &wanted, AT(place)), 0);
        ck_assert_uint_eq(at, spot);
        ck_assert_int_eq(cupro_find_last(chain, &at, .ctx = &wanted, AT(place)), 0);
        ck_assert_uint_eq(at, spot);
        ck_assert_int_eq(cupro_find_any(cupro_from(numbers, n, &some), &at, AT(place)), 0);
        ck_assert_uint_eq(at, spot);
        ck_assert_int_eq(cupro_any(chain, &yes, .ctx = &wanted, AT(place)), 0);
        ck_assert(yes);
        ck_assert_int_eq(cupro_none(chain, &yes, .ctx = &wanted, AT(place)), 0);
        ck_assert(!yes);
        wanted = 999;
        ck_assert_int_eq(cupro_find_first(chain, &at, .ctx = &wanted, AT(place)), 0);
        ck_assert_uint_eq(at, CUPRO_NOWHERE);
    }
    place_close(&place);
}
END_TEST

/* A flat map without results for an element keeps nothing back, a filter that drops one of many
 * does. */
START_TEST(all_is_said_of_every_result)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 15; round++) {
        size_t n = 1 + dice_below(&dice, MOST), spot = dice_below(&dice, 2 * n);
        bool yes = true;
        for (size_t i = 0; i < n; i++)
            numbers[i] = (uint32_t)dice_below(&dice, 999);
        if (spot < n)
            numbers[spot] = 999; /* and 1000, 1001 */
        cupro_chain chain = cupro_from(numbers, n, &some, &is_small, &widened);
        uint32_t limit = 1001;
        ck_assert_int_eq(cupro_all(chain, &yes, .ctx = &limit, AT(place)), 0);
        ck_assert(yes == (spot >= n));
        ck_assert_int_eq(cupro_all(cupro_from(numbers, n, &some), &yes, AT(place)), 0);
        ck_assert(yes);
    }
    place_close(&place);
}
END_TEST

/* -- What cannot be ---------------------------------------------------------------------------- */

/* Says that it wrote one result more than it may. */
static size_t eager_step(const void *in, void *out, size_t n, void *ctx)
{
    (void)in, (void)ctx;
    memset(out, 1, n * 2 * sizeof(uint32_t));
    return 2 * n + 1;
}

/* Two for most, but three for one: on the whole not too many. */
CUPRO_FLAT_MAP(boastful, uint32_t, uint32_t, 2, x, put, put += x == 77 ? 3 : 0);

static void check_refused(const struct place *place, cupro_chain chain)
{
    static uint32_t out[2 * MOST];
    uint32_t sum = 7, *fresh = out;
    size_t count = 7, at = 7;
    bool yes = true;
    ck_assert_int_eq(cupro_collect(chain, out, &count, AT(*place)), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_collect_new(chain, &fresh, &count, AT(*place)), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_reduce(chain, &cupro_plus_u32, &sum, AT(*place)), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count(chain, &count, AT(*place)), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_all(chain, &yes, AT(*place)), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_find_first(chain, &at, AT(*place)), CUPRO_EINVAL);
    ck_assert(count == 7 && sum == 7 && fresh == NULL && at == 7 && yes);
}

START_TEST(more_results_than_promised_are_a_failure)
{
    static const cupro_stage eager = {CUPRO_STAGE_FLAT_MAP, 4, 4, eager_step, 2};
    static const cupro_stage *const stages[] = {&eager};
    struct place place = place_open(_i);
    check_refused(&place, cupro_from_with(numbers, 5000, 4, 1, stages));
    for (size_t spot = 0; spot < 5000; spot += 4999) {
        memset(numbers, 0, sizeof numbers);
        numbers[spot] = 77;
        check_refused(&place, cupro_from(numbers, 5000, &boastful));
    }
    place_close(&place);
}
END_TEST

START_TEST(what_cannot_be_is_refused)
{
    static uint32_t out[100];
    size_t count = 7;
    cupro_chain chain = cupro_from(numbers, 10, &some);
    ck_assert_int_eq(cupro_collect(chain, out, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition(chain, out, out + 50, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_collect(chain, numbers, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_collect(chain, numbers + 9, &count), CUPRO_EINVAL);
    static const cupro_stage vast = {CUPRO_STAGE_FLAT_MAP, 4, 4, eager_step, SIZE_MAX / 16};
    static const cupro_stage *const stages[] = {&vast};
    ck_assert_int_eq(cupro_collect(cupro_from_with(numbers, 10, 4, 1, stages), out, &count),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count(cupro_from_with(numbers, 10, 4, 1, stages), &count), CUPRO_ENOMEM);
    ck_assert_uint_eq(count, 7);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("flat_map", PLACES, results_are_collected_in_order,
                     of_none_or_one_result_it_filters_and_maps,
                     an_element_may_have_very_many_results,
                     counts_folds_and_visits_see_every_result,
                     a_search_finds_the_element_whose_result_passes, all_is_said_of_every_result,
                     more_results_than_promised_are_a_failure, what_cannot_be_is_refused);
}
