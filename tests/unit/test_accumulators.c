/* SPDX-License-Identifier: MIT */
/* Accumulators of all sizes: where they stand, how many there are, and which indexes go into one.
 */
#include "places.h"
#include "ranges.h"
#include "run_tests.h"

#include <cupro/fold.h>
#include <string.h>

/* A fold counts its indexes in an array of bytes. */
struct histogram {
    size_t size;
    struct ranges ranges;
    _Atomic size_t made;
    _Atomic size_t misaligned;
};

static struct histogram histogram_new(size_t size, size_t n)
{
    return (struct histogram){.size = size, .ranges = ranges_new(n)};
}

static void note_alignment(struct histogram *histogram, const void *acc)
{
    size_t power = histogram->size & -histogram->size;
    if ((uintptr_t)acc % (power < 64 ? power : 64) != 0)
        atomic_fetch_add(&histogram->misaligned, 1);
}

static int clear(void *acc, void *ctx)
{
    struct histogram *histogram = ctx;
    note_alignment(histogram, acc);
    atomic_fetch_add(&histogram->made, 1);
    memset(acc, 0, histogram->size);
    return 0;
}

static int add(void *acc, void *other, void *ctx)
{
    struct histogram *histogram = ctx;
    note_alignment(histogram, acc);
    note_alignment(histogram, other);
    for (size_t i = 0; i < histogram->size; i++)
        ((unsigned char *)acc)[i] =
            (unsigned char)(((unsigned char *)acc)[i] + ((unsigned char *)other)[i]);
    return 0;
}

static void count(unsigned char *bytes, size_t size, size_t lo, size_t hi)
{
    for (size_t i = lo; i < hi; i++) {
        bytes[i % size]++;
        bytes[size - 1 - i * i % size]++;
    }
}

static int count_range(void *acc, size_t lo, size_t hi, void *ctx)
{
    struct histogram *histogram = ctx;
    note_alignment(histogram, acc);
    count(acc, histogram->size, lo, hi);
    return ranges_note(lo, hi, &histogram->ranges);
}

typedef int fold_verb(size_t n, cupro_folder *folder, const cupro_monoid *monoid, void *out,
                      const cupro_call *call);
static fold_verb *const verbs[] = {cupro_fold_with, cupro_fold_workers_with};

static const size_t acc_sizes[] = {1, 2, 3, 24, 64, 5000, 1 << 20};

static void check_histogram(const struct place *place, fold_verb *fold, size_t size, size_t n)
{
    const cupro_monoid monoid = {.size = size, .init = clear, .combine = add};
    struct histogram histogram = histogram_new(size, n);
    unsigned char *expected = calloc(size, 1), *got = aligned_alloc(64, (size + 63) / 64 * 64);
    count(expected, size, 0, n);
    cupro_call call = {.ctx = &histogram, AT(*place)};
    ck_assert_int_eq(fold(n, count_range, &monoid, got, &call), 0);
    ck_assert_msg(memcmp(expected, got, size) == 0, "n %zu, accumulators of %zu bytes", n, size);
    ck_assert_uint_eq(histogram.misaligned, 0);
    ranges_check(&histogram.ranges, 1, SIZE_MAX);
    if (fold == cupro_fold_workers_with)
        ck_assert_uint_le(histogram.made, (size_t)place_threads(place));
    ranges_free(&histogram.ranges);
    free(expected);
    free(got);
}

START_TEST(an_accumulator_may_have_any_size)
{
    struct place place = place_open(_i);
    static const size_t ns[] = {0, 1, 2, 65, 1000, 100000};
    for (size_t v = 0; v < COUNT_OF(verbs); v++)
        for (size_t a = 0; a < COUNT_OF(acc_sizes); a++)
            for (size_t i = 0; i < COUNT_OF(ns); i++)
                if (acc_sizes[a] < 1 << 20 || ns[i] == 1 || ns[i] == 65)
                    check_histogram(&place, verbs[v], acc_sizes[a], ns[i]);
    place_close(&place);
}
END_TEST

/* -- The grid ---------------------------------------------------------------------------------- */

static int note_block(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)acc;
    return ranges_note(lo, hi, ctx);
}

static int combine_nothing(void *acc, void *other, void *ctx)
{
    (void)acc;
    (void)other;
    (void)ctx;
    return 0;
}

/* The blocks of a fold; the same as on one thread. */
static struct ranges blocks_of(const struct place *place, size_t n, size_t size, size_t grain)
{
    static const char identity[1 << 20];
    static char result[1 << 20];
    const cupro_monoid monoid = {.size = size, .identity = identity, .combine = combine_nothing};
    struct ranges here = ranges_new(n), there = ranges_new(n);
    ck_assert_int_eq(
        cupro_fold(n, note_block, &monoid, result, &here, .threads = 1, .grain = grain), 0);
    ck_assert_int_eq(cupro_fold(n, note_block, &monoid, result, &there, AT(*place), .grain = grain),
                     0);
    ck_assert_int_eq(memcmp((void *)here.end, (void *)there.end, n * sizeof *here.end), 0);
    ranges_free(&here);
    return there;
}

START_TEST(up_to_512_indexes_each_is_a_block)
{
    struct place place = place_open(_i);
    for (size_t s = 0; s < COUNT_OF(sizes) && sizes[s] <= 512; s++) {
        struct ranges blocks = blocks_of(&place, sizes[s], 8, 0);
        ranges_check(&blocks, 1, 1);
        ranges_free(&blocks);
    }
    place_close(&place);
}
END_TEST

START_TEST(there_are_at_most_4096_blocks_and_fewer_of_large_accumulators)
{
    struct place place = place_open(_i);
    for (size_t s = 0; s < COUNT_OF(sizes); s++)
        for (size_t a = s % 2; a < COUNT_OF(acc_sizes); a += 2) {
            if (acc_sizes[a] == 1 << 20 && sizes[s] != 1000)
                continue;
            struct ranges blocks = blocks_of(&place, sizes[s], acc_sizes[a], 0);
            ranges_check(&blocks, 1, SIZE_MAX);
            ck_assert_uint_le(blocks.calls, 4096);
            ck_assert(blocks.calls <= 64 || blocks.calls * acc_sizes[a] <= 16 << 20);
            ranges_free(&blocks);
        }
    place_close(&place);
}
END_TEST

START_TEST(a_grain_is_the_block)
{
    struct place place = place_open(_i);
    static const size_t grains[] = {1, 7, 1000, 65536, SIZE_MAX};
    for (size_t s = 0; s < COUNT_OF(sizes); s++)
        for (size_t g = 0; g < COUNT_OF(grains); g++) {
            if (sizes[s] / grains[g] > 50000)
                continue;
            struct ranges blocks = blocks_of(&place, sizes[s], 8, grains[g]);
            ranges_check(&blocks, grains[g], grains[g]);
            ranges_free(&blocks);
        }
    place_close(&place);
}
END_TEST

START_TEST(accumulators_that_nobody_can_hold_are_refused)
{
    struct place place = place_open(_i);
    static const char identity[1], result[1];
    const cupro_monoid monoid = {.size = SIZE_MAX / 4, .identity = identity, .combine = add};
    for (size_t v = 0; v < COUNT_OF(verbs); v++) {
        struct ranges ranges = ranges_new(100);
        cupro_call call = {.ctx = &ranges, AT(place)};
        ck_assert_int_eq(verbs[v](100, note_block, &monoid, (void *)result, &call), CUPRO_ENOMEM);
        ck_assert_uint_eq(ranges.calls, 0);
        ranges_free(&ranges);
    }
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS("accumulators", PLACES, an_accumulator_may_have_any_size,
                     up_to_512_indexes_each_is_a_block,
                     there_are_at_most_4096_blocks_and_fewer_of_large_accumulators,
                     a_grain_is_the_block, accumulators_that_nobody_can_hold_are_refused);
}
