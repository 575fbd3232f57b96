/* SPDX-License-Identifier: MIT */
/*
 * Keys that are known by a number, and what a tally of them should say: keys of all lengths from 0
 * to 40, in which NULs and large bytes stand, and some of which begin alike.
 */
#ifndef CUPRO_TEST_TALLIED_H
#define CUPRO_TEST_TALLIED_H

#include "dice.h"
#include "each.h"

#include <check.h>
#include <cupro/tally.h>
#include <string.h>

enum { TALLIED_MOST = 40 };

struct known {
    char bytes[TALLIED_MOST];
    size_t length;
    uint64_t count; /* that is expected */
};

static inline int compare_slices(cupro_slice a, cupro_slice b)
{
    size_t least = a.length < b.length ? a.length : b.length;
    int order = least > 0 ? memcmp(a.begin, b.begin, least) : 0;
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static inline cupro_slice slice_of(const struct known *known)
{
    return (cupro_slice){known->bytes, known->length};
}

static inline int known_by_key(const void *a, const void *b)
{
    return compare_slices(slice_of(a), slice_of(b));
}

static inline int known_by_count(const void *a, const void *b)
{
    const struct known *left = a, *right = b;
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return known_by_key(a, b);
}

/* n different keys, sorted by key, all with count 0. The first few lengths have few keys. */
static inline struct known *known_new(struct dice *dice, size_t n)
{
    struct known *known = calloc(n + 1, sizeof *known);
    size_t have = 0;
    while (have < n) {
        for (size_t i = have; i < n; i++) {
            known[i].length = i % (TALLIED_MOST + 1);
            for (size_t k = 0; k < known[i].length; k++)
                known[i].bytes[k] = (char)(dice_once_in(dice, 3) ? dice_bits(dice) : 0);
        }
        qsort(known, n, sizeof *known, known_by_key);
        size_t kept = 0;
        for (size_t i = 0; i < n; i++)
            if (kept == 0 || known_by_key(&known[kept - 1], &known[i]) != 0)
                known[kept++] = known[i];
        have = kept;
    }
    return known;
}

/* How many of n, sorted by count, were seen at all. */
static inline size_t known_seen(const struct known *known, size_t n)
{
    size_t seen = 0;
    while (seen < n && known[seen].count > 0)
        seen++;
    return seen;
}

static inline void check_entries(const cupro_tally_entry *entries, size_t n,
                                 const struct known *known)
{
    for (size_t i = 0; i < n; i++) {
        ASSERT_EACH(compare_slices(entries[i].key, slice_of(&known[i])) == 0);
        ASSERT_EACH_EQ(entries[i].count, known[i].count);
    }
}

/* The tally has what is expected, as the commonest first say. Puts `known` in that order. */
static inline void check_tally(cupro_tally *tally, struct known *known, size_t n)
{
    cupro_tally_entry *entries;
    size_t listed, distinct;
    uint64_t total, expected = 0;
    if (n > 0)
        qsort(known, n, sizeof *known, known_by_count);
    size_t seen = known_seen(known, n);
    for (size_t i = 0; i < seen; i++)
        expected += known[i].count;
    ck_assert_int_eq(cupro_tally_entries(tally, &entries, &listed), 0);
    ck_assert_uint_eq(listed, seen);
    ck_assert(seen > 0 || entries == NULL);
    check_entries(entries, seen, known);
    free(entries);
    ck_assert_int_eq(cupro_tally_size(tally, &distinct, &total), 0);
    ck_assert_uint_eq(distinct, seen);
    ck_assert_uint_eq(total, expected);
}

#endif
