/* SPDX-License-Identifier: MIT */
/* Results do not depend on the key of the hashes, also if they are all equal. */
#include "grouped.h"
#include "places.h"
#include "run_tests.h"

#include "group/hash.h"

/* Hashes that are as they should be; with a few high, low or middle bits; all the same. */
static const struct cupro__hash_key hash_keys[] = {
    {0x123456789abcdef1, 0x9e3779b97f4a7c15, 0xd1b54a32d192ed03, UINT64_MAX},
    {1, 3, 5, 0xf000000000000000},
    {1, 3, 5, 0x7000000},
    {1, 3, 5, 0x300},
    {1, 3, 5, 0}};

CUPRO_KEY(spelled, cupro_slice, s, s);
CUPRO_MAP(share_of, struct item, double, x, 1 / (1 + x.real * x.real));

static void check_same(const struct item *items, size_t n, size_t which, const cupro_call *call)
{
    const cupro_key *key = group_keys[which].key;
    cupro_counts counts[2];
    cupro_groups groups[2];
    cupro_reduced sums[2];
    for (size_t hash = 0; hash < COUNT_OF(hash_keys); hash++) {
        const size_t k = hash > 0;
        cupro__hash_key_set(&hash_keys[hash]);
        ck_assert_int_eq(cupro_count_by_with(items, n, sizeof *items, key, &counts[k], call), 0);
        ck_assert_int_eq(cupro_group_by_with(items, n, sizeof *items, key, &groups[k], call), 0);
        ck_assert_int_eq(cupro_reduce_by_with(items, n, sizeof *items, key, &share_of.stage,
                                              &cupro_plus_f64, &sums[k], call),
                         0);
        if (k == 0)
            continue;
        const size_t many = counts[0].count;
        ck_assert(counts[1].count == many && groups[1].count == many && sums[1].count == many);
        ck_assert(memcmp(counts[0].first, counts[1].first, many * sizeof(size_t)) == 0);
        ck_assert(memcmp(counts[0].size, counts[1].size, many * sizeof(size_t)) == 0);
        ck_assert(memcmp(groups[0].starts, groups[1].starts, (many + 1) * sizeof(size_t)) == 0);
        ck_assert(memcmp(groups[0].order, groups[1].order, n * sizeof(size_t)) == 0);
        ck_assert(memcmp(sums[0].first, sums[1].first, many * sizeof(size_t)) == 0);
        ck_assert(memcmp(sums[0].values, sums[1].values, many * sizeof(double)) == 0);
        cupro_counts_free(&counts[1]);
        cupro_groups_free(&groups[1]);
        cupro_reduced_free(&sums[1]);
    }
    cupro_counts_free(&counts[0]);
    cupro_groups_free(&groups[0]);
    cupro_reduced_free(&sums[0]);
}

START_TEST(results_do_not_depend_on_hashes)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t which = 0; which < GROUP_KEYS; which++) {
        /* Many groups take long when all of them meet. */
        const enum crowd crowd = (enum crowd)dice_below(&dice, CROWDS);
        const size_t n =
            crowd == ALL || crowd == GIANT || crowd == HALF || crowd == SKEW || crowd == THOUSANDS
                ? 1500
                : 20000;
        struct item *items = items_throw(&dice, crowd, MIXED_BITS, n);
        const cupro_call call = {AT(place), .sorted = dice_once_in(&dice, 2)};
        check_same(items, n, which, &call);
        free(items);
    }
    place_close(&place);
}
END_TEST

/* Two keys differ in their bytes only, or only in how many bytes they have. */
START_TEST(long_keys_are_compared_to_their_end)
{
    char text[3][100];
    cupro_slice names[6];
    cupro_counts counts;
    cupro__hash_key_set(&hash_keys[4]);
    memset(text, 'x', sizeof text);
    text[1][99] = 'y';
    for (size_t i = 0; i < 6; i++)
        names[i] = (cupro_slice){text[i % 3], i < 3 ? 100 : 99};
    ck_assert_int_eq(cupro_count_by(names, 6, &spelled, &counts), 0);
    ck_assert_uint_eq(counts.count, 3);
    ck_assert(counts.size[0] == 2 && counts.size[1] == 1 && counts.size[2] == 3);
    cupro_counts_free(&counts);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("group_hashes", PLACES, results_do_not_depend_on_hashes,
                     long_keys_are_compared_to_their_end);
}
