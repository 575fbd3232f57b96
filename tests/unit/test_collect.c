/* SPDX-License-Identifier: MIT */
/* Where results may be written: not over the array, except in place; and not one byte too far. */
#include "dice.h"
#include "fence.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/chain.h>
#include <stdlib.h>

enum { N = 5000 };

CUPRO_MAP(negated, int32_t, int32_t, x, -x);
CUPRO_MAP(widened, int32_t, int64_t, x, (int64_t)x * 2);
CUPRO_MAP(narrowed, int64_t, int32_t, x, (int32_t)(x / 2));
CUPRO_FILTER(is_odd, int32_t, x, x % 2 != 0);

static int32_t array[4 * N];

static void count_up(void)
{
    for (int32_t i = 0; i < 4 * N; i++)
        array[i] = i;
}

/* -- Overlap ----------------------------------------------------------------------------------- */

START_TEST(results_may_take_the_place_of_their_elements)
{
    struct place place = place_open(_i);
    static const size_t grains[] = {0, 1, 777};
    for (size_t g = 0; g < COUNT_OF(grains); g++) {
        count_up();
        size_t count = 0, wrong = 0;
        ck_assert_int_eq(cupro_collect(cupro_from(array, N, &negated, &widened, &narrowed), array,
                                       &count, AT(place), .grain = grains[g]),
                         0);
        ck_assert_uint_eq(count, N);
        for (int32_t i = 0; i < 4 * N; i++)
            wrong += array[i] != (i < N ? -i : i);
        ck_assert_uint_eq(wrong, 0);
    }
    place_close(&place);
}
END_TEST

START_TEST(results_must_not_overlap_the_array_otherwise)
{
    struct place place = place_open(_i);
    size_t count = 42;
    count_up();
    int32_t *middle = array + 2 * N;
    cupro_chain map = cupro_from(middle, N, &negated);
    cupro_chain filter = cupro_from(middle, N, &is_odd);
    cupro_chain widen = cupro_from(middle, N, &widened);
    for (ptrdiff_t shift = 1 - N; shift < N; shift += N / 8 - 1) {
        int32_t *out = middle + shift;
        if (shift != 0)
            ck_assert_int_eq(cupro_collect(map, out, NULL, AT(place)), CUPRO_EINVAL);
        if (shift > -N / 2) /* the filter keeps half of them: these end before the array */
            ck_assert_int_eq(cupro_collect(filter, out, &count, AT(place)), CUPRO_EINVAL);
        ck_assert_int_eq(cupro_collect(widen, (int64_t *)(void *)out, NULL, AT(place)),
                         CUPRO_EINVAL);
    }
    ck_assert_int_eq(cupro_collect(filter, middle, &count, AT(place)), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_collect(widen, (int64_t *)(void *)middle, NULL, AT(place)),
                     CUPRO_EINVAL);
    ck_assert_uint_eq(count, 42);
    for (int32_t i = 0; i < 4 * N; i++)
        count += array[i] != i;
    ck_assert_uint_eq(count, 42);
    place_close(&place);
}
END_TEST

START_TEST(results_may_stand_right_beside_the_array)
{
    struct place place = place_open(_i);
    size_t count;
    count_up();
    int32_t *middle = array + 2 * N;
    cupro_chain map = cupro_from(middle, N, &negated), filter = cupro_from(middle, N, &is_odd);
    ck_assert_int_eq(cupro_collect(map, middle - N, NULL, AT(place)), 0);
    ck_assert_int_eq(cupro_collect(filter, middle + N, &count, AT(place)), 0);
    ck_assert_uint_eq(count, N / 2);
    ck_assert_int_eq(cupro_collect(cupro_from(middle, N, &widened),
                                   (int64_t *)(void *)(middle - 2 * N), NULL, AT(place)),
                     0);
    place_close(&place);
}
END_TEST

/* -- Nothing, and everything ------------------------------------------------------------------- */

START_TEST(an_empty_array_has_no_results)
{
    struct place place = place_open(_i);
    size_t count = 42;
    int32_t *none = NULL, *fresh = array;
    ck_assert_int_eq(cupro_collect(cupro_from(none, 0, &is_odd, &negated), none, &count, AT(place)),
                     0);
    ck_assert_uint_eq(count, 0);
    count = 42;
    ck_assert_int_eq(cupro_collect_new(cupro_from(array, 0, &negated), &fresh, &count, AT(place)),
                     0);
    ck_assert(count == 0 && fresh == NULL);
    place_close(&place);
}
END_TEST

START_TEST(a_chain_without_stages_copies)
{
    struct place place = place_open(_i);
    static int32_t copy[N];
    size_t count;
    count_up();
    ck_assert_int_eq(cupro_collect(cupro_from(array, N), copy, &count, AT(place)), 0);
    ck_assert_uint_eq(count, N);
    ck_assert_mem_eq(copy, array, sizeof copy);
    ck_assert_int_eq(cupro_collect(cupro_from(array, N), array, NULL, AT(place)), 0);
    ck_assert_mem_eq(copy, array, sizeof copy);
    place_close(&place);
}
END_TEST

/* -- All borders of blocks and batches --------------------------------------------------------- */

CUPRO_FILTER(is_kept, uint32_t, x, x % 1000 < *(const uint32_t *)ctx);

/* Filter n random numbers into memory of the exact size. */
static void check_filter(const struct place *place, struct dice *dice, size_t n, uint32_t per_mille)
{
    uint32_t *numbers = malloc(n * sizeof *numbers + 1),
             *expected = malloc(n * sizeof *expected + 1);
    size_t kept = 0, count = 0;
    for (size_t i = 0; i < n; i++) {
        numbers[i] = (uint32_t)dice_bits(dice);
        if (numbers[i] % 1000 < per_mille)
            expected[kept++] = numbers[i];
    }
    struct fence fence = fence_new(kept * sizeof *numbers);
    uint32_t *out = fence_last(&fence, kept * sizeof *numbers);
    ck_assert_int_eq(
        cupro_collect(cupro_from(numbers, n, &is_kept), out, &count, .ctx = &per_mille, AT(*place)),
        0);
    ck_assert_msg(count == kept && memcmp(out, expected, kept * sizeof *out) == 0 &&
                      fence_untouched_before(&fence, out),
                  "n %zu, %u of 1000 to be kept: %zu, not %zu", n, per_mille, count, kept);
    fence_free(&fence);
    free(numbers);
    free(expected);
}

START_TEST(filters_keep_the_right_elements_on_all_borders)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    static const uint32_t per_milles[] = {0, 10, 500, 990, 1000};
    for (size_t s = 0; s < COUNT_OF(sizes); s++)
        for (size_t k = 0; k < COUNT_OF(per_milles); k++)
            if (sizes[s] <= 100000 || k == 2)
                check_filter(&place, &dice, sizes[s], per_milles[k]);
    place_close(&place);
}
END_TEST

/* Elements that are larger than any batch buffer. */
struct page {
    uint32_t number;
    char text[20000];
};

CUPRO_FILTER(third_page, struct page, p, p.number % 3 == 0);
CUPRO_MAP(turned, struct page, struct page, p, (struct page){p.number + 1, {p.text[0]}});

START_TEST(elements_may_be_large)
{
    struct place place = place_open(_i);
    static struct page pages[100];
    struct page *some, *others;
    size_t count, after;
    for (uint32_t i = 0; i < 100; i++)
        pages[i].number = i;
    ck_assert_int_eq(
        cupro_collect_new(cupro_from(pages, 100, &third_page, &turned), &some, &count, AT(place)),
        0);
    ck_assert_int_eq(
        cupro_collect_new(cupro_from(pages, 100, &turned, &third_page), &others, &after, AT(place)),
        0);
    ck_assert(count == 34 && after == 33);
    for (uint32_t i = 0; i < 33; i++)
        ck_assert(some[i].number == 3 * i + 1 && others[i].number == 3 * i + 3);
    free(some);
    free(others);
    place_close(&place);
}
END_TEST

/* -- Arrays beyond the caches ------------------------------------------------------------------ */

enum { LARGE = 6 * 1000 * 1000 };

static int check_thirds(const int64_t *results, const int32_t *large, size_t count)
{
    size_t at = 0;
    for (size_t i = 0; i < LARGE; i++)
        if (large[i] % 3 == 0 && (at == count || results[at++] != (int64_t)large[i] * 2))
            return -1;
    return at == count ? 0 : -1;
}

CUPRO_FILTER(is_third, int32_t, x, x % 3 == 0);

START_TEST(many_results_are_all_there)
{
    struct place place = place_open(_i);
    int32_t *large = malloc(LARGE * sizeof *large);
    int64_t *results = malloc(LARGE * sizeof *results), *fresh;
    size_t count;
    for (int32_t i = 0; i < LARGE; i++)
        large[i] = (int32_t)((uint32_t)i * 2654435761u >> 3);
    cupro_chain chain = cupro_from(large, LARGE, &is_third, &widened);
    ck_assert_int_eq(cupro_collect(chain, results + 1, &count, AT(place)), 0);
    ck_assert_int_eq(check_thirds(results + 1, large, count), 0);
    ck_assert_int_eq(cupro_collect_new(chain, &fresh, &count, AT(place)), 0);
    ck_assert_int_eq(check_thirds(fresh, large, count), 0);
    free(fresh);
    free(results);
    free(large);
    place_close(&place);
}
END_TEST

/* -- Partition ----------------------------------------------------------------------------------
 */

static void check_parts(const int32_t *in, const int32_t *yes, const int32_t *no, size_t n,
                        size_t count)
{
    size_t wrong = 0, kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool third = in[i] % 3 == 0 && in[i] % 2 != 0;
        wrong += third ? yes[kept] != in[i] : no[i - kept] != in[i];
        kept += third;
    }
    ck_assert_uint_eq(kept, count);
    ck_assert_uint_eq(wrong, 0);
}

START_TEST(a_partition_keeps_everything_in_order)
{
    struct place place = place_open(_i);
    static const size_t lengths[] = {0, 1, 63, 64, 65, 3000, 70001, LARGE};
    int32_t *in = malloc(LARGE * sizeof *in), *yes = malloc(LARGE * sizeof *in);
    int32_t *no = malloc(LARGE * sizeof *in);
    for (int32_t i = 0; i < LARGE; i++)
        in[i] = (int32_t)((uint32_t)i * 2654435761u >> 3);
    for (size_t k = 0; k < COUNT_OF(lengths); k++) {
        size_t count = 7;
        cupro_chain chain = cupro_from(in, lengths[k], &is_odd, &is_third);
        ck_assert_int_eq(cupro_partition(chain, yes, no, &count, AT(place)), 0);
        check_parts(in, yes, no, lengths[k], count);
    }
    size_t count;
    cupro_chain maps = cupro_from(in, 100, &is_odd, &negated);
    cupro_chain odd = cupro_from(in, 100, &is_odd);
    ck_assert_int_eq(cupro_partition(maps, yes, no, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition(cupro_from(in, 100), yes, no, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition(odd, yes, yes + 99, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition(odd, in, no, &count), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_partition(odd, yes, no, NULL), CUPRO_EINVAL);
    free(in);
    free(yes);
    free(no);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("collect", PLACES, results_may_take_the_place_of_their_elements,
                     results_must_not_overlap_the_array_otherwise,
                     results_may_stand_right_beside_the_array, an_empty_array_has_no_results,
                     a_chain_without_stages_copies, filters_keep_the_right_elements_on_all_borders,
                     elements_may_be_large, many_results_are_all_there,
                     a_partition_keeps_everything_in_order);
}
