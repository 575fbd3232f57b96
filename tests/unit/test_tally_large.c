/* SPDX-License-Identifier: MIT */
/* Tallies of so many keys that they are listed in ranges, and that their tables grow and shrink
 * where they stand. */
#include "places.h"
#include "run_tests.h"
#include "tallied.h"

#include "group/hash.h"

#include <cupro.h>
#include <stdatomic.h>
#include <stdio.h>

enum { MANY = 110000, FEWER = 70000, SHRUNK = 300000 };

/* Keys of all kinds, or such as differ behind their first twenty bytes only. */
static struct known *keys_of(struct dice *dice, size_t n, bool alike)
{
    if (!alike)
        return known_new(dice, n);
    struct known *known = calloc(n, sizeof *known);
    for (size_t i = 0; i < n; i++)
        known[i].length = (size_t)snprintf(
            known[i].bytes, TALLIED_MOST, i % 9 == 0 ? "alike %zu" : "they all begin alike %zu", i);
    return known;
}

/* Most are rare, some are common, or as common as a digest still tells. */
static void throw_counts(struct dice *dice, struct known *known, size_t n)
{
    static const uint64_t tops[] = {2, 2, 2, 2, 3, 10, 500, 257, UINT64_C(1) << 40};
    for (size_t i = 0; i < n; i++)
        known[i].count = dice_below(dice, tops[dice_below(dice, COUNT_OF(tops))]);
}

struct job {
    cupro_tally *tally;
    const struct known *known;
};

/* What is even here, and the rest elsewhere, so that many keys are in several tables. */
static int add_part(size_t lo, size_t hi, void *ctx)
{
    const struct job *job = ctx;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++) {
        const struct known *known = &job->known[i / 2];
        uint64_t count = i % 2 == 0 ? known->count / 2 : known->count - known->count / 2;
        error = cupro_tally_add(job->tally, known->bytes, known->length, count);
    }
    return error;
}

static void add_all(cupro_tally *tally, const struct known *known, size_t n)
{
    struct job job = {tally, known};
    ck_assert_int_eq(cupro_for(2 * n, add_part, &job, .grain = 1001, .threads = 3), 0);
}

/* An assertion an entry would take most of the time. */
static size_t count_wrong(const cupro_tally_entry *entries, const struct known *known, size_t n)
{
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++)
        wrong += entries[i].count != known[i].count ||
                 compare_slices(entries[i].key, slice_of(&known[i])) != 0;
    return wrong;
}

static void check_by_key(cupro_tally *tally, struct known *known, size_t n,
                         const struct place *place)
{
    cupro_tally_entry *entries;
    size_t listed, seen = 0, wrong = 0;
    qsort(known, n, sizeof *known, known_by_key);
    ck_assert_int_eq(cupro_tally_entries_by_key(tally, &entries, &listed, AT(*place)), 0);
    for (size_t i = 0; i < n && seen < listed; i++)
        if (known[i].count > 0)
            wrong += count_wrong(&entries[seen++], &known[i], 1);
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(seen, listed);
    for (size_t i = 0; i < n; i++)
        seen -= known[i].count > 0;
    ck_assert_uint_eq(seen, 0);
    free(entries);
}

static void check_counts(const cupro_tally *tally, const struct known *known, size_t n)
{
    size_t wrong = 0;
    for (size_t i = 0; i < n; i += 7) {
        uint64_t count;
        int error = cupro_tally_get(tally, known[i].bytes, known[i].length, &count);
        wrong += error != 0 || count != known[i].count;
    }
    ck_assert_uint_eq(wrong, 0);
}

START_TEST(lists_in_ranges)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    size_t n = MANY;
    struct known *known = keys_of(&dice, n, _i % 2 != 0);
    cupro_tally *tally;
    throw_counts(&dice, known, n);
    ck_assert_int_eq(cupro_tally_open(&tally), 0);
    add_all(tally, known, n);
    check_by_key(tally, known, n, &place);
    cupro_tally_entry *entries;
    size_t listed;
    ck_assert_int_eq(cupro_tally_entries(tally, &entries, &listed, AT(place)), 0);
    qsort(known, n, sizeof *known, known_by_count);
    ck_assert_uint_eq(listed, known_seen(known, n));
    ck_assert_uint_eq(count_wrong(entries, known, listed), 0);
    free(entries);
    cupro_tally_close(tally);
    free(known);
    place_close(&place);
}
END_TEST

/* After an order to stop there is no list, and everything is as before. */
START_TEST(lists_stop)
{
    struct place place = place_open(0);
    struct dice dice = dice_for(0);
    struct known *known = keys_of(&dice, FEWER, false);
    cupro_tally *tally;
    cupro_tally_entry *entries = (void *)known;
    size_t n;
    for (size_t i = 0; i < FEWER; i++)
        known[i].count = 1;
    ck_assert_int_eq(cupro_tally_open(&tally), 0);
    add_all(tally, known, FEWER);
    ck_assert_int_eq(cupro_tally_merge(tally), 0);
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_tally_entries(tally, &entries, &n, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_ptr_null(entries);
    check_by_key(tally, known, FEWER, &place);
    cupro_tally_close(tally);
    free(known);
    place_close(&place);
}
END_TEST

/* -- Shrinking --------------------------------------------------------------------------------- */

static uint64_t number_of(size_t i)
{
    return (uint64_t)i * 2654435761;
}

static void add_numbers(cupro_tally *tally, size_t lo, size_t hi)
{
    int errors = 0;
    for (size_t i = lo; i < hi; i++)
        errors |= cupro_tally_add_number(tally, number_of(i), 1 + i % 3);
    ck_assert_int_eq(errors, 0);
}

static void check_numbers(cupro_tally *tally, size_t n)
{
    size_t distinct, wrong = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t count, added = 1 + i % 3;
        int error = cupro_tally_get_number(tally, number_of(i), &count);
        wrong += error != 0 || count != added;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_int_eq(cupro_tally_size(tally, &distinct, NULL), 0);
    ck_assert_uint_eq(distinct, n);
}

/* Bits of the hashes: all, or so few that keys collide, and stand far from their homes. */
static const uint64_t masks[] = {UINT64_MAX, ~(UINT64_MAX >> 10), ~(UINT64_MAX >> 6),
                                 ~(UINT64_MAX >> 14)};

START_TEST(shrinks_and_grows_again)
{
    struct cupro__hash_key key = *cupro__hash_key();
    cupro_tally *tally;
    key.mask = masks[_i];
    cupro__hash_key_set(&key);
    ck_assert_int_eq(cupro_tally_open_numbers(&tally), 0);
    for (size_t n = 0, more = _i == 0 ? 300000 : 80000; n < 3 * more; n += more) {
        add_numbers(tally, n, n + more);
        ck_assert_int_eq(cupro_tally_merge(tally), 0);
        size_t before = cupro_tally_bytes(tally);
        ck_assert_int_eq(cupro_tally_shrink(tally), 0);
        size_t after = cupro_tally_bytes(tally);
        ck_assert_uint_le(after, before);
        if (_i == 0)
            ck_assert_uint_lt(after, (n + more) * 32 * 5 / 4 + (4 << 20));
        check_numbers(tally, n + more);
        ck_assert_int_eq(cupro_tally_shrink(tally), 0);
        ck_assert_uint_eq(cupro_tally_bytes(tally), after);
    }
    cupro_tally_close(tally);
    cupro__hash_key_set(NULL);
}
END_TEST

/* What was pruned, and what several threads have counted, takes no place any more. */
START_TEST(shrinking_forgets)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    struct known *known = keys_of(&dice, SHRUNK, true);
    cupro_tally *tally;
    for (size_t i = 0; i < SHRUNK; i++)
        known[i].count = 1 + i % 8;
    ck_assert_int_eq(cupro_tally_open(&tally), 0);
    add_all(tally, known, SHRUNK);
    for (uint64_t least = 1; least <= 7; least += 6) {
        ck_assert_int_eq(cupro_tally_prune(tally, least), 0);
        for (size_t i = 0; i < SHRUNK; i++)
            known[i].count = known[i].count >= least ? known[i].count : 0;
        size_t before = cupro_tally_bytes(tally);
        ck_assert_int_eq(cupro_tally_shrink(tally, AT(place)), 0);
        ck_assert_uint_lt(cupro_tally_bytes(tally), before);
        check_counts(tally, known, SHRUNK);
        check_by_key(tally, known, SHRUNK, &place);
    }
    add_all(tally, known, SHRUNK);
    for (size_t i = 0; i < SHRUNK; i++)
        known[i].count *= 2;
    check_by_key(tally, known, SHRUNK, &place);
    cupro_tally_close(tally);
    free(known);
    place_close(&place);
}
END_TEST

/* A tally that is small, empty, or stopped is as it was. */
START_TEST(nothing_to_shrink)
{
    cupro_tally *tally;
    uint64_t count;
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_tally_open(&tally), 0);
    ck_assert_int_eq(cupro_tally_shrink(tally), 0);
    ck_assert_int_eq(cupro_tally_add(tally, "key", 3, 4), 0);
    ck_assert_int_eq(cupro_tally_shrink(tally, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_tally_shrink(tally), 0);
    ck_assert_int_eq(cupro_tally_get(tally, "key", 3, &count), 0);
    ck_assert_uint_eq(count, 4);
    cupro_tally_close(tally);
}
END_TEST

int main(void)
{
    dice_announce();
    int failed = RUN_TESTS("tally, large", PLACES, lists_in_ranges);
    failed |= RUN_TESTS("tally, shrinking", 4, shrinks_and_grows_again, shrinking_forgets);
    return failed | RUN_TESTS("tally, large, once", 1, lists_stop, nothing_to_shrink);
}
