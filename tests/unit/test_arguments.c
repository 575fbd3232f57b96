/* SPDX-License-Identifier: MIT */
/*
 * Arguments that cannot be: CUPRO_EINVAL, nothing run, nothing written. Of loops, texts, folds,
 * chains, packing and pipelines here; those of numbers, of tallies, and the optional ones have
 * files of their own.
 */
#include "places.h"
#include "refusals.h"
#include "run_tests.h"

#include <limits.h>

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

CUPRO_FILTER(odd_index, size_t, i, i % 2);

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

static struct record records[16];

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

int main(void)
{
    return RUN_TESTS("arguments", 1, loops_refuse_what_they_cannot_use,
                     runs_refuse_what_they_cannot_use, texts_refuse_what_they_cannot_use,
                     pieces_of_texts_refuse_what_they_cannot_use, folds_refuse_what_they_cannot_use,
                     verbs_of_chains_refuse_what_they_cannot_use,
                     ranges_refuse_what_they_cannot_use, packing_refuses_what_it_cannot_use,
                     zipping_refuses_what_it_cannot_use, fields_must_lie_in_their_struct,
                     pipelines_refuse_what_they_cannot_use);
}
