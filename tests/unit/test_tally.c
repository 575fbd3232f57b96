/* SPDX-License-Identifier: MIT */
/* Tallies of bytes: the same as an array of counters, wherever they are added to and read. */
#include "each.h"
#include "places.h"
#include "run_tests.h"
#include "tallied.h"

#include "group/hash.h"

#include <cupro.h>
#include <stdatomic.h>

enum { ADDS_A_KEY = 5 };

struct job {
    cupro_tally *tally;
    const struct known *known;
    const uint32_t *added; /* which keys, one after the other */
};

/* A throw of keys: some common, most rare, some never. */
static uint32_t *throw_adds(struct dice *dice, struct known *known, size_t n, size_t adds)
{
    uint32_t *added = malloc((adds + 1) * sizeof *added);
    for (size_t i = 0; i < adds; i++) {
        size_t below = dice_once_in(dice, 2) ? n : n / 50 + 1;
        added[i] = (uint32_t)dice_below(dice, below);
        known[added[i]].count++;
    }
    return added;
}

static int add_singly(size_t lo, size_t hi, void *ctx)
{
    const struct job *job = ctx;
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++) {
        const struct known *known = &job->known[job->added[i]];
        error = cupro_tally_add(job->tally, known->bytes, known->length, 1);
    }
    return error;
}

/* In batches of all sizes, from bytes that are gone when the call is over. */
static int add_slices(size_t lo, size_t hi, void *ctx)
{
    enum { MOST = 200 };
    const struct job *job = ctx;
    cupro_slice keys[MOST];
    char bytes[MOST * TALLIED_MOST];
    int error = 0;
    for (size_t n; lo < hi && error == 0; lo += n) {
        n = 1 + (lo * 7919) % MOST;
        n = n < hi - lo ? n : hi - lo;
        for (size_t i = 0; i < n; i++) {
            const struct known *known = &job->known[job->added[lo + i]];
            char *copy = bytes + i * TALLIED_MOST;
            memcpy(copy, known->bytes, known->length);
            keys[i] = (cupro_slice){known->length > 0 ? copy : NULL, known->length};
        }
        error = cupro_tally_add_slices(job->tally, keys, n);
        memset(bytes, 'x', sizeof bytes);
    }
    return error;
}

/* Each key with what is left of its count after the first adds. */
static int add_counts(size_t lo, size_t hi, void *ctx)
{
    const struct job *job = ctx;
    for (size_t i = lo; i < hi; i++) {
        cupro_slice keys[2] = {slice_of(&job->known[i]), {"never added", 11}};
        uint64_t counts[2] = {i, 0};
        int error = cupro_tally_add_counts(job->tally, keys, counts, 2);
        if (error != 0)
            return error;
    }
    return 0;
}

static const size_t key_counts[] = {1, 2, 41, 1000, 20000};

START_TEST(counts_as_an_array_does)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t s = 0; s < COUNT_OF(key_counts); s++) {
        size_t n = key_counts[s], adds = ADDS_A_KEY * n;
        struct known *known = known_new(&dice, n);
        uint32_t *added = throw_adds(&dice, known, n, adds);
        struct job job = {NULL, known, added};
        ck_assert_int_eq(cupro_tally_open(&job.tally), 0);
        check_tally(job.tally, NULL, 0);
        ck_assert_int_eq(cupro_for(adds / 2, add_singly, &job, AT(place), .grain = 77), 0);
        job.added += adds / 2;
        ck_assert_int_eq(cupro_for(adds - adds / 2, add_slices, &job, AT(place), .grain = 777), 0);
        if (s % 2 == 0)
            ck_assert_int_eq(cupro_tally_merge(job.tally, AT(place)), 0);
        ck_assert_int_eq(cupro_for(n, add_counts, &job, AT(place), .grain = 7), 0);
        for (size_t i = 0; i < n; i++)
            known[i].count += i;
        for (int again = 0; again < 2; again++)
            check_tally(job.tally, known, n);
        cupro_tally_close(job.tally);
        free(known);
        free(added);
    }
    place_close(&place);
}
END_TEST

/* A tally of n keys, of which key i was added some times. */
static cupro_tally *tally_of(struct dice *dice, struct known **known, size_t n)
{
    *known = known_new(dice, n);
    uint32_t *added = throw_adds(dice, *known, n, ADDS_A_KEY * n);
    struct job job = {NULL, *known, added};
    ck_assert_int_eq(cupro_tally_open(&job.tally), 0);
    ck_assert_int_eq(cupro_for(ADDS_A_KEY * n, add_slices, &job, .grain = 100, .threads = 3), 0);
    free(added);
    return job.tally;
}

/* All at once, with one between that is not there. */
static void looks_many_up(const cupro_tally *tally, const struct known *known, size_t n)
{
    cupro_slice *keys = calloc(n + 1, sizeof *keys);
    uint64_t *counts = calloc(n + 1, sizeof *counts);
    for (size_t i = 0; i < n; i++)
        keys[i + (i >= n / 2)] = slice_of(&known[i]);
    keys[n / 2] = (cupro_slice){"no such key", 11};
    ck_assert_int_eq(cupro_tally_get_slices(tally, keys, n + 1, counts), 0);
    for (size_t i = 0; i < n; i++)
        ck_assert_uint_eq(counts[i + (i >= n / 2)], known[i].count);
    ck_assert_uint_eq(counts[n / 2], 0);
    free(keys);
    free(counts);
}

START_TEST(looks_keys_up)
{
    struct dice dice = dice_for(_i);
    size_t n = 3000;
    struct known *known;
    cupro_tally *tally = tally_of(&dice, &known, n);
    for (int merged = 0; merged < 2; merged++) {
        uint64_t count;
        for (size_t i = 0; i < n; i++) {
            ck_assert_int_eq(cupro_tally_get(tally, known[i].bytes, known[i].length, &count), 0);
            ck_assert_uint_eq(count, known[i].count);
        }
        ck_assert_int_eq(cupro_tally_get(tally, "no such key", 11, &count), 0);
        ck_assert_uint_eq(count, 0);
        looks_many_up(tally, known, n);
        ck_assert_int_eq(cupro_tally_merge(tally), 0);
    }
    cupro_tally_close(tally);
    free(known);
}
END_TEST

START_TEST(lists_by_key_and_the_commonest)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    size_t n = 5000, m, found;
    struct known *known;
    cupro_tally *tally = tally_of(&dice, &known, n);
    cupro_tally_entry *entries, *best = malloc(n * sizeof *best);
    qsort(known, n, sizeof *known, known_by_count);
    size_t seen = known_seen(known, n);
    const size_t tops[] = {0, 1, 2, 10, 100, seen - 1, seen, n};
    for (size_t t = 0; t < COUNT_OF(tops); t++) {
        ck_assert_int_eq(cupro_tally_top(tally, tops[t], best, &found, AT(place)), 0);
        ck_assert_uint_eq(found, tops[t] < seen ? tops[t] : seen);
        check_entries(best, found, known);
    }
    ck_assert_int_eq(cupro_tally_entries_by_key(tally, &entries, &m, AT(place)), 0);
    ck_assert_uint_eq(m, seen);
    qsort(known, seen, sizeof *known, known_by_key);
    check_entries(entries, m, known);
    free(entries);
    free(best);
    cupro_tally_close(tally);
    free(known);
    place_close(&place);
}
END_TEST

struct seen {
    const struct known *known; /* by key */
    size_t n;
    atomic_size_t entries;
};

static int see(const cupro_tally_entry *entries, size_t n, void *ctx)
{
    struct seen *seen = ctx;
    for (size_t i = 0; i < n; i++) {
        struct known key = {.length = entries[i].key.length};
        memcpy(key.bytes, entries[i].key.begin, key.length);
        const struct known *found = bsearch(&key, seen->known, seen->n, sizeof key, known_by_key);
        if (found == NULL || found->count != entries[i].count)
            return 1;
    }
    atomic_fetch_add(&seen->entries, n);
    return 0;
}

static int refuse(const cupro_tally_entry *entries, size_t n, void *ctx)
{
    (void)entries, (void)n, (void)ctx;
    return 17;
}

START_TEST(visits_each_and_prunes)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    size_t n = 5000;
    struct seen seen = {.n = n};
    struct known *known;
    cupro_tally *tally = tally_of(&dice, &known, n);
    qsort(known, n, sizeof *known, known_by_count);
    size_t all = known_seen(known, n);
    qsort(known, n, sizeof *known, known_by_key);
    seen.known = known;
    ck_assert_int_eq(cupro_tally_each(tally, see, &seen, AT(place)), 0);
    ck_assert_uint_eq((size_t)seen.entries, all);
    ck_assert_int_eq(cupro_tally_each(tally, refuse, NULL, AT(place)), 17);
    ck_assert_int_eq(cupro_tally_prune(tally, 4, AT(place)), 0);
    for (size_t i = 0; i < n; i++)
        known[i].count = known[i].count >= 4 ? known[i].count : 0;
    check_tally(tally, known, n);
    struct job job = {tally, known, NULL};
    ck_assert_int_eq(cupro_for(n, add_counts, &job), 0);
    for (size_t i = 0; i < n; i++)
        known[i].count += i;
    check_tally(tally, known, n);
    cupro_tally_close(tally);
    free(known);
    place_close(&place);
}
END_TEST

static int add_to(const cupro_tally_entry *entries, size_t n, void *other)
{
    int error = 0;
    for (size_t i = 0; i < n && error == 0; i++)
        error =
            cupro_tally_add(other, entries[i].key.begin, entries[i].key.length, entries[i].count);
    return error;
}

/* In an order in which they do not all meet: with keys in the order of their hashes this would take
 * minutes. */
START_TEST(copied_key_by_key)
{
    enum { MANY = 1000000 };
    cupro_tally *tally, *copy;
    size_t distinct;
    uint64_t total;
    ck_assert_int_eq(cupro_tally_open(&tally), 0);
    ck_assert_int_eq(cupro_tally_open(&copy), 0);
    for (uint64_t i = 0; i < MANY; i++)
        ASSERT_EACH_EQ(cupro_tally_add(tally, &i, sizeof i, 1 + i % 2), 0);
    ck_assert_int_eq(cupro_tally_each(tally, add_to, copy), 0);
    ck_assert_int_eq(cupro_tally_size(copy, &distinct, &total), 0);
    ck_assert_uint_eq(distinct, MANY);
    ck_assert_uint_eq(total, MANY / 2 * 3);
    cupro_tally_close(tally);
    cupro_tally_close(copy);
}
END_TEST

/* Whatever each of the two has been through. */
START_TEST(absorbs_another)
{
    struct dice dice = dice_for(_i);
    size_t n = 2000;
    struct known *known;
    cupro_tally *tally = tally_of(&dice, &known, n), *other;
    ck_assert_int_eq(cupro_tally_open(&other), 0);
    struct job job = {other, known, NULL};
    ck_assert_int_eq(cupro_for(n, add_counts, &job), 0);
    if (_i & 1)
        ck_assert_int_eq(cupro_tally_merge(tally), 0);
    if (_i & 2)
        ck_assert_int_eq(cupro_tally_merge(other), 0);
    ck_assert_int_eq(cupro_tally_absorb(tally, other), 0);
    for (size_t i = 0; i < n; i++)
        known[i].count += i;
    check_tally(other, NULL, 0);
    if (_i & 4)
        check_tally(tally, known, n);
    ck_assert_int_eq(cupro_tally_add(other, "x", 1, 1), 0);
    ck_assert_int_eq(cupro_tally_clear(other), 0);
    ck_assert_int_eq(cupro_tally_absorb(tally, other), 0);
    cupro_tally_close(other);
    check_tally(tally, known, n);
    size_t held = cupro_tally_bytes(tally);
    ck_assert_uint_gt(held, n * 32);
    ck_assert_int_eq(cupro_tally_clear(tally), 0);
    ck_assert_uint_lt(cupro_tally_bytes(tally), held / 2);
    check_tally(tally, NULL, 0);
    cupro_tally_close(tally);
    free(known);
}
END_TEST

/* All keys have the same hash, or one of two: slow, and right. */
START_TEST(keys_that_collide)
{
    struct cupro__hash_key key = *cupro__hash_key();
    key.mask = _i == 0 ? 0 : UINT64_C(1) << (64 - _i);
    cupro__hash_key_set(&key);
    struct dice dice = dice_for(_i);
    size_t n = 1000;
    struct known *known;
    cupro_tally *tally = tally_of(&dice, &known, n);
    check_tally(tally, known, n);
    struct job job = {tally, known, NULL};
    ck_assert_int_eq(cupro_for(n, add_counts, &job), 0);
    for (size_t i = 0; i < n; i++)
        known[i].count += i;
    check_tally(tally, known, n);
    cupro_tally_close(tally);
    free(known);
    cupro__hash_key_set(NULL);
}
END_TEST

START_TEST(counts_end_at_the_largest_number)
{
    cupro_tally *tally;
    uint64_t count;
    ck_assert_int_eq(cupro_tally_open(&tally), 0);
    ck_assert_int_eq(cupro_tally_add(tally, "a", 1, UINT64_MAX - 1), 0);
    ck_assert_int_eq(cupro_tally_add(tally, NULL, 0, 1), 0);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(cupro_tally_add(tally, "a", 1, 1), 0);
        ck_assert_int_eq(cupro_tally_get(tally, "a", 1, &count), 0);
        ck_assert_uint_eq(count, UINT64_MAX);
        ck_assert_int_eq(cupro_tally_size(tally, NULL, &count), 0);
        ck_assert_uint_eq(count, UINT64_MAX);
        ck_assert_int_eq(cupro_tally_get(tally, "", 0, &count), 0);
        ck_assert_uint_eq(count, 1);
    }
    cupro_tally_close(tally);
}
END_TEST

/* A merge that is stopped has changed nothing. */
START_TEST(stops)
{
    struct dice dice = dice_for(_i);
    struct known *known;
    size_t n = 5000, m = 1;
    cupro_tally *tally = tally_of(&dice, &known, n);
    cupro_stop stop = {0};
    cupro_tally_entry *entries = (void *)known;
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_tally_merge(tally, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_tally_entries(tally, &entries, &m, .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_ptr_null(entries);
    check_tally(tally, known, n);
    cupro_tally_close(tally);
    free(known);
}
END_TEST

int main(void)
{
    dice_announce();
    int failed = RUN_TESTS("tally", PLACES, counts_as_an_array_does, lists_by_key_and_the_commonest,
                           visits_each_and_prunes);
    failed |= RUN_TESTS("tally, more", 8, absorbs_another, keys_that_collide);
    return failed | RUN_TESTS("tally, once", 1, looks_keys_up, copied_key_by_key,
                              counts_end_at_the_largest_number, stops);
}
