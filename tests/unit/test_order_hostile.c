/* SPDX-License-Identifier: MIT */
/* Sorts by comparisons that contradict themselves, and sorts that are stopped: no element is lost.
 */
#include "ordered_pairs.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/error.h>
#include <cupro/order.h>
#include <stdatomic.h>
#include <string.h>

static inline bool lie(int kind, const void *a, const void *b)
{
    static _Thread_local uint64_t state = 1;
    uint32_t left, right;
    memcpy(&left, a, sizeof left);
    memcpy(&right, b, sizeof right);
    state = state * 6364136223846793005u + 1442695040888963407u;
    switch (kind) {
    case 0:
        return true;
    case 1:
        return false;
    case 2:
        return state >> 63;
    case 3:
        return (left - right) % 3 == 1; /* in a circle */
    case 4:
        return left <= right;
    case 5:
        return left % 4 != 0; /* once those are gone, no partition gets anywhere */
    case 6:
        return state >> 60 != 0;
    default:
        return state >> 60 == 0 ? left > right : left < right;
    }
}
enum { LIES = 8 };

struct large {
    uint32_t key, at, rest[10];
};
CUPRO_ORDER(pair_lies, struct pair, a, b, lie(*(const int *)ctx, &a, &b));
CUPRO_ORDER(large_lies, struct large, a, b, lie(*(const int *)ctx, &a, &b));

static int lie_in_words(const void *a, const void *b, void *ctx)
{
    return lie(*(const int *)ctx, a, b) ? -1 : 1;
}

START_TEST(hostile_comparisons)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    static const size_t lengths[] = {3, 33, 500, 5000, 20000};
    for (int kind = _i % 2; kind < LIES * 4; kind += 2) {
        size_t n = lengths[dice_below(&dice, COUNT_OF(lengths))], half = n / 3;
        struct pair *x = throw_pairs(&dice, n, sizeof *x), *merged = calloc(n, sizeof *merged);
        struct large *y = throw_pairs(&dice, n, sizeof *y);
        int what = kind % LIES;
        bool in_place = kind / LIES % 2, unstable = kind / LIES / 2;
        ck_assert_int_eq(cupro_merge_by(x, half, x + half, n - half, merged, &pair_lies,
                                        .ctx = &what, AT(place)),
                         0);
        ck_assert(is_permutation(merged, n, sizeof *merged));
        ck_assert_int_eq(cupro_sort_by(x, n, &pair_lies, .ctx = &what, AT(place),
                                       .in_place = in_place, .unstable = unstable),
                         0);
        ck_assert(is_permutation(x, n, sizeof *x));
        ck_assert_int_eq(cupro_sort_by(y, n, &large_lies, .ctx = &what, AT(place),
                                       .in_place = in_place, .unstable = unstable),
                         0);
        ck_assert(is_permutation(y, n, sizeof *y));
        ck_assert_int_eq(cupro_sort_any(y, n, sizeof *y, lie_in_words, .ctx = &what, AT(place)), 0);
        ck_assert(is_permutation(y, n, sizeof *y));
        ck_assert_int_eq(cupro_top_by(x, n, half, merged, &pair_lies, .ctx = &what, AT(place)), 0);
        ck_assert_int_eq(cupro_nth_by(x, n, half, &pair_lies, .ctx = &what, AT(place)), 0);
        ck_assert(is_permutation(x, n, sizeof *x));
        free(y);
        free(merged);
        free(x);
    }
    place_close(&place);
}
END_TEST

/* -- Stops ------------------------------------------------------------------------------------- */

struct watch {
    cupro_stop stop;
    atomic_int left; /* comparisons until it is raised */
};

static inline bool count_down(struct watch *watch)
{
    if (atomic_fetch_sub_explicit(&watch->left, 1, memory_order_relaxed) == 1)
        cupro_stop_request(&watch->stop);
    return true;
}

CUPRO_ORDER(stopping, struct pair, a, b, count_down(ctx) && a.key < b.key);

START_TEST(a_stopped_sort_leaves_a_permutation)
{
    enum { N = 20000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    struct pair *before = throw_pairs(&dice, N, sizeof *before), *x = malloc(N * sizeof *x);
    for (int i = 0; i < 6; i++) {
        struct watch watch = {.left = 1 + (int)dice_below(&dice, 400000)};
        memcpy(x, before, N * sizeof *x);
        int code = cupro_sort_by(x, N, &stopping, .ctx = &watch, .stop = &watch.stop, AT(place),
                                 .in_place = i % 3 > 0, .unstable = i % 3 > 1);
        ck_assert(code == 0 || code == CUPRO_ESTOPPED);
        ck_assert(is_permutation(x, N, sizeof *x));
        bool sorted = false;
        watch.left = 0;
        ck_assert_int_eq(cupro_is_sorted_by(x, N, &stopping, &sorted, .ctx = &watch), 0);
        ck_assert(code != 0 || sorted);
    }
    struct watch watch = {.left = 0};
    cupro_stop_request(&watch.stop);
    memcpy(x, before, N * sizeof *x);
    ck_assert_int_eq(cupro_sort_by(x, N, &stopping, .ctx = &watch, .stop = &watch.stop, AT(place)),
                     CUPRO_ESTOPPED);
    ck_assert(memcmp(x, before, N * sizeof *x) == 0);
    free(x);
    free(before);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("order_hostile", PLACES, hostile_comparisons,
                     a_stopped_sort_leaves_a_permutation);
}
