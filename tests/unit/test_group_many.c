/* SPDX-License-Identifier: MIT */
/* Groups of many numbers. Many: more than one window and one stretch of them. Few: more than one
 * cell each. And keys that tables and cells of numbers use themselves. */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include "group/hash.h"

#include <cupro/group.h>
#include <stdlib.h>
#include <string.h>

enum { EACH = 3, N = 1500000 };

static const struct cupro__hash_key hash = {0x123456789abcdef1, 0x9e3779b97f4a7c15,
                                            0xd1b54a32d192ed03, UINT64_MAX};

CUPRO_KEY(itself, uint64_t, x, x);
CUPRO_MAP(one_of, uint64_t, uint64_t, x, x > 0);

/* Group g: elements EACH * g … Every thousandth of them has the key of free slots, and every
 * hundredth is of a heavy key. */
static uint64_t key_of(size_t group)
{
    return group % 1000 == 777 ? hash.a ^ hash.c : group % 100 == 50 ? 1 : 2 + group * group;
}

static uint64_t *elements(void)
{
    uint64_t *x = malloc(N * sizeof *x);
    for (size_t i = 0; i < N; i++)
        x[i] = key_of(i / EACH);
    return x;
}

/* What group g, in the order of first elements, has: its first element, and how many. */
struct expected {
    size_t first, size;
};

static struct expected *expect(size_t *count)
{
    struct expected *expected = calloc(N / EACH, sizeof *expected);
    size_t heavy = SIZE_MAX, odd = SIZE_MAX;
    *count = 0;
    for (size_t g = 0; g < N / EACH; g++) {
        size_t *known = key_of(g) == 1 ? &heavy : key_of(g) == (hash.a ^ hash.c) ? &odd : NULL;
        if (known != NULL && *known != SIZE_MAX) {
            expected[*known].size += EACH;
            continue;
        }
        if (known != NULL)
            *known = *count;
        expected[(*count)++] = (struct expected){EACH * g, EACH};
    }
    return expected;
}

START_TEST(groups_in_many_windows)
{
    struct place place = place_open(_i);
    size_t many, wrong = 0;
    cupro__hash_key_set(&hash);
    uint64_t *x = elements();
    struct expected *expected = expect(&many);
    cupro_counts counts;
    cupro_groups groups;
    cupro_reduced sums;
    ck_assert_int_eq(cupro_count_values(x, N, &counts, AT(place)), 0);
    ck_assert_int_eq(cupro_group_by(x, N, &itself, &groups, AT(place)), 0);
    ck_assert_int_eq(cupro_reduce_by(x, N, &itself, &one_of, &cupro_plus_u64, &sums, AT(place)), 0);
    ck_assert(counts.count == many && groups.count == many && sums.count == many);
    ck_assert_uint_eq(groups.starts[many], N);
    for (size_t g = 0; g < many; g++) {
        const struct expected *group = &expected[g];
        wrong += counts.first[g] != group->first || counts.size[g] != group->size;
        wrong += sums.first[g] != group->first;
        wrong += ((const uint64_t *)sums.values)[g] != group->size;
        wrong += groups.order[groups.starts[g]] != group->first;
        wrong += groups.starts[g + 1] - groups.starts[g] != group->size;
        for (size_t i = groups.starts[g] + 1; i < groups.starts[g + 1]; i++)
            wrong +=
                groups.order[i] <= groups.order[i - 1] || x[groups.order[i]] != x[group->first];
    }
    ck_assert_uint_eq(wrong, 0);
    cupro_counts_free(&counts);
    cupro_groups_free(&groups);
    cupro_reduced_free(&sums);
    free(expected);
    free(x);
    place_close(&place);
}
END_TEST

/* Of some hundred keys; of 0 once, when cells are in use; and in the end of so many new ones that
 * they have no cells. Also where different keys often have the same hash. */
START_TEST(few_groups_in_many_cells)
{
    enum { FEW = 300, LATE = 3000 };
    static const uint64_t masks[] = {UINT64_MAX, UINT64_MAX << 61, UINT64_MAX << 56, 0};
    struct place place = place_open(_i);
    struct cupro__hash_key masked = hash;
    masked.mask = masks[_i % 4];
    cupro__hash_key_set(&masked);
    uint64_t *x = malloc(N * sizeof *x);
    size_t wrong = 0;
    cupro_counts counts;
    for (size_t i = 0; i < N; i++)
        x[i] = i % FEW < 3 ? i % FEW + 1 : ((uint64_t)1 << 40) * (i % FEW);
    x[N / 2] = 0;
    for (size_t i = N - LATE; i < N; i++)
        x[i] = ((uint64_t)1 << 50) + i;
    ck_assert_int_eq(cupro_count_values(x, N, &counts, AT(place)), 0);
    ck_assert_uint_eq(counts.count, FEW + 1 + LATE);
    for (size_t g = 0; g < FEW; g++)
        wrong +=
            counts.first[g] != g || counts.size[g] != (N - LATE) / FEW - (g == N / 2 % FEW ? 1 : 0);
    wrong += counts.first[FEW] != N / 2 || counts.size[FEW] != 1;
    for (size_t i = 0; i < LATE; i++)
        wrong += counts.first[FEW + 1 + i] != N - LATE + i || counts.size[FEW + 1 + i] != 1;
    ck_assert_uint_eq(wrong, 0);
    cupro_counts_free(&counts);
    free(x);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("group_many", PLACES, groups_in_many_windows, few_groups_in_many_cells);
}
