/* SPDX-License-Identifier: MIT */
/*
 * What is less than a sort, by orders: merging, whether it is sorted, places and tops, bounds;
 * elements with alignments of their own; what is refused.
 */
#include "ordered_items.h"
#include "ordered_pairs.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/error.h>

DEFINE_ITEM(7)
DEFINE_ITEM(8)
CUPRO_ORDER(by_key, struct pair, a, b, a.key < b.key);

/* -- Merging, and whether it is sorted ----------------------------------------------------------
 */

START_TEST(merging_is_stable)
{
    static const size_t lengths[] = {0, 1, 2, 31, 100, 4096, 5000, 60000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int k = 0; k < 20; k++) {
        size_t na = lengths[dice_below(&dice, COUNT_OF(lengths))];
        size_t nb = lengths[dice_below(&dice, COUNT_OF(lengths))], n = na + nb;
        struct item8 *x = (void *)throw_items(&dice, (enum shape)dice_below(&dice, SHAPES), n, 8);
        struct item8 *a = (void *)sorted_copy(x->byte, na, 8), *out = calloc(n + 1, 8);
        struct item8 *b = (void *)sorted_copy(x[na].byte, nb, 8);
        memcpy(x, a, na * sizeof *x);
        memcpy(x + na, b, nb * sizeof *x);
        struct item8 *expected = (void *)sorted_copy(x->byte, n, 8);
        ck_assert_int_eq(cupro_merge_by(a, na, b, nb, out, &order8, AT(place)), 0);
        ck_assert(memcmp(out, expected, n * sizeof *out) == 0);
        free(expected);
        free(b);
        free(out);
        free(a);
        free(x);
    }
    place_close(&place);
}
END_TEST

START_TEST(whether_it_is_sorted)
{
    static const size_t lengths[] = {0, 1, 2, 4096, 4097, 4098, 50000};
    struct place place = place_open(_i);
    for (size_t l = 0; l < COUNT_OF(lengths); l++) {
        size_t n = lengths[l], places[] = {1, 4096, 4097, n / 2, n - 1};
        struct pair *x = calloc(n + 1, sizeof *x);
        for (size_t i = 0; i < n; i++)
            x[i].key = (uint32_t)(i / 2);
        bool sorted = false;
        ck_assert_int_eq(cupro_is_sorted_by(x, n, &by_key, &sorted, AT(place)), 0);
        ck_assert(sorted);
        for (size_t p = 0; p < COUNT_OF(places); p++) {
            if (places[p] < 1 || places[p] >= n)
                continue;
            uint32_t key = x[places[p] - 1].key;
            x[places[p] - 1].key = UINT32_MAX;
            ck_assert_int_eq(cupro_is_sorted_by(x, n, &by_key, &sorted, AT(place), .grain = p), 0);
            ck_assert_msg(!sorted, "n %zu, descent at %zu", n, places[p]);
            x[places[p] - 1].key = key;
        }
        free(x);
    }
    place_close(&place);
}
END_TEST

/* -- Parts of a sort --------------------------------------------------------------------------- */

START_TEST(places_and_tops)
{
    static const size_t lengths[] = {1, 2, 100, 4096, 4097, 30000, 100000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 8; round++) {
        size_t n = lengths[dice_below(&dice, COUNT_OF(lengths))];
        size_t k = dice_below(&dice, dice_once_in(&dice, 2) ? n : n / 50 + 1);
        enum shape shape = (enum shape)dice_below(&dice, SHAPES);
        struct item8 *x = (void *)throw_items(&dice, shape, n, 8), *out = calloc(n + 1, 8);
        struct item8 *expected = (void *)sorted_copy(x->byte, n, 8);
        ck_assert_int_eq(cupro_top_by(x, n, k, out, &order8, AT(place)), 0);
        ck_assert_msg(memcmp(out, expected, k * sizeof *out) == 0, "top %zu of %zu, shape %d", k, n,
                      (int)shape);
        ck_assert(is_as_expected(out[k].byte, (unsigned char[8]){0}, 1, 8, false));
        ck_assert_int_eq(cupro_nth_by(x, n, k, &order8, AT(place)), 0);
        bool right = key_of(x[k].byte, 8) == key_of(expected[k].byte, 8);
        for (size_t i = 0; i < n; i++) {
            int sign = compare_items(x[i].byte, x[k].byte, &(size_t){8});
            right = right && (i < k ? sign <= 0 : sign >= 0);
        }
        ck_assert_msg(right, "place %zu of %zu, shape %d", k, n, (int)shape);
        reference(x->byte, out->byte, n, 8);
        ck_assert(is_as_expected(x->byte, expected->byte, n, 8, true));
        free(expected);
        free(out);
        free(x);
    }
    place_close(&place);
}
END_TEST

START_TEST(bounds_of_keys)
{
    static const size_t lengths[] = {0, 1, 2, 3, 100, 5000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t l = 0; l < COUNT_OF(lengths); l++) {
        size_t n = lengths[l], m = 1 + dice_below(&dice, 3000);
        struct item7 *thrown = (void *)throw_items(&dice, _i % 2 ? FEW : RANDOM, n, 7);
        struct item7 *x = (void *)sorted_copy(thrown->byte, n, 7);
        struct item7 *keys = (void *)throw_items(&dice, _i % 3 ? FEW : RANDOM, m, 7);
        size_t *low = calloc(m, sizeof *low), *high = calloc(m, sizeof *high);
        ck_assert_int_eq(cupro_lower_bound_by(x, n, keys, m, low, &order7, AT(place)), 0);
        ck_assert_int_eq(cupro_upper_bound_by(x, n, keys, m, high, &order7, AT(place)), 0);
        bool right = true;
        for (size_t i = 0; i < m; i++) {
            int key = key_of(keys[i].byte, 7);
            right = right && low[i] <= n && (low[i] == n || key_of(x[low[i]].byte, 7) >= key);
            right = right && (low[i] == 0 || key_of(x[low[i] - 1].byte, 7) < key);
            right = right && high[i] <= n && (high[i] == n || key_of(x[high[i]].byte, 7) > key);
            right = right && (high[i] == 0 || key_of(x[high[i] - 1].byte, 7) <= key);
        }
        ck_assert(right);
        free(high);
        free(low);
        free(keys);
        free(x);
        free(thrown);
    }
    place_close(&place);
}
END_TEST

/* The sanitizers see where one stands as none may. */
struct aligned {
    _Alignas(32) uint32_t key;
    uint32_t at;
};
struct very_aligned {
    _Alignas(64) uint32_t key;
    uint32_t at;
};
CUPRO_ORDER(aligned_order, struct aligned, a, b, a.key < b.key);
CUPRO_ORDER(very_aligned_order, struct very_aligned, a, b, a.key < b.key);

#define CHECK_ALIGNED(T, order)                                                                 \
    do {                                                                                        \
        size_t n = _i % 2 ? 600 : 9000;                                                         \
        T *x = aligned_alloc(64, n * sizeof *x), *out = aligned_alloc(64, n * sizeof *x);       \
        for (size_t i = 0; i < n; i++)                                                          \
            x[i] = (T){(uint32_t)(dice_bits(&dice) % 1000), (uint32_t)i};                       \
        ck_assert_int_eq(cupro_top_by(x, n, 9, out, &(order), AT(place)), 0);                   \
        ck_assert_int_eq(cupro_nth_by(x, n, 9, &(order), AT(place)), 0);                        \
        ck_assert_uint_le(x[8].key, x[9].key);                                                  \
        ck_assert_int_eq(cupro_sort_by(x, n, &(order), AT(place), .in_place = _i % 3 == 1), 0); \
        ck_assert_uint_le(x[0].key, x[n / 2].key);                                              \
        ck_assert(is_permutation(x, n, sizeof *x));                                             \
        free(out);                                                                              \
        free(x);                                                                                \
    } while (0)

START_TEST(aligned_elements)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    CHECK_ALIGNED(struct aligned, aligned_order);
    CHECK_ALIGNED(struct very_aligned, very_aligned_order);
    place_close(&place);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
    struct pair x[4] = {{4, 0}, {3, 1}, {2, 2}, {1, 3}}, out[4], *none = NULL;
    bool sorted = true;
    ck_assert_int_eq(cupro_sort_by(none, 3, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by(none, 0, &by_key), 0);
    ck_assert_int_eq(cupro_sort_by(x, SIZE_MAX / 4, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by(x, 4, &by_key, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_with(x, 4, 8, NULL, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_with(x, 4, 4, &by_key.order, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_any(x, 4, sizeof *x, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_any(x, 4, 0, compare_items), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_is_sorted_by(x, 4, &by_key, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge_by(x, 2, x + 2, 2, none, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge_by(x, 2, x + 2, 2, x + 1, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_merge_by(x, SIZE_MAX / 16, x, SIZE_MAX / 8, out, &by_key), CUPRO_EINVAL);
    size_t at[2] = {7, 7};
    ck_assert_int_eq(cupro_nth_by(x, 4, 4, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_top_by(x, 4, 5, out, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_top_by(x, 4, 2, x + 3, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_lower_bound_by(x, 4, none, 1, at, &by_key), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_upper_bound_by(x, 4, x, 1, (size_t *)(void *)x, &by_key), CUPRO_EINVAL);
    ck_assert(x[0].key == 4 && x[3].key == 1 && sorted && at[0] == 7);
    ck_assert_int_eq(cupro_sort_by_with(x, 4, sizeof *x, &by_key.order, NULL), 0);
    ck_assert(x[0].key == 1 && x[3].key == 4);
}

int main(void)
{
    dice_announce();
    return RUN_TESTS("order_parts", PLACES, merging_is_stable, whether_it_is_sorted,
                     places_and_tops, bounds_of_keys, aligned_elements, what_is_wrong_is_refused);
}
