/* SPDX-License-Identifier: MIT */
/* Groups by keys of all kinds, few and many, even and uneven, against what is in them. */
#include "each.h"
#include "grouped.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/sort.h>

/* x -> a x + b, put together from left to right: not commutative, and exact. */
struct line {
    uint64_t a, b;
};

CUPRO_MAP(line_of, struct item, struct line, x, ((struct line){2 * x.number + 1, x.label}));
CUPRO_MAP(share_of, struct item, double, x, 1 / (1 + x.real * x.real));
CUPRO_MONOID(then, struct line, x, y, ((struct line){x.a * y.a, x.b *y.a + y.b}), {1, 0});

static void check_counts(const struct item *items, size_t n, const struct expected *expected,
                         size_t which, const cupro_call *call)
{
    cupro_counts counts = {0};
    size_t *indexes = NULL, m = 0, wrong;
    const cupro_key *key = group_keys[which].key;
    ck_assert_int_eq(cupro_count_by_with(items, n, sizeof *items, key, &counts, call), 0);
    ck_assert_int_eq(cupro_distinct_with(items, n, sizeof *items, key, &indexes, &m, call), 0);
    wrong = wrong_firsts(items, expected, counts.first, counts.count, which, call->sorted);
    for (size_t g = 0; g < counts.count; g++)
        wrong += counts.size[g] != expected->size[items[counts.first[g]].label];
    wrong += m != counts.count || memcmp(indexes, counts.first, m * sizeof *indexes) != 0;
    ck_assert_msg(wrong == 0, "%zu of %zu elements by key %zu", wrong, n, which);
    cupro_counts_free(&counts);
    ck_assert(counts.count == 0 && counts.first == NULL);
    free(indexes);
}

static void check_groups(const struct item *items, size_t n, const struct expected *expected,
                         size_t which, const cupro_call *call)
{
    cupro_groups groups = {0};
    ck_assert_int_eq(
        cupro_group_by_with(items, n, sizeof *items, group_keys[which].key, &groups, call), 0);
    size_t *first = malloc((groups.count + 1) * sizeof *first), wrong = groups.starts[0] != 0;
    for (size_t g = 0; g < groups.count; g++) {
        const size_t begin = groups.starts[g], end = groups.starts[g + 1];
        ASSERT_EACH(begin < end && end <= n);
        first[g] = groups.order[begin];
        wrong += end - begin != expected->size[items[first[g]].label];
        for (size_t k = begin + 1; k < end; k++)
            wrong += groups.order[k - 1] >= groups.order[k] ||
                     items[groups.order[k]].label != items[first[g]].label;
    }
    wrong += groups.starts[groups.count] != n;
    wrong += wrong_firsts(items, expected, first, groups.count, which, call->sorted);
    ck_assert_msg(wrong == 0, "%zu of %zu elements by key %zu", wrong, n, which);
    cupro_groups_free(&groups);
    ck_assert(groups.count == 0 && groups.order == NULL);
    free(first);
}

static void check_lines(const struct item *items, size_t n, const struct expected *expected,
                        size_t which, const cupro_call *call)
{
    cupro_reduced reduced = {0};
    struct line *lines = malloc((n + 1) * sizeof *lines);
    for (size_t i = 0; i < n; i++)
        lines[i] = (struct line){1, 0};
    for (size_t i = 0; i < n; i++)
        lines[items[i].label] =
            then_op_(lines[items[i].label], (struct line){2 * items[i].number + 1, items[i].label});
    ck_assert_int_eq(cupro_reduce_by_with(items, n, sizeof *items, group_keys[which].key,
                                          &line_of.stage, &then, &reduced, call),
                     0);
    const struct line *values = reduced.values;
    size_t wrong = wrong_firsts(items, expected, reduced.first, reduced.count, which, call->sorted);
    for (size_t g = 0; g < reduced.count; g++) {
        const struct line *line = &lines[items[reduced.first[g]].label];
        wrong += values[g].a != line->a || values[g].b != line->b;
    }
    ck_assert_msg(wrong == 0, "%zu of %zu elements by key %zu", wrong, n, which);
    cupro_reduced_free(&reduced);
    ck_assert(reduced.count == 0 && reduced.values == NULL);
    free(lines);
}

static void check_all(struct dice *dice, enum crowd crowd, size_t n, size_t which,
                      const struct place *place)
{
    struct item *items = items_throw(dice, crowd, (enum pattern)dice_below(dice, PATTERNS), n);
    struct expected expected = expected_of(items, n);
    const cupro_call call = {AT(*place), .sorted = dice_once_in(dice, 2)};
    check_counts(items, n, &expected, which, &call);
    check_groups(items, n, &expected, which, &call);
    check_lines(items, n, &expected, which, &call);
    expected_free(&expected);
    free(items);
}

START_TEST(groups_by_every_key)
{
    static const size_t few[] = {0, 1, 2, 3, 65, 1000, 1025, 9000};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t which = 0; which < GROUP_KEYS; which++)
        for (int crowd = 0; crowd < CROWDS; crowd++)
            check_all(&dice, (enum crowd)crowd,
                      few[(which + (size_t)crowd + (size_t)_i) % COUNT_OF(few)], which, &place);
    place_close(&place);
}
END_TEST

/* Enough for several parts, blocks and tables; 300000 groups are not few any more. */
START_TEST(many_elements)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int crowd = 0; crowd < CROWDS; crowd++)
        if ((crowd + _i) % 4 == 0)
            check_all(&dice, (enum crowd)crowd, 90000, dice_below(&dice, GROUP_KEYS), &place);
    if (_i % 4 == 3)
        check_all(&dice, ALL, 300001, dice_below(&dice, GROUP_KEYS), &place);
    place_close(&place);
}
END_TEST

/* The same bits as those of one thread. */
START_TEST(sums_of_floats_do_not_depend_on_threads)
{
    enum { N = 70000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int crowd = _i % 2; crowd < CROWDS; crowd += 2) {
        struct item *items = items_throw(&dice, (enum crowd)crowd, MIXED_BITS, N);
        cupro_reduced one, more;
        ck_assert_int_eq(
            cupro_reduce_by(items, N, &number_of, &share_of, &cupro_plus_f64, &one, .threads = 1),
            0);
        ck_assert_int_eq(
            cupro_reduce_by(items, N, &number_of, &share_of, &cupro_plus_f64, &more, AT(place)), 0);
        ck_assert_uint_eq(one.count, more.count);
        ck_assert(memcmp(one.first, more.first, one.count * sizeof *one.first) == 0);
        ck_assert(memcmp(one.values, more.values, one.count * sizeof(double)) == 0);
        cupro_reduced_free(&one);
        cupro_reduced_free(&more);
        free(items);
    }
    place_close(&place);
}
END_TEST

#define DEFINE_VALUES(tag, T, S)                                                           \
    static void check_values_##tag(struct dice *dice, size_t n, const cupro_call *call)    \
    {                                                                                      \
        T *x = malloc((n + 1) * sizeof *x);                                                \
        size_t size[100] = {0}, first[100], wrong = 0, seen = 0;                           \
        cupro_counts counts = {0};                                                         \
        for (size_t i = n; i-- > 0; first[(size_t)x[i]] = i)                               \
            size[(size_t)(x[i] = (T)dice_below(dice, 100))]++;                             \
        ck_assert_int_eq(cupro_count_values_##tag(x, n, &counts, call), 0);                \
        for (size_t g = 0; g < counts.count; g++) {                                        \
            const size_t value = (size_t)x[counts.first[g]];                               \
            wrong += counts.first[g] != first[value] || counts.size[g] != size[value];     \
            wrong += g > 0 && (call->sorted ? x[counts.first[g - 1]] >= x[counts.first[g]] \
                                            : counts.first[g - 1] >= counts.first[g]);     \
            seen += counts.size[g];                                                        \
        }                                                                                  \
        ck_assert_msg(wrong == 0 && seen == n, "%zu of %zu " #T, wrong, n);                \
        cupro_counts_free(&counts);                                                        \
        free(x);                                                                           \
    }
CUPRO_NUMBERS(DEFINE_VALUES)

START_TEST(values_of_all_types)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t n = 0; n < 20000; n = 7 * n + 1) {
        const cupro_call call = {AT(place), .sorted = n % 2 == 0};
#define CHECK_VALUES(tag, T, S) check_values_##tag(&dice, n, &call);
        CUPRO_NUMBERS(CHECK_VALUES)
    }
    place_close(&place);
}
END_TEST

/* Those that no sample sees lie far below, just beside and far above the small ones; and small ones
 * end where numbers do. */
START_TEST(small_numbers_and_others)
{
    enum { N = 200000, SPAN = 3000 };
    static const uint64_t bases[] = {0, 5, (uint64_t)1 << 40, UINT64_MAX - SPAN};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    const uint64_t base = bases[dice_below(&dice, COUNT_OF(bases))];
    uint64_t *x = malloc(N * sizeof *x);
    for (size_t i = 0; i < N; i++)
        x[i] = base + dice_below(&dice, SPAN);
    for (int i = 0; i < 20; i++)
        x[dice_below(&dice, N)] = dice_once_in(&dice, 2) ? base - dice_below(&dice, 2000)
                                                         : base + SPAN + dice_below(&dice, 2000);
    for (int i = 0; i < 20; i++)
        x[dice_below(&dice, N)] = dice_bits(&dice);
    uint64_t *sorted = malloc(N * sizeof *x);
    memcpy(sorted, x, N * sizeof *x);
    ck_assert_int_eq(cupro_sort(sorted, N), 0);
    cupro_counts counts;
    ck_assert_int_eq(cupro_count_values(x, N, &counts, AT(place), .sorted = true), 0);
    size_t wrong = 0, at = 0;
    for (size_t g = 0; g < counts.count; g++) {
        size_t size = 0, first = 0;
        while (at + size < N && sorted[at + size] == sorted[at])
            size++;
        while (first < N && x[first] != sorted[at])
            first++;
        wrong += counts.size[g] != size || counts.first[g] != first;
        at += size;
    }
    ck_assert_msg(wrong == 0 && at == N, "%zu wrong, base %zx", wrong, (size_t)base);
    cupro_counts_free(&counts);
    free(sorted);
    free(x);
    place_close(&place);
}
END_TEST

/* -0 is not +0, and a NaN is equal to itself. */
START_TEST(odd_floats_are_values_too)
{
    const double nan = strtod("nan", NULL);
    const double x[] = {0.0, -0.0, nan, 0.0, nan, -nan, -0.0, 1};
    const size_t first[] = {5, 1, 0, 7, 2}, size[] = {1, 2, 2, 1, 2};
    cupro_counts counts;
    ck_assert_int_eq(cupro_count_values(x, COUNT_OF(x), &counts, .sorted = true), 0);
    ck_assert_uint_eq(counts.count, COUNT_OF(first));
    ck_assert(memcmp(counts.first, first, sizeof first) == 0);
    ck_assert(memcmp(counts.size, size, sizeof size) == 0);
    cupro_counts_free(&counts);
}
END_TEST

/* Values of one byte, and a key that wants its context. */
CUPRO_KEY(modulo, uint32_t, x, x % *(const uint32_t *)ctx);
CUPRO_MAP(one, uint32_t, uint8_t, x, (uint8_t)(x - x + 1));

START_TEST(the_context_is_the_calls)
{
    enum { N = 100000 };
    struct place place = place_open(_i);
    uint32_t *x = malloc(N * sizeof *x), seven = 7;
    cupro_reduced reduced;
    for (uint32_t i = 0; i < N; i++)
        x[i] = i * i;
    ck_assert_int_eq(cupro_reduce_by(x, N, &modulo, &one, &cupro_plus_u8, &reduced, AT(place),
                                     .ctx = &seven, .sorted = true),
                     0);
    const uint8_t *sums = reduced.values;
    uint8_t expected[7] = {0};
    for (size_t i = 0; i < N; i++)
        expected[x[i] % 7]++;
    for (size_t g = 0; g < reduced.count; g++)
        ck_assert_uint_eq(sums[g], expected[x[reduced.first[g]] % 7]);
    cupro_reduced_free(&reduced);
    free(x);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("group", PLACES, groups_by_every_key, many_elements,
                     sums_of_floats_do_not_depend_on_threads, values_of_all_types,
                     small_numbers_and_others, odd_floats_are_values_too, the_context_is_the_calls);
}
