/* SPDX-License-Identifier: MIT */
/* Numbers of thousands of groups, which are counted in packed words: counts that run over, keys
 * whose rest is 0, lines that are full, and more groups than there seemed to be. */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include "group/hash.h"
#include "group/tables/count_kernels.h"

#include <cupro/group.h>
#include <stdlib.h>

enum { N = 1500000, GROUPS = 2100, LATE = 60000, SOME = 8000, KEYS = GROUPS + LATE };

static const struct cupro__hash_key hash = {0x123456789abcdef1, 0x9e3779b97f4a7c15,
                                            0xd1b54a32d192ed03, UINT64_MAX};

/* Which key element i has: each third the first one, the last ones each its own. */
static size_t number_of(size_t i)
{
    return i >= N - LATE ? GROUPS + (i - (N - LATE)) : i % 3 == 0 ? 0 : i % GROUPS;
}

/* Of the scrambled number 0, whose rest is 0 among any number of lines; and 0 itself. */
static uint64_t key_of(size_t number)
{
    return number == 5 ? hash.a : number == 7 ? 0 : (number + 1) << 40 | number;
}

struct expected {
    size_t first[KEYS], size[KEYS];
    size_t count;
};

static struct expected *expect(uint64_t *x)
{
    struct expected *expected = calloc(1, sizeof *expected);
    for (size_t i = 0; i < N; i++) {
        const size_t number = number_of(i);
        x[i] = key_of(number);
        if (expected->size[number]++ == 0) {
            expected->first[number] = i;
            expected->count++;
        }
    }
    return expected;
}

START_TEST(counts_run_over_and_lines_are_too_few)
{
    struct place place = place_open(_i);
    struct cupro__hash_key masked = hash;
    masked.mask = _i % 2 == 0 ? UINT64_MAX : UINT64_MAX << 54;
    cupro__hash_key_set(&masked);
    uint64_t *x = malloc(N * sizeof *x);
    struct expected *expected = expect(x);
    cupro_counts counts;
    ck_assert_int_eq(cupro_count_values(x, N, &counts, AT(place)), 0);
    ck_assert_uint_eq(counts.count, expected->count);
    size_t wrong = 0;
    for (size_t g = 0; g < counts.count; g++) {
        const size_t number = number_of(counts.first[g]);
        wrong += counts.first[g] != expected->first[number];
        wrong += counts.size[g] != expected->size[number];
        wrong += g > 0 && counts.first[g] <= counts.first[g - 1];
    }
    ck_assert_uint_eq(wrong, 0);
    cupro_counts_free(&counts);
    free(expected);
    free(x);
    place_close(&place);
}
END_TEST

static bool can_pack(void)
{
    return cupro__count_kernels()->count_packed != NULL;
}

static void count(struct cupro__packed_keys *packed, struct cupro__group_table *table,
                  const uint64_t *x, size_t lo, size_t hi, bool lowers)
{
    for (size_t at = lo, n; at < hi; at += n) {
        n = hi - at < 500 ? hi - at : 500;
        ck_assert_int_eq(cupro__packed_keys_count(packed, table, x + at, n, at, lowers), 0);
    }
}

/* The upper elements first, as by who steals later; then somewhat more groups than there seemed to
 * be, then far more. */
START_TEST(groups_come_late_and_first_elements_too)
{
    const struct cupro__survey survey = {.groups = GROUPS};
    struct cupro__packed_keys packed;
    struct cupro__group_table table;
    if (!can_pack())
        return;
    cupro__hash_key_set(&hash);
    uint64_t *x = malloc(N * sizeof *x);
    struct expected *expected = expect(x);
    ck_assert_int_eq(cupro__packed_keys_open(&packed, &survey, N), 0);
    ck_assert_int_eq(cupro__group_table_open(&table, 1, 0, CUPRO__NUMBER_WORDS), 0);
    const size_t lines = packed.lines;
    ck_assert_uint_gt(lines, 0);
    count(&packed, &table, x, N / 2, N - LATE, false);
    count(&packed, &table, x, 0, N / 2, true);
    ck_assert_uint_eq(packed.lines, lines);
    ck_assert_uint_gt(table.count, 0); /* the key whose rest is 0 */
    ck_assert_uint_lt(table.count, GROUPS / 20);
    count(&packed, &table, x, N - LATE, N - LATE + SOME, false);
    ck_assert_uint_gt(packed.lines, lines); /* it has grown */
    count(&packed, &table, x, N - LATE + SOME, N, false);
    ck_assert_ptr_null(packed.words); /* it has given up */
    ck_assert_int_eq(cupro__packed_keys_move(&packed, &table), 0);
    ck_assert_uint_eq(table.count, expected->count);
    size_t wrong = 0;
    for (size_t number = 0; number < KEYS; number++) {
        const uint64_t key = key_of(number);
        if (expected->size[number] == 0)
            continue;
        const size_t home = cupro__table_home(&table, cupro__hash_number(&hash, key), 1);
        const uint64_t *slot = cupro__table_slot(&table, &key, home, 1);
        wrong += slot[1] != expected->size[number];
        wrong += table.firsts[(slot - table.slots) / 2] != expected->first[number];
    }
    ck_assert_uint_eq(wrong, 0);
    cupro__packed_keys_close(&packed);
    cupro__group_table_close(&table);
    free(expected);
    free(x);
}
END_TEST

/* Not for few groups, nor for few elements of each. */
START_TEST(packed_where_it_is_worth_it)
{
    static const struct {
        size_t groups, n;
        bool packs;
    } cases[] = {{100, N, false}, {GROUPS, 20000, false}, {GROUPS, N, true}, {N, N, false}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct cupro__survey survey = {.groups = cases[i].groups};
        struct cupro__packed_keys packed;
        ck_assert_int_eq(cupro__packed_keys_open(&packed, &survey, cases[i].n), 0);
        ck_assert_int_eq(packed.words != NULL, cases[i].packs && can_pack());
        cupro__packed_keys_close(&packed);
    }
}
END_TEST

int main(void)
{
    return RUN_TESTS("group_packed", PLACES, counts_run_over_and_lines_are_too_few,
                     groups_come_late_and_first_elements_too, packed_where_it_is_worth_it);
}
