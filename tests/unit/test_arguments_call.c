/* SPDX-License-Identifier: MIT */
/* The optional arguments of all verbs: a number of threads or a pool that cannot be is refused by
 * each. */
#include "refusals.h"
#include "run_tests.h"

#include <limits.h>

CUPRO_KEY(itself, int64_t, x, x + body(0, 1, ctx));
CUPRO_KEY(own_digit, int64_t, x, x % 2 + body(0, 1, ctx));

static struct record records[16];

/* The verbs that may keep going. */
static void check_loops_refused(const cupro_call *call)
{
    static const char text[10];
    REFUSED(cupro_for_with(10, body, call));
    REFUSED(cupro_for_with(0, body, call));
    REFUSED(cupro_chunks_with(10, 3, body, call));
    REFUSED(cupro_rchunks_with(10, 3, body, call));
    REFUSED(cupro_windows_with(10, 3, body, call));
    REFUSED(cupro_windows_with(3, 10, body, call));
    REFUSED(cupro_records_with(text, 10, 0, body, call));
    REFUSED(cupro_each_with(CHAIN, visit, call));
}

static void check_others_refused(const cupro_call *call)
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

static int compare_numbers(const void *a, const void *b, void *ctx)
{
    const int64_t *x = a, *y = b;
    body(0, 1, ctx);
    return (*x > *y) - (*x < *y);
}

CUPRO_ORDER(rising, int64_t, a, b, a < b);

/* What is sorted, or mixed, where it stands. */
static void check_orders_refused(const cupro_call *call)
{
    int64_t x[5] = {5, 1, 4, 2, 3}, y[5] = {5, 1, 4, 2, 3}, out[10] = {42};
    const size_t size = sizeof *x;
    size_t at[5] = {42}, count = 42;
    bool yes = false;
    REFUSED(cupro_sort_by_with(x, 5, size, &rising.order, call));
    REFUSED(cupro_sort_any_with(x, 5, size, compare_numbers, call));
    REFUSED(cupro_sort_by_key_with(x, 5, size, &itself.key, call));
    REFUSED(cupro_sort_by_key_descending_with(x, 5, size, &itself.key, call));
    REFUSED(cupro_sort_pairs_i64(x, y, 5, size, call));
    REFUSED(cupro_sort_pairs_descending_i64(x, y, 5, size, call));
    REFUSED(cupro_argsort_i64(x, 5, at, sizeof *at, call));
    REFUSED(cupro_argsort_descending_i64(x, 5, at, sizeof *at, call));
    REFUSED(cupro_rank_i64(x, 5, at, sizeof *at, call));
    REFUSED(cupro_nth_by_with(x, 5, 2, size, &rising.order, call));
    REFUSED(cupro_top_by_with(x, 5, 2, size, out, &rising.order, call));
    REFUSED(cupro_merge_by_with(x, 5, y, 5, size, out, &rising.order, call));
    REFUSED(cupro_bound_by_with(x, 5, y, 5, size, &rising.order, true, at, call));
    REFUSED(cupro_is_sorted_by_with(x, 5, size, &rising.order, &yes, call));
    REFUSED(cupro_set_by_with(CUPRO_SET_UNION, x, 5, y, 5, size, out, &count, &rising.order, call));
    REFUSED(cupro_includes_by_with(x, 5, y, 5, size, &yes, &rising.order, call));
    REFUSED(cupro_shuffle_with(x, 5, size, 42, call));
    REFUSED(cupro_permutation_with(at, 5, 42, call));
    REFUSED(cupro_scan_inclusive_with(x, out, size, 5, &cupro_plus_i64, call));
    REFUSED(cupro_scan_exclusive_with(x, out, size, 5, &cupro_plus_i64, call));
    REFUSED(cupro_scan_with(5, folder, folder, &cupro_plus_i64, out, call));
    ck_assert(x[0] == 5 && x[4] == 3 && y[0] == 5 && out[0] == 42 && at[0] == 42 && count == 42 &&
              !yes);
}

static void check_texts_refused(const cupro_call *call)
{
    size_t at = 42, *places = NULL;
    bool yes = false;
    double ones[4] = {1, 1, 1, 1}, sums[4] = {42};
    REFUSED(cupro_find_bytes_with("text", 4, "x", 1, &at, call));
    REFUSED(cupro_count_bytes_with("text", 4, "x", 1, &at, call));
    REFUSED(cupro_find_bytes_all_with("text", 4, "x", 1, &places, &at, call));
    REFUSED(cupro_histogram_weighted_f64_i64(numbers, 4, ones, 0, 9, 3, sums, call));
    REFUSED(cupro_find_with(RANGE, CUPRO_FIRST, &at, call));
    REFUSED(cupro_ask_with(RANGE, CUPRO_SOME, &yes, call));
    ck_assert(at == 42 && places == NULL && !yes && sums[0] > 41);
}

static void check_call_refused(const cupro_call *call)
{
    check_loops_refused(call);
    check_others_refused(call);
    check_orders_refused(call);
    check_texts_refused(call);
}

START_TEST(every_verb_refuses_as_many_threads_as_cannot_be)
{
    check_call_refused(&(cupro_call){.threads = -1});
    check_call_refused(&(cupro_call){.threads = INT_MIN});
    check_call_refused(&(cupro_call){.threads = 65537});
    check_call_refused(&(cupro_call){.threads = INT_MAX});
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

/* Results with holes are of use to loops only. */
START_TEST(only_loops_keep_going)
{
    cupro_failures failures = {0};
    const cupro_call calls[] = {{.keep_going = true}, {.failures = &failures}};
    for (size_t i = 0; i < 2; i++) {
        check_others_refused(&calls[i]);
        check_orders_refused(&calls[i]);
        check_texts_refused(&calls[i]);
    }
}
END_TEST

START_TEST(every_verb_refuses_a_progress_without_a_report)
{
    cupro_progress progress = {.interval = 1};
    check_call_refused(&(cupro_call){.progress = &progress});
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
    return RUN_TESTS("arguments_call", 1, every_verb_refuses_as_many_threads_as_cannot_be,
                     every_verb_refuses_a_pool_that_is_none, only_loops_keep_going,
                     every_verb_refuses_a_progress_without_a_report,
                     without_options_all_is_as_usual);
}
