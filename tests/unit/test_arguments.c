/* SPDX-License-Identifier: MIT */
/* Arguments that cannot be: CUPRO_EINVAL, nothing run, nothing written. */
#include "places.h"
#include "run_tests.h"

#include <cupro.h>
#include <limits.h>
#include <stdatomic.h>

static atomic_int bodies_run;

static int body(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    (void)ctx;
    atomic_fetch_add(&bodies_run, 1);
    return 0;
}

static int folder(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)acc;
    return body(lo, hi, ctx);
}

static int visit(const void *items, size_t n, void *ctx)
{
    (void)items;
    return body(0, n, ctx);
}

static int64_t numbers[100];
CUPRO_MAP(noted, int64_t, int64_t, x, x + body(0, 1, ctx));
#define CHAIN cupro_from(numbers, 100, &noted)

#define REFUSED(call)                           \
    do {                                        \
        ck_assert_int_eq((call), CUPRO_EINVAL); \
        ck_assert_int_eq(bodies_run, 0);        \
    } while (0)

START_TEST(loops_refuse_what_they_cannot_use)
{
    const char text[] = "text";
    REFUSED(cupro_for(10, NULL, NULL));
    REFUSED(cupro_for(0, NULL, NULL));
    REFUSED(cupro_chunks(10, 3, NULL, NULL));
    REFUSED(cupro_chunks(10, 0, body, NULL));
    REFUSED(cupro_rchunks(10, 3, NULL, NULL));
    REFUSED(cupro_rchunks(10, 0, body, NULL));
    REFUSED(cupro_windows(10, 3, NULL, NULL));
    REFUSED(cupro_windows(10, 0, body, NULL));
    REFUSED(cupro_windows(3, 10, NULL, NULL));
    REFUSED(cupro_records(text, 4, 'x', NULL, NULL));
    REFUSED(cupro_records(NULL, 4, 'x', body, NULL));
    REFUSED(cupro_records(text, 4, -1, body, NULL));
    REFUSED(cupro_records(text, 4, 256, body, NULL));
    REFUSED(cupro_records(text, 4, INT_MIN, body, NULL));
}
END_TEST

/* -- Runs and texts ---------------------------------------------------------------------------- */

CUPRO_RELATION(alike, int64_t, a, b, a == b || body(0, 1, ctx) != 0);

START_TEST(runs_refuse_what_they_cannot_use)
{
    static const cupro_relation no_step = {.size = sizeof *numbers};
    size_t *begins = NULL, count = 42, size = sizeof *numbers;
    int64_t *none = NULL;
    REFUSED(cupro_chunk_by(none, 1, &alike, body, NULL));
    REFUSED(cupro_chunk_by(numbers, 100, &alike, NULL, NULL));
    REFUSED(cupro_chunk_by(numbers, SIZE_MAX / size + 1, &alike, body, NULL));
    REFUSED(cupro_chunk_by_with(numbers, 100, size, NULL, body, NULL));
    REFUSED(cupro_chunk_by_with(numbers, 100, size, &no_step, body, NULL));
    REFUSED(cupro_chunk_by_with(numbers, 100, 4, &alike.relation, body, NULL));
    REFUSED(cupro_runs_new(none, 1, &alike, &begins, &count));
    REFUSED(cupro_runs_new(numbers, 100, &alike, NULL, &count));
    REFUSED(cupro_runs_new(numbers, 100, &alike, &begins, NULL));
    REFUSED(cupro_runs_new_with(numbers, 100, size, NULL, &begins, &count, NULL));
    REFUSED(cupro_runs_new_with(numbers, 100, 4, &alike.relation, &begins, &count, NULL));
    ck_assert(begins == NULL && count == 42);
}
END_TEST

static int visit_slices(const cupro_slice *pieces, size_t count, void *ctx)
{
    (void)pieces;
    return body(0, count, ctx);
}

START_TEST(texts_refuse_what_they_cannot_use)
{
    const char text[] = "text";
    const size_t too_long = (size_t)PTRDIFF_MAX + 1;
    const cupro_bytes set = cupro_bytes_of("x", 1);
    REFUSED(cupro_split(text, 4, 'x', NULL, NULL));
    REFUSED(cupro_split(NULL, 4, 'x', visit_slices, NULL));
    REFUSED(cupro_split(text, 4, -1, visit_slices, NULL));
    REFUSED(cupro_split(text, 4, 256, visit_slices, NULL));
    REFUSED(cupro_split(text, too_long, 'x', visit_slices, NULL));
    REFUSED(cupro_split_any(text, 4, &set, NULL, NULL));
    REFUSED(cupro_split_any(text, 4, NULL, visit_slices, NULL));
    REFUSED(cupro_split_any(NULL, 4, &set, visit_slices, NULL));
    REFUSED(cupro_lines(text, 4, NULL, NULL));
    REFUSED(cupro_lines(NULL, 4, visit_slices, NULL));
    REFUSED(cupro_lines(text, SIZE_MAX, visit_slices, NULL));
    REFUSED(cupro_tokens(text, 4, NULL, NULL));
    REFUSED(cupro_tokens(NULL, 4, visit_slices, NULL));
    REFUSED(cupro_tokens_any(text, 4, &set, NULL, NULL));
    REFUSED(cupro_tokens_any(text, 4, NULL, visit_slices, NULL));
    REFUSED(cupro_tokens_any(NULL, 4, &set, visit_slices, NULL));
}
END_TEST

START_TEST(pieces_of_texts_refuse_what_they_cannot_use)
{
    const char text[] = "text";
    const cupro_bytes set = cupro_bytes_of("x", 1);
    cupro_slice *pieces = NULL;
    size_t count = 42;
    REFUSED(cupro_split_new(text, 4, 'x', NULL, &count));
    REFUSED(cupro_split_new(text, 4, 'x', &pieces, NULL));
    REFUSED(cupro_split_new(text, 4, 256, &pieces, &count));
    REFUSED(cupro_split_new(NULL, 4, 'x', &pieces, &count));
    REFUSED(cupro_split_any_new(text, 4, NULL, &pieces, &count));
    REFUSED(cupro_split_any_new(text, 4, &set, NULL, &count));
    REFUSED(cupro_lines_new(text, 4, NULL, &count));
    REFUSED(cupro_lines_new(text, 4, &pieces, NULL));
    REFUSED(cupro_lines_new(NULL, 4, &pieces, &count));
    REFUSED(cupro_tokens_new(text, 4, NULL, &count));
    REFUSED(cupro_tokens_new(text, 4, &pieces, NULL));
    REFUSED(cupro_tokens_new(text, SIZE_MAX, &pieces, &count));
    REFUSED(cupro_tokens_any_new(text, 4, NULL, &pieces, &count));
    REFUSED(cupro_tokens_any_new(text, 4, &set, &pieces, NULL));
    ck_assert(pieces == NULL && count == 42);
}
END_TEST

/* -- Folds ------------------------------------------------------------------------------------- */

static int combine(void *acc, void *other, void *ctx)
{
    (void)acc;
    (void)other;
    return body(0, 1, ctx);
}

static const int64_t zero;
static const cupro_monoid bad_monoids[] = {
    {.size = 0, .identity = &zero, .combine = combine},
    {.size = sizeof zero, .identity = &zero},
    {.size = sizeof zero, .combine = combine},
};

START_TEST(folds_refuse_what_they_cannot_use)
{
    int64_t out = 42;
    REFUSED(cupro_fold(10, NULL, &cupro_plus_i64, &out, NULL));
    REFUSED(cupro_fold(10, folder, NULL, &out, NULL));
    REFUSED(cupro_fold(10, folder, &cupro_plus_i64, NULL, NULL));
    REFUSED(cupro_fold_workers(10, NULL, &cupro_plus_i64, &out, NULL));
    REFUSED(cupro_fold_workers(10, folder, NULL, &out, NULL));
    REFUSED(cupro_fold_workers(10, folder, &cupro_plus_i64, NULL, NULL));
    for (size_t i = 0; i < COUNT_OF(bad_monoids); i++) {
        REFUSED(cupro_fold(10, folder, &bad_monoids[i], &out, NULL));
        REFUSED(cupro_fold_workers(10, folder, &bad_monoids[i], &out, NULL));
        REFUSED(cupro_reduce_with(CHAIN, &bad_monoids[i], &out, bad_monoids[i].size, NULL));
    }
    ck_assert_int_eq(out, 42);
}
END_TEST

/* -- Chains ------------------------------------------------------------------------------------ */

START_TEST(verbs_of_chains_refuse_what_they_cannot_use)
{
    int64_t out = 42, *none = NULL;
    REFUSED(cupro_collect(CHAIN, none, NULL));
    REFUSED(cupro_collect_new_with(CHAIN, NULL, sizeof out, NULL, NULL));
    REFUSED(cupro_reduce(CHAIN, NULL, &out));
    REFUSED(cupro_reduce(CHAIN, &cupro_plus_i64, none));
    REFUSED(cupro_count(CHAIN, NULL));
    REFUSED(cupro_each(CHAIN, NULL, NULL));
    ck_assert_int_eq(out, 42);
}
END_TEST

CUPRO_MAP(noted_index, size_t, int64_t, i, (int64_t)i + body(0, 1, ctx));
CUPRO_FILTER(odd_index, size_t, i, i % 2);
#define RANGE cupro_from_range(100, 200, &noted_index)

START_TEST(ranges_refuse_what_they_cannot_use)
{
    int64_t out = 42, *none = NULL;
    size_t count = 42, most = SIZE_MAX / sizeof(size_t), *fresh = &count;
    REFUSED(cupro_collect(cupro_from_range(3, 2, &noted_index), &out, NULL));
    REFUSED(cupro_collect(RANGE, none, NULL));
    REFUSED(cupro_count(cupro_from_range(SIZE_MAX, 0), &count));
    REFUSED(cupro_count(cupro_from_range(0, most + 1), &count));
    REFUSED(cupro_find_last(cupro_from_range(SIZE_MAX - most - 1, SIZE_MAX), &count));
    REFUSED(cupro_tabulate(none, 1, &noted_index));
    REFUSED(cupro_tabulate(&out, most + 1, &noted_index));
    REFUSED(cupro_tabulate(&count, 10, &odd_index));
    REFUSED(cupro_collect_new(cupro_from_range(0, 9, &odd_index), &fresh, NULL));
    ck_assert(out == 42 && count == 42 && fresh == NULL);
}
END_TEST

/* -- Packing and zipping ----------------------------------------------------------------------- */

START_TEST(packing_refuses_what_it_cannot_use)
{
    static bool flags[16];
    size_t x[32] = {42}, count = 42, huge = SIZE_MAX / sizeof *x + 1, *none = NULL;
    const bool *no_flags = NULL;
    REFUSED(cupro_pack(none, flags, 16, x, &count));
    REFUSED(cupro_pack(x, no_flags, 16, x + 16, &count));
    REFUSED(cupro_pack(x, flags, 16, none, &count));
    REFUSED(cupro_pack(x, flags, 16, x + 16, NULL));
    REFUSED(cupro_pack(x, flags, huge, x + 16, &count));
    REFUSED(cupro_pack(x, flags, 16, x, &count));
    REFUSED(cupro_pack(x, flags, 16, x + 15, &count));
    REFUSED(cupro_pack(x, (unsigned char *)(x + 16), 16, x + 17, &count));
    REFUSED(cupro_pack_with(x, flags, 16, 0, x + 16, &count, NULL));
    REFUSED(cupro_pack_index(no_flags, 16, x, &count));
    REFUSED(cupro_pack_index(flags, 16, none, &count));
    REFUSED(cupro_pack_index(flags, 16, x, NULL));
    REFUSED(cupro_pack_index(flags, huge, x, &count));
    REFUSED(cupro_pack_index((unsigned char *)x, 16, x + 1, &count));
    ck_assert(x[0] == 42 && count == 42);
}
END_TEST

static struct record {
    int64_t key;
    int32_t value;
} records[16];

START_TEST(zipping_refuses_what_it_cannot_use)
{
    static int64_t keys[16] = {42};
    static int32_t values[16] = {42};
    const struct record *no_records = NULL;
    int64_t *no_keys = NULL;
    int32_t *no_values = NULL;
    size_t huge = SIZE_MAX / sizeof *records + 1;
    REFUSED(cupro_unzip(no_records, 16, key, keys, value, values));
    REFUSED(cupro_unzip(records, 16, key, no_keys, value, values));
    REFUSED(cupro_unzip(records, 16, key, keys, value, no_values));
    REFUSED(cupro_unzip(records, huge, key, keys, value, values));
    REFUSED(cupro_unzip(records, 16, key, keys, value, (int32_t *)(keys + 15) + 1));
    REFUSED(cupro_unzip(records, 16, key, keys, value, &records[15].value));
    REFUSED(cupro_zip(records, 16, key, no_keys, value, values));
    REFUSED(cupro_zip(records, 16, key, &records[0].key, value, values));
    ck_assert(keys[0] == 42 && values[0] == 42 && records[0].key == 0);
}
END_TEST

START_TEST(fields_must_lie_in_their_struct)
{
    static const cupro_field wrong[] = {{16, 1},       {15, 2},       {0, 17},
                                        {SIZE_MAX, 1}, {1, SIZE_MAX}, {0, 0}};
    static char out[16 * 16] = {42};
    void *const arrays[] = {out};
    const void *const same[] = {out};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        REFUSED(cupro_unzip_with(records, 16, 16, 1, &wrong[i], arrays, NULL));
        REFUSED(cupro_unzip_with(NULL, 0, 16, 1, &wrong[i], arrays, NULL));
        REFUSED(cupro_zip_with(records, 16, 16, 1, &wrong[i], same, NULL));
    }
    static const cupro_field right = {15, 1};
    REFUSED(cupro_unzip_with(records, 16, 16, 0, &right, arrays, NULL));
    REFUSED(cupro_unzip_with(records, 16, 16, -1, &right, arrays, NULL));
    REFUSED(cupro_unzip_with(records, 16, 0, 1, &right, arrays, NULL));
    REFUSED(cupro_unzip_with(records, 16, 16, 1, NULL, arrays, NULL));
    REFUSED(cupro_unzip_with(records, 16, 16, 1, &right, NULL, NULL));
    ck_assert_int_eq(out[0], 42);
    ck_assert_int_eq(cupro_unzip_with(records, 16, 16, 1, &right, arrays, NULL), 0);
    ck_assert_int_eq(out[0], 0);
}
END_TEST

/* -- Numbers ----------------------------------------------------------------------------------- */

#define CHECK_TOTALS(tag, T, S)                             \
    {                                                       \
        T x[1] = {0}, *none = NULL, extreme = 42;           \
        S total = 42, *no_total = NULL;                     \
        size_t n = SIZE_MAX / sizeof *x + 1;                \
        REFUSED(cupro_sum(none, 1, &total));                \
        REFUSED(cupro_sum(x, 1, no_total));                 \
        REFUSED(cupro_product(none, 1, &total));            \
        REFUSED(cupro_product(x, 1, no_total));             \
        REFUSED(cupro_min(none, 1, &extreme));              \
        REFUSED(cupro_min(x, 1, none));                     \
        REFUSED(cupro_max(none, 1, &extreme));              \
        REFUSED(cupro_max(x, 1, none));                     \
        REFUSED(cupro_minmax(none, 1, &extreme, &extreme)); \
        REFUSED(cupro_minmax(x, 1, none, &extreme));        \
        REFUSED(cupro_minmax(x, 1, &extreme, none));        \
        if (n > 0) {                                        \
            REFUSED(cupro_sum(x, n, &total));               \
            REFUSED(cupro_min(x, n, &extreme));             \
            REFUSED(cupro_max(x, n, &extreme));             \
        }                                                   \
        ck_assert(total == 42 && extreme == 42);            \
    }

START_TEST(totals_and_extremes_refuse_what_they_cannot_use)
{CUPRO_NUMBERS(CHECK_TOTALS)} END_TEST

#define CHECK_SEARCHES(tag, T, S)                        \
    {                                                    \
        T x[1] = {0}, *none = NULL;                      \
        size_t index = 42, n = SIZE_MAX / sizeof *x + 1; \
        bool sorted = false;                             \
        int sign = 42;                                   \
        REFUSED(cupro_argmin(none, 1, &index));          \
        REFUSED(cupro_argmin(x, 1, NULL));               \
        REFUSED(cupro_argmax(none, 1, &index));          \
        REFUSED(cupro_argmax(x, 1, NULL));               \
        REFUSED(cupro_count_equal(none, 1, 0, &index));  \
        REFUSED(cupro_count_equal(x, 1, 0, NULL));       \
        REFUSED(cupro_find_equal(none, 1, 0, &index));   \
        REFUSED(cupro_find_equal(x, 1, 0, NULL));        \
        REFUSED(cupro_is_sorted(none, 1, &sorted));      \
        REFUSED(cupro_is_sorted(x, 1, NULL));            \
        REFUSED(cupro_equal(none, x, 1, &sorted));       \
        REFUSED(cupro_equal(x, none, 1, &sorted));       \
        REFUSED(cupro_equal(x, x, 1, NULL));             \
        REFUSED(cupro_mismatch(none, x, 1, &index));     \
        REFUSED(cupro_mismatch(x, none, 1, &index));     \
        REFUSED(cupro_mismatch(x, x, 1, NULL));          \
        REFUSED(cupro_compare(none, 1, x, 1, &sign));    \
        REFUSED(cupro_compare(x, 1, none, 1, &sign));    \
        REFUSED(cupro_compare(x, 1, x, 1, NULL));        \
        if (n > 0) {                                     \
            REFUSED(cupro_equal(x, x, n, &sorted));      \
            REFUSED(cupro_mismatch(x, x, n, &index));    \
            REFUSED(cupro_compare(x, n, x, 1, &sign));   \
            REFUSED(cupro_compare(x, 1, x, n, &sign));   \
            REFUSED(cupro_find_equal(x, n, 0, &index));  \
            REFUSED(cupro_is_sorted(x, n, &sorted));     \
        }                                                \
        ck_assert(index == 42 && !sorted && sign == 42); \
    }

START_TEST(searches_refuse_what_they_cannot_use)
{CUPRO_NUMBERS(CHECK_SEARCHES)} END_TEST

#define CHECK_FILLING(tag, T, S)             \
    {                                        \
        T x[1] = {42}, *none = NULL;         \
        size_t n = SIZE_MAX / sizeof *x + 1; \
        REFUSED(cupro_fill(none, 1, 0));     \
        REFUSED(cupro_iota(none, 1, 0, 1));  \
        if (n > 0) {                         \
            REFUSED(cupro_fill(x, n, 0));    \
            REFUSED(cupro_iota(x, n, 0, 1)); \
        }                                    \
        ck_assert(x[0] == 42);               \
    }

START_TEST(filling_and_turning_refuse_what_they_cannot_use)
{
    CUPRO_NUMBERS(CHECK_FILLING)
    int64_t x[2] = {1, 2}, *none = NULL;
    REFUSED(cupro_reverse(none, 1));
    REFUSED(cupro_reverse(x, SIZE_MAX / sizeof *x + 1));
    REFUSED(cupro_reverse_with(x, 2, 0, NULL));
    REFUSED(cupro_rotate(none, 1, 0));
    REFUSED(cupro_rotate(x, 2, 3));
    REFUSED(cupro_rotate(x, SIZE_MAX / sizeof *x + 1, 1));
    REFUSED(cupro_rotate_with(x, 2, 1, 0, NULL));
    ck_assert(x[0] == 1 && x[1] == 2);
}
END_TEST

/* -- Pipelines --------------------------------------------------------------------------------- */

static int source(void *item, bool *end, void *ctx)
{
    (void)item;
    *end = true;
    return body(0, 1, ctx);
}

static int item_body(void *item, void *ctx)
{
    (void)item;
    return body(0, 1, ctx);
}

static void drop(void *item, void *ctx)
{
    item_body(item, ctx);
}

static const cupro_pipeline_parts parts = {.item_size = 8,
                                           .source = source,
                                           .stage = {{item_body, CUPRO_SERIAL}},
                                           .sink = item_body,
                                           .drop = drop};

START_TEST(pipelines_refuse_what_they_cannot_use)
{
    cupro_pipeline_parts bad = parts;
    REFUSED(cupro_pipeline_with(NULL, NULL));
    REFUSED(cupro_pipeline(int, NULL, item_body, item_body, 0, NULL));
    bad.item_size = 0;
    REFUSED(cupro_pipeline_with(&bad, NULL));
    bad.item_size = SIZE_MAX;
    REFUSED(cupro_pipeline_with(&bad, NULL));
    bad.item_size = SIZE_MAX / 4;
    REFUSED(cupro_pipeline_run(&bad, NULL, .threads = 2));
    bad = parts;
    bad.window = SIZE_MAX / 64;
    REFUSED(cupro_pipeline_with(&bad, NULL));
    bad.window = SIZE_MAX;
    REFUSED(cupro_pipeline_run(&bad, NULL, .threads = 1));
    bad = parts;
    bad.stage[0].mode = (cupro_stage_mode)2;
    REFUSED(cupro_pipeline_with(&bad, NULL));
    bad = parts;
    bad.stage[2].body = item_body; /* behind one that is left out */
    REFUSED(cupro_pipeline_with(&bad, NULL));
    cupro_failures failures = {0};
    cupro_progress progress = {0};
    REFUSED(cupro_pipeline_run(&parts, NULL, .keep_going = true));
    REFUSED(cupro_pipeline_run(&parts, NULL, .failures = &failures));
    REFUSED(cupro_pipeline_run(&parts, NULL, .progress = &progress));
}
END_TEST

/* -- The optional arguments of all ------------------------------------------------------------- */

CUPRO_KEY(itself, int64_t, x, x + body(0, 1, ctx));
CUPRO_KEY(own_digit, int64_t, x, x % 2 + body(0, 1, ctx));

static void check_call_refused(const cupro_call *call)
{
    cupro_counts counts = {0};
    cupro_groups groups = {0};
    cupro_reduced reduced = {0};
    static const char text[10];
    int64_t out[100] = {42}, *fresh = NULL;
    size_t count = 42, indexes[10], *begins = NULL;
    cupro_pair *joined = NULL;
    cupro_slice *pieces = NULL, strings[] = {{"c", 1}, {"a", 1}, {"b", 1}};
    const cupro_bytes set = cupro_bytes_of("x", 1);
    bool sorted = false;
    static const cupro_field key = {0, sizeof *out};
    void *const arrays[] = {out};
    const void *const same[] = {out};
    int sign = 42;
    REFUSED(cupro_for_with(10, body, call));
    REFUSED(cupro_for_with(0, body, call));
    REFUSED(cupro_chunks_with(10, 3, body, call));
    REFUSED(cupro_rchunks_with(10, 3, body, call));
    REFUSED(cupro_windows_with(10, 3, body, call));
    REFUSED(cupro_windows_with(3, 10, body, call));
    REFUSED(cupro_records_with(text, 10, 0, body, call));
    REFUSED(cupro_chunk_by_with(numbers, 100, sizeof *numbers, &alike.relation, body, call));
    REFUSED(
        cupro_runs_new_with(numbers, 100, sizeof *numbers, &alike.relation, &begins, &count, call));
    REFUSED(cupro_split_with(text, 10, 0, visit_slices, call));
    REFUSED(cupro_split_with(NULL, 0, 0, visit_slices, call));
    REFUSED(cupro_split_any_with(text, 10, &set, visit_slices, call));
    REFUSED(cupro_lines_with(text, 10, visit_slices, call));
    REFUSED(cupro_lines_with(NULL, 0, visit_slices, call));
    REFUSED(cupro_tokens_with(text, 10, visit_slices, call));
    REFUSED(cupro_tokens_any_with(text, 10, &set, visit_slices, call));
    REFUSED(cupro_split_new_with(text, 10, 0, &pieces, &count, call));
    REFUSED(cupro_split_any_new_with(text, 10, &set, &pieces, &count, call));
    REFUSED(cupro_lines_new_with(text, 10, &pieces, &count, call));
    REFUSED(cupro_tokens_new_with(text, 10, &pieces, &count, call));
    REFUSED(cupro_tokens_any_new_with(text, 10, &set, &pieces, &count, call));
    REFUSED(cupro_fold_with(10, folder, &cupro_plus_i64, out, call));
    REFUSED(cupro_fold_workers_with(10, folder, &cupro_plus_i64, out, call));
    REFUSED(cupro_collect_with(CHAIN, out, sizeof *out, NULL, call));
    REFUSED(cupro_collect_new_with(CHAIN, (void **)&fresh, sizeof *out, &count, call));
    REFUSED(cupro_reduce_with(CHAIN, &cupro_plus_i64, out, sizeof *out, call));
    REFUSED(cupro_count_with(CHAIN, &count, call));
    REFUSED(cupro_each_with(CHAIN, visit, call));
    REFUSED(cupro_count_with(RANGE, &count, call));
    REFUSED(cupro_collect_with(RANGE, out, sizeof *out, NULL, call));
    REFUSED(cupro_pack_with(numbers, text, 10, sizeof *out, out, &count, call));
    REFUSED(cupro_pack_index_with(text, 10, indexes, &count, call));
    REFUSED(cupro_unzip_with(records, 16, sizeof *records, 1, &key, arrays, call));
    REFUSED(cupro_zip_with(records, 16, sizeof *records, 1, &key, same, call));
    REFUSED(cupro_sum_i64(numbers, 100, out, call));
    REFUSED(cupro_min_of_i64(numbers, 100, out, call));
    REFUSED(cupro_max_of_i64(numbers, 100, out, call));
    REFUSED(cupro_product_i64(numbers, 100, out, call));
    REFUSED(cupro_minmax_i64(numbers, 100, out, out, call));
    REFUSED(cupro_argmin_i64(numbers, 100, &count, call));
    REFUSED(cupro_argmax_i64(numbers, 100, &count, call));
    REFUSED(cupro_count_equal_i64(numbers, 100, 0, &count, call));
    REFUSED(cupro_find_equal_i64(numbers, 100, 0, &count, call));
    REFUSED(cupro_is_sorted_i64(numbers, 100, &sorted, call));
    REFUSED(cupro_equal_i64(numbers, numbers, 100, &sorted, call));
    REFUSED(cupro_mismatch_i64(numbers, numbers, 100, &count, call));
    REFUSED(cupro_compare_i64(numbers, 100, numbers, 0, &sign, call));
    REFUSED(cupro_fill_i64(out, 100, 7, call));
    REFUSED(cupro_iota_i64(out, 100, 7, 1, call));
    REFUSED(cupro_reverse_with(out, 100, sizeof *out, call));
    REFUSED(cupro_rotate_with(out, 100, 0, sizeof *out, call));
    REFUSED(cupro_rotate_with(out, 100, 50, sizeof *out, call));
    REFUSED(cupro_sort_i64(out, 100, call));
    REFUSED(cupro_sort_descending_i64(out, 100, call));
    REFUSED(cupro_sort_strings_with(strings, 3, call));
    REFUSED(cupro_sort_strings_descending_with(strings, 0, call));
    REFUSED(cupro_sort_by_string_with(strings, 3, sizeof *strings, 0, call));
    REFUSED(cupro_sort_by_string_descending_with(strings, 3, sizeof *strings, 0, call));
    REFUSED(cupro_nth_i64(out, 100, 7, call));
    REFUSED(cupro_top_i64(numbers, 100, 7, out, call));
    REFUSED(cupro_bottom_i64(numbers, 100, 0, out, call));
    REFUSED(cupro_unique_i64(out, 100, &count, call));
    REFUSED(cupro_sort_unique_i64(out, 100, &count, call));
    REFUSED(cupro_unique_by_with(out, 100, sizeof *out, &alike.relation, &count, call));
    REFUSED(cupro_merge_i64(numbers, 50, numbers, 50, out, call));
    REFUSED(cupro_lower_bound_i64(numbers, 100, numbers, 10, indexes, call));
    REFUSED(cupro_upper_bound_i64(numbers, 100, numbers, 10, indexes, call));
    REFUSED(cupro_set_union_i64(numbers, 50, numbers, 50, out, &count, call));
    REFUSED(cupro_set_intersection_i64(numbers, 1, numbers, 99, out, &count, call));
    REFUSED(cupro_includes_i64(numbers, 50, numbers, 50, &sorted, call));
    REFUSED(cupro_partition_by_with(numbers, 100, sizeof *numbers, 2, &own_digit.key, out, indexes,
                                    call));
    REFUSED(cupro_join_by_with(numbers, 100, sizeof *numbers, &own_digit.key, numbers, 100,
                               sizeof *numbers, &own_digit.key, &joined, &count, call));
    REFUSED(cupro_histogram_i64(numbers, 100, 0, 9, 10, indexes, call));
    REFUSED(cupro_histogram_edges_i64(numbers, 100, numbers, 10, indexes, call));
    REFUSED(cupro_pipeline_with(&parts, call));
    REFUSED(cupro_count_values_i64(numbers, 100, &counts, call));
    REFUSED(cupro_count_by_with(out, 100, sizeof *out, &itself.key, &counts, call));
    REFUSED(cupro_group_by_with(out, 100, sizeof *out, &itself.key, &groups, call));
    REFUSED(cupro_distinct_with(out, 100, sizeof *out, &itself.key, &begins, &count, call));
    REFUSED(cupro_reduce_by_with(out, 100, sizeof *out, &itself.key, &noted.stage, &cupro_plus_i64,
                                 &reduced, call));
    ck_assert(counts.first == NULL && groups.order == NULL && reduced.values == NULL);
    ck_assert(out[0] == 42 && count == 42 && fresh == NULL && begins == NULL && pieces == NULL &&
              !sorted && sign == 42 && strings[0].begin[0] == 'c');
}

/* -- Tallies ----------------------------------------------------------------------------------- */

static int visit_entries(const cupro_tally_entry *entries, size_t n, void *ctx)
{
    (void)entries;
    return body(0, n, ctx);
}

static int visit_numbers(const cupro_tally_number *entries, size_t n, void *ctx)
{
    (void)entries;
    return body(0, n, ctx);
}

static int next_entry(cupro_tally_entry *entry, void *from)
{
    (void)entry;
    (void)from;
    return 0;
}

static int write_bytes(const void *bytes, size_t n, void *ctx)
{
    (void)bytes;
    return body(0, n, ctx);
}

static int read_bytes(void *bytes, size_t most, size_t *got, void *ctx)
{
    (void)bytes;
    *got = 0;
    return body(0, most, ctx);
}

static cupro_tally_entry *entries;
static cupro_tally_number *pairs;

/* Whatever it is asked of `bad`, which is no tally of bytes. */
static void check_no_tally_of_bytes(cupro_tally *bad)
{
    const cupro_slice key = {"key", 3};
    cupro_tally_entry best[3];
    const uint64_t one = 1;
    uint64_t count;
    size_t n;
    REFUSED(cupro_tally_add(bad, "key", 3, 1));
    REFUSED(cupro_tally_add_slices(bad, &key, 1));
    REFUSED(cupro_tally_add_slices(bad, &key, 0));
    REFUSED(cupro_tally_add_counts(bad, &key, &one, 1));
    REFUSED(cupro_tally_get(bad, "key", 3, &count));
    REFUSED(cupro_tally_get_slices(bad, &key, 1, &count));
    REFUSED(cupro_tally_each(bad, visit_entries, NULL));
    REFUSED(cupro_tally_entries(bad, &entries, &n));
    REFUSED(cupro_tally_entries_by_key(bad, &entries, &n));
    REFUSED(cupro_tally_top(bad, 3, best, &n));
    ck_assert_ptr_null(entries);
}

static void check_no_tally_of_numbers(cupro_tally *bad)
{
    const uint64_t one = 1;
    cupro_tally_number best[3];
    uint64_t count;
    size_t n;
    REFUSED(cupro_tally_add_number(bad, 1, 1));
    REFUSED(cupro_tally_add_numbers(bad, &one, 1));
    REFUSED(cupro_tally_add_number_counts(bad, &one, &one, 1));
    REFUSED(cupro_tally_get_number(bad, 1, &count));
    REFUSED(cupro_tally_get_numbers(bad, &one, 1, &count));
    REFUSED(cupro_tally_each_number(bad, visit_numbers, NULL));
    REFUSED(cupro_tally_numbers(bad, &pairs, &n));
    REFUSED(cupro_tally_numbers_by_key(bad, &pairs, &n));
    REFUSED(cupro_tally_top_numbers(bad, 3, best, &n));
    ck_assert_ptr_null(pairs);
}

static void check_no_tally(cupro_tally *good)
{
    REFUSED(cupro_tally_absorb(good, NULL));
    REFUSED(cupro_tally_absorb(NULL, good));
    REFUSED(cupro_tally_absorb(good, good));
    REFUSED(cupro_tally_clear(NULL));
    REFUSED(cupro_tally_merge(NULL));
    REFUSED(cupro_tally_shrink(NULL));
    REFUSED(cupro_tally_size(NULL, NULL, NULL));
    REFUSED(cupro_tally_prune(NULL, 1));
    REFUSED(cupro_tally_save(NULL, write_bytes, NULL));
    REFUSED(cupro_tally_load(NULL, read_bytes, NULL));
    REFUSED(cupro_tally_open(NULL));
    REFUSED(cupro_tally_open_numbers(NULL));
    ck_assert_uint_eq(cupro_tally_bytes(NULL), 0);
    cupro_tally_close(NULL);
}

/* What they need, or an option that is none. */
static void check_calls_of_tallies(cupro_tally *bytes, cupro_tally *of_numbers)
{
    cupro_failures failures = {0};
    const cupro_slice keys[] = {{"key", 3}, {NULL, 1}};
    const uint64_t one = 1;
    cupro_tally_entry best[3];
    uint64_t count, counts[2];
    size_t n;
    REFUSED(cupro_tally_add(bytes, NULL, 3, 1));
    REFUSED(cupro_tally_add_slices(bytes, NULL, 1));
    REFUSED(cupro_tally_add_slices(bytes, keys, 2));
    REFUSED(cupro_tally_add_counts(bytes, keys, NULL, 1));
    REFUSED(cupro_tally_add_counts(bytes, NULL, &one, 1));
    REFUSED(cupro_tally_add_numbers(of_numbers, NULL, 1));
    REFUSED(cupro_tally_add_number_counts(of_numbers, &one, NULL, 1));
    REFUSED(cupro_tally_get(bytes, NULL, 3, &count));
    REFUSED(cupro_tally_get(bytes, "key", 3, NULL));
    REFUSED(cupro_tally_get_slices(bytes, NULL, 1, &count));
    REFUSED(cupro_tally_get_slices(bytes, keys, 2, counts));
    REFUSED(cupro_tally_get_slices(bytes, keys, 1, NULL));
    REFUSED(cupro_tally_get_numbers(of_numbers, NULL, 1, &count));
    REFUSED(cupro_tally_get_numbers(of_numbers, &one, 1, NULL));
    REFUSED(cupro_tally_each(bytes, NULL, NULL));
    REFUSED(cupro_tally_entries(bytes, NULL, &n));
    REFUSED(cupro_tally_entries(bytes, &entries, NULL));
    REFUSED(cupro_tally_top(bytes, 1, NULL, &n));
    REFUSED(cupro_tally_top(bytes, 1, best, NULL));
    REFUSED(cupro_tally_save(bytes, NULL, NULL));
    REFUSED(cupro_tally_load(bytes, NULL, NULL));
    REFUSED(cupro_tally_save_sorted(0, 0, NULL, NULL, write_bytes, NULL));
    REFUSED(cupro_tally_save_sorted(0, 0, next_entry, NULL, NULL, NULL));
    REFUSED(cupro_tally_load_each(NULL, NULL, visit_entries, NULL));
    REFUSED(cupro_tally_load_each(read_bytes, NULL, NULL, NULL));
    for (int held = 0; held < 2; held++) {
        size_t distinct;
        REFUSED(cupro_tally_merge(bytes, .threads = -1));
        REFUSED(cupro_tally_merge(bytes, .pool = (cupro_pool *)(void *)numbers));
        REFUSED(cupro_tally_merge(bytes, .keep_going = true));
        REFUSED(cupro_tally_merge(bytes, .failures = &failures));
        REFUSED(cupro_tally_shrink(bytes, .threads = -1));
        REFUSED(cupro_tally_size(bytes, &n, NULL, .threads = -1));
        REFUSED(cupro_tally_prune(bytes, 3, .threads = -1));
        REFUSED(cupro_tally_each(bytes, visit_entries, NULL, .threads = -1));
        REFUSED(cupro_tally_entries(bytes, &entries, &n, .threads = -1));
        REFUSED(cupro_tally_top(bytes, 3, best, &n, .threads = -1));
        REFUSED(cupro_tally_save(bytes, write_bytes, NULL, .threads = -1));
        ck_assert_int_eq(cupro_tally_size(bytes, &distinct, NULL), 0);
        ck_assert_uint_eq(distinct, (size_t)held);
        ck_assert_int_eq(cupro_tally_add(bytes, "key", 3, 1), 0);
    }
}

START_TEST(tallies_refuse_what_they_cannot_use)
{
    cupro_tally *bytes, *of_numbers;
    ck_assert_int_eq(cupro_tally_open(&bytes), 0);
    ck_assert_int_eq(cupro_tally_open_numbers(&of_numbers), 0);
    check_no_tally_of_bytes(NULL);
    check_no_tally_of_bytes(of_numbers);
    check_no_tally_of_numbers(NULL);
    check_no_tally_of_numbers(bytes);
    check_no_tally(bytes);
    check_no_tally(of_numbers);
    REFUSED(cupro_tally_absorb(bytes, of_numbers));
    check_calls_of_tallies(bytes, of_numbers);
    cupro_tally_close(bytes);
    cupro_tally_close(of_numbers);
}
END_TEST

START_TEST(every_verb_refuses_less_than_no_threads)
{
    check_call_refused(&(cupro_call){.threads = -1});
    check_call_refused(&(cupro_call){.threads = INT_MIN});
}
END_TEST

START_TEST(every_verb_refuses_a_pool_that_is_none)
{
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 2), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    check_call_refused(&(cupro_call){.pool = pool});
    check_call_refused(&(cupro_call){.pool = (cupro_pool *)(void *)numbers});
}
END_TEST

START_TEST(without_options_all_is_as_usual)
{
    int64_t out[100] = {42}, sum;
    size_t count;
    ck_assert_int_eq(cupro_for_with(10, body, NULL), 0);
    ck_assert_int_eq(cupro_fold_with(10, folder, &cupro_plus_i64, &sum, NULL), 0);
    ck_assert_int_eq(cupro_fold_workers_with(10, folder, &cupro_plus_i64, &sum, NULL), 0);
    ck_assert_int_eq(cupro_collect_with(CHAIN, out, sizeof *out, &count, NULL), 0);
    ck_assert_int_eq(cupro_each_with(CHAIN, visit, NULL), 0);
    ck_assert_int_eq(cupro_sum_i64(numbers, 100, &sum, NULL), 0);
    ck_assert(count == 100 && out[0] == 0 && sum == 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS(
        "arguments", 1, loops_refuse_what_they_cannot_use, runs_refuse_what_they_cannot_use,
        texts_refuse_what_they_cannot_use, pieces_of_texts_refuse_what_they_cannot_use,
        folds_refuse_what_they_cannot_use, verbs_of_chains_refuse_what_they_cannot_use,
        ranges_refuse_what_they_cannot_use, packing_refuses_what_it_cannot_use,
        zipping_refuses_what_it_cannot_use, fields_must_lie_in_their_struct,
        totals_and_extremes_refuse_what_they_cannot_use, searches_refuse_what_they_cannot_use,
        filling_and_turning_refuse_what_they_cannot_use, tallies_refuse_what_they_cannot_use,
        pipelines_refuse_what_they_cannot_use, every_verb_refuses_less_than_no_threads,
        every_verb_refuses_a_pool_that_is_none, without_options_all_is_as_usual);
}
