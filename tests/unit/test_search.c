/* SPDX-License-Identifier: MIT */
/* Searches: the right element on any number of threads, and no more work than to find it. */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/search.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST = 70000, TRIES = 10 };

struct hunt {
    uint32_t modulus;
    _Atomic size_t seen;
};

CUPRO_MAP(halved, uint32_t, uint32_t, x, x / 2);
CUPRO_MAP(widened, uint32_t, uint64_t, x, x);
CUPRO_FILTER(is_even, uint32_t, x, x % 2 == 0);
CUPRO_FILTER(is_wanted, uint32_t, x, x % ((const struct hunt *)ctx)->modulus == 0);
static bool look_at(struct hunt *hunt, uint32_t x)
{
    hunt->seen++;
    return x == 1;
}
CUPRO_FILTER(is_marked, uint32_t, x, look_at(ctx, x));

static bool is_wanted_at(const uint32_t *array, size_t i, uint32_t modulus)
{
    return array[i] % 2 == 0 && array[i] / 2 % modulus == 0;
}

static void throw_array(struct dice *dice, uint32_t *array, size_t n)
{
    for (size_t i = 0; i < n; i++)
        array[i] = 1 + (uint32_t)(dice_bits(dice) >> 33);
}

static void check_finds(const uint32_t *array, size_t n, uint32_t modulus, struct place place)
{
    struct hunt hunt = {modulus, 0};
    cupro_chain chain = cupro_from(array, n, &is_even, &halved, &is_wanted, &widened);
    size_t first = CUPRO_NOWHERE, last = CUPRO_NOWHERE, at;
    for (size_t i = 0; i < n; i++)
        if (is_wanted_at(array, i, modulus)) {
            first = first == CUPRO_NOWHERE ? i : first;
            last = i;
        }
    ck_assert_int_eq(cupro_find_first(chain, &at, .ctx = &hunt, AT(place)), 0);
    ck_assert_uint_eq(at, first);
    ck_assert_int_eq(cupro_find_last(chain, &at, .ctx = &hunt, AT(place)), 0);
    ck_assert_uint_eq(at, last);
    ck_assert_int_eq(cupro_find_any(chain, &at, .ctx = &hunt, AT(place)), 0);
    ck_assert(first == CUPRO_NOWHERE ? at == CUPRO_NOWHERE
                                     : at < n && is_wanted_at(array, at, modulus));
    bool yes;
    ck_assert_int_eq(cupro_any(chain, &yes, .ctx = &hunt, AT(place)), 0);
    ck_assert(yes == (first != CUPRO_NOWHERE));
    ck_assert_int_eq(cupro_none(chain, &yes, .ctx = &hunt, AT(place)), 0);
    ck_assert(yes == (first == CUPRO_NOWHERE));
}

START_TEST(the_first_the_last_and_any_are_found)
{
    static const size_t lengths[] = {0, 1, 2, 63, 64, 65, 1000, 2047, 2049, 8192, MOST};
    static const uint32_t moduli[] = {1, 10, 5000, 50000, UINT32_MAX};
    static uint32_t array[MOST];
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t s = 0; s < COUNT_OF(lengths); s++)
        for (size_t m = 0; m < COUNT_OF(moduli); m++) {
            throw_array(&dice, array, lengths[s]);
            check_finds(array, lengths[s], moduli[m], place);
        }
    place_close(&place);
}
END_TEST

START_TEST(all_is_refuted_by_a_single_element)
{
    static uint32_t array[MOST];
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 30; round++) {
        size_t n = dice_below(&dice, MOST), odd = dice_below(&dice, 2 * n + 1);
        for (size_t i = 0; i < n; i++)
            array[i] = 2 * (uint32_t)i + (i == odd);
        bool yes;
        struct hunt hunt = {1, 0};
        ck_assert_int_eq(cupro_all(cupro_from(array, n, &is_even), &yes, AT(place)), 0);
        ck_assert(yes == (odd >= n));
        cupro_chain chain = cupro_from(array, n, &is_even, &halved, &is_wanted);
        ck_assert_int_eq(cupro_all(chain, &yes, .ctx = &hunt, AT(place)), 0);
        ck_assert(yes == (odd >= n));
    }
    place_close(&place);
}
END_TEST

START_TEST(without_filters_every_element_is_found)
{
    static const uint32_t array[5000];
    struct place place = place_open(_i);
    cupro_chain chain = cupro_from(array, COUNT_OF(array), &halved);
    size_t at;
    bool yes;
    ck_assert_int_eq(cupro_find_first(chain, &at, AT(place)), 0);
    ck_assert_uint_eq(at, 0);
    ck_assert_int_eq(cupro_find_last(chain, &at, AT(place)), 0);
    ck_assert_uint_eq(at, COUNT_OF(array) - 1);
    ck_assert_int_eq(cupro_all(chain, &yes, AT(place)), 0);
    ck_assert(yes);
    place_close(&place);
}
END_TEST

/* How many elements the best of some searches looks at. */
static size_t least_seen(const uint32_t *array, size_t n, cupro_which which, size_t expected,
                         struct place place)
{
    size_t least = n;
    for (int i = 0; i < TRIES; i++) {
        struct hunt hunt = {1, 0};
        const cupro_call call = {.ctx = &hunt, AT(place), .abi = CUPRO_ABI};
        size_t at;
        ck_assert_int_eq(cupro_find_with(cupro_from(array, n, &is_marked), which, &at, &call), 0);
        ck_assert_uint_eq(at, expected);
        least = hunt.seen < least ? hunt.seen : least;
    }
    return least;
}

/* Each thread may be in a block of 32 KiB when the element is found. Where the processors are too
 * few, the one that finds it may have to wait for its turn. */
START_TEST(a_search_ends_soon_after_its_find)
{
    enum { N = 4 * 1000 * 1000, AT_MOST = 4 * (32 << 10) / sizeof(uint32_t) };
    struct place place = place_open(_i);
    uint32_t *array = calloc(N, sizeof *array);
    static const size_t spots[] = {0, 1, 5000, 100000};
    for (size_t s = 0; s < COUNT_OF(spots) && place_threads(&place) <= 2; s++) {
        array[spots[s]] = array[N - 1 - spots[s]] = 1;
        ck_assert_uint_lt(least_seen(array, N, CUPRO_FIRST, spots[s], place), spots[s] + AT_MOST);
        ck_assert_uint_lt(least_seen(array, N, CUPRO_LAST, N - 1 - spots[s], place),
                          spots[s] + AT_MOST);
        array[spots[s]] = array[N - 1 - spots[s]] = 0;
    }
    free(array);
    place_close(&place);
}
END_TEST

/* -- A hit that another thread has overtaken ----------------------------------------------------
 */

enum { DELAY = 2, OVERTAKER };

/* The array's first element waits a moment for one further on to be found. */
static bool overtakes(atomic_bool *overtaken, uint32_t x)
{
    for (int i = 0; i < 20 && x == DELAY && !*overtaken; i++)
        usleep(1000);
    if (x == DELAY && *overtaken)
        usleep(5000);
    if (x == OVERTAKER)
        *overtaken = true;
    return x == 1 || x == OVERTAKER;
}
CUPRO_FILTER(is_overtaken, uint32_t, x, overtakes(ctx, x));

START_TEST(a_lower_hit_wins_though_it_is_found_later)
{
    enum { N = 4 * 1000 * 1000, BLOCK = (32 << 10) / sizeof(uint32_t) };
    struct place place = place_open(_i);
    uint32_t *array = calloc(N, sizeof *array);
    atomic_bool overtaken = false;
    size_t at;
    array[0] = DELAY;
    array[BLOCK - 1] = 1;
    for (size_t block = 1; block < 5; block++)
        array[block * BLOCK] = OVERTAKER;
    ck_assert_int_eq(
        cupro_find_first(cupro_from(array, N, &is_overtaken), &at, .ctx = &overtaken, AT(place)),
        0);
    ck_assert_uint_eq(at, BLOCK - 1);
    free(array);
    place_close(&place);
}
END_TEST

static size_t too_few(const void *in, void *out, size_t n, void *ctx)
{
    (void)in, (void)ctx;
    memset(out, 0, n);
    return n - 1;
}

START_TEST(what_is_wrong_is_refused)
{
    static const cupro_stage bad = {CUPRO_STAGE_FILTER, 4, 4, too_few, 0};
    static const cupro_stage *const stages[] = {&bad};
    static const uint32_t array[100], *none = NULL;
    cupro_chain chain = cupro_from(array, 100, &is_even);
    size_t at = 7;
    bool yes = true;
    ck_assert_int_eq(cupro_find_first(chain, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_any(chain, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_find_with(chain, (cupro_which)3, &at, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_ask_with(chain, (cupro_quantifier)-1, &yes, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_find_first(cupro_from(none, 9, &is_even), &at), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_find_any(cupro_from_with(array, 100, 4, 1, stages), &at), CUPRO_EINVAL);
    ck_assert_uint_eq(at, 7);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("search", PLACES, the_first_the_last_and_any_are_found,
                     all_is_refuted_by_a_single_element, without_filters_every_element_is_found,
                     a_search_ends_soon_after_its_find, a_lower_hit_wins_though_it_is_found_later,
                     what_is_wrong_is_refused);
}
