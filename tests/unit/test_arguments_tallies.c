/* SPDX-License-Identifier: MIT */
/* Arguments that cannot be, of tallies: none at all, one of the other kind, or a wrong argument
 * beside it. */
#include "refusals.h"
#include "run_tests.h"

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

int main(void)
{
    return RUN_TESTS("arguments_tallies", 1, tallies_refuse_what_they_cannot_use);
}
