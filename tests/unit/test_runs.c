/* SPDX-License-Identifier: MIT */
/* Runs of neighbours: each one whole and once, each pair looked at once, whatever the threads. */
#include "dice.h"
#include "places.h"
#include "ranges.h"
#include "run_tests.h"

#include <cupro/runs.h>

struct item {
    uint32_t cell, rank;
};

/* A loop over runs: what its body was called with, and how often the relation was asked. */
struct trial {
    struct ranges ranges;
    atomic_uchar *asked; /* about element i and the next, or NULL */
};

static bool belong(struct trial *trial, struct item a, struct item b)
{
    if (trial->asked != NULL)
        atomic_fetch_add_explicit(&trial->asked[a.rank], 1, memory_order_relaxed);
    return a.cell == b.cell;
}

CUPRO_RELATION(same_cell, struct item, a, b, belong(ctx, a, b));
CUPRO_RELATION(equal_bytes, unsigned char, a, b, a == b);

static int note_run(size_t lo, size_t hi, void *ctx)
{
    struct trial *trial = ctx;
    return ranges_note(lo, hi, &trial->ranges);
}

/* Runs of 1 … longest elements. */
static struct item *throw_items(struct dice *dice, size_t n, size_t longest)
{
    struct item *items = malloc((n + 1) * sizeof *items);
    size_t left = 0;
    uint32_t cell = 0;
    for (size_t i = 0; i < n; i++, left--) {
        if (left == 0) {
            left = 1 + dice_below(dice, longest);
            cell++;
        }
        items[i] = (struct item){cell, (uint32_t)i};
    }
    return items;
}

/* The first element whose range is not its run, or n. */
static size_t wrong_run(const struct ranges *ranges, const struct item *items)
{
    for (size_t lo = 0, hi; lo < ranges->n; lo = hi) {
        for (hi = lo + 1; hi < ranges->n && items[hi].cell == items[lo].cell;)
            hi++;
        if (ranges_end(ranges, lo) != hi)
            return lo;
    }
    return ranges->n;
}

static size_t pairs_not_asked_once(const struct trial *trial)
{
    size_t wrong = 0;
    for (size_t i = 0; i + 1 < trial->ranges.n; i++)
        wrong += trial->asked[i] != 1;
    return wrong;
}

static void check_chunk_by(const struct place *place, const struct item *items, size_t n,
                           size_t grain, size_t max_grain)
{
    struct trial trial = {ranges_new(n), calloc(n + 1, sizeof *trial.asked)};
    trial.ranges.about = "runs";
    ck_assert_int_eq(cupro_chunk_by(items, n, &same_cell, note_run, &trial, AT(*place),
                                    .grain = grain, .max_grain = max_grain),
                     0);
    ranges_check(&trial.ranges, 1, SIZE_MAX);
    size_t wrong = wrong_run(&trial.ranges, items), pairs = pairs_not_asked_once(&trial);
    ck_assert_msg(wrong == n && pairs == 0,
                  "n %zu, grain %zu, max_grain %zu: the run at %zu; %zu pairs not asked about once",
                  n, grain, max_grain, wrong, pairs);
    ranges_free(&trial.ranges);
    free((void *)trial.asked);
}

static void check_runs_new(const struct place *place, const struct item *items, size_t n,
                           size_t grain)
{
    struct trial trial = {{.n = n}, calloc(n + 1, sizeof *trial.asked)};
    size_t *begins = NULL, count = 0, expected = 0;
    ck_assert_int_eq(cupro_runs_new(items, n, &same_cell, &begins, &count, .ctx = &trial,
                                    AT(*place), .grain = grain),
                     0);
    ck_assert_uint_eq(begins[count], n);
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || items[i].cell != items[i - 1].cell) {
            wrong += expected >= count || begins[expected] != i;
            expected++;
        }
    ck_assert_msg(count == expected && wrong == 0, "n %zu: %zu runs, not %zu; %zu begin elsewhere",
                  n, count, expected, wrong);
    ck_assert_uint_eq(pairs_not_asked_once(&trial), 0);
    free(begins);
    free((void *)trial.asked);
}

START_TEST(each_run_is_one_range)
{
    static const size_t lengths[] = {1, 2, 5, 100, 3000, SIZE_MAX};
    static const size_t grains[] = {0, 1, 2, 63, 64, 65, 1000, SIZE_MAX};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t s = 0; s < COUNT_OF(sizes) && sizes[s] <= 20000; s++)
        for (size_t l = 0; l < COUNT_OF(lengths); l++) {
            struct item *items = throw_items(&dice, sizes[s], lengths[l]);
            size_t grain = grains[dice_below(&dice, COUNT_OF(grains))];
            check_chunk_by(&place, items, sizes[s], grain, 0);
            check_chunk_by(&place, items, sizes[s], 0, 1 + dice_below(&dice, 3000));
            check_runs_new(&place, items, sizes[s], grain);
            free(items);
        }
    place_close(&place);
}
END_TEST

START_TEST(long_arrays_are_cut_without_being_told_where)
{
    static const size_t lengths[] = {20, 100000, SIZE_MAX};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    size_t n = 1000003;
    for (size_t l = 0; l < COUNT_OF(lengths); l++) {
        struct item *items = throw_items(&dice, n, lengths[l]);
        check_chunk_by(&place, items, n, 0, 0);
        check_chunk_by(&place, items, n, 4096, 0);
        check_runs_new(&place, items, n, 0);
        free(items);
    }
    place_close(&place);
}
END_TEST

/* Elements as large as several batches, and as small as can be. */
START_TEST(elements_may_be_of_any_size)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    enum { N = 5000 };
    static unsigned char bytes[N];
    struct ranges ranges = ranges_new(N);
    size_t expected = 1;
    for (size_t i = 0; i < N; i++)
        bytes[i] = (unsigned char)dice_below(&dice, 3);
    for (size_t i = 1; i < N; i++)
        expected += bytes[i] != bytes[i - 1];
    ck_assert_int_eq(cupro_chunk_by(bytes, N, &equal_bytes, ranges_note, &ranges, AT(place)), 0);
    ranges_check(&ranges, 1, SIZE_MAX);
    ck_assert_uint_eq(ranges.calls, expected);
    ranges_free(&ranges);
    place_close(&place);
}
END_TEST

struct large {
    unsigned char bytes[40000];
};
CUPRO_RELATION(same_end, struct large, a, b, a.bytes[39999] == b.bytes[39999]);

START_TEST(large_elements_make_runs_too)
{
    struct place place = place_open(_i);
    enum { N = 200 };
    struct large *items = calloc(N, sizeof *items);
    for (size_t i = 0; i < N; i++)
        items[i].bytes[39999] = (unsigned char)(i / 7);
    size_t *begins, count;
    ck_assert_int_eq(cupro_runs_new(items, N, &same_end, &begins, &count, AT(place)), 0);
    ck_assert_uint_eq(count, (N + 6) / 7);
    for (size_t k = 0; k <= count; k++)
        ck_assert_uint_eq(begins[k], 7 * k < N ? 7 * k : N);
    free(begins);
    free(items);
    place_close(&place);
}
END_TEST

/* The relation fails for the batch that has the pair. */
static size_t fail_at(const void *in, void *out, size_t n, void *ctx)
{
    const struct item *items = in;
    size_t at = *(const size_t *)ctx;
    memset(out, 1, n);
    return items[0].rank <= at && at < items[n].rank ? n - 1 : n;
}

static int pass_by(size_t lo, size_t hi, void *ctx)
{
    (void)lo, (void)hi, (void)ctx;
    return 0;
}

START_TEST(a_relation_that_fails_leaves_the_results)
{
    static const cupro_relation bad = {sizeof(struct item), fail_at};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    struct item *items = throw_items(&dice, 10000, 10);
    size_t *begins = NULL, count = 42, at = 7777;
    const cupro_call call = {.ctx = &at, AT(place)};
    ck_assert_int_eq(cupro_chunk_by_with(items, 10000, sizeof *items, &bad, pass_by, &call),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_runs_new_with(items, 10000, sizeof *items, &bad, &begins, &count, &call),
                     CUPRO_EINVAL);
    ck_assert(begins == NULL && count == 42);
    at = 10000;
    ck_assert_int_eq(cupro_runs_new_with(items, 10000, sizeof *items, &bad, &begins, &count, &call),
                     0);
    ck_assert_uint_eq(count, 1);
    free(begins);
    free(items);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("runs", PLACES, each_run_is_one_range,
                     long_arrays_are_cut_without_being_told_where, elements_may_be_of_any_size,
                     large_elements_make_runs_too, a_relation_that_fails_leaves_the_results);
}
