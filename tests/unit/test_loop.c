/* SPDX-License-Identifier: MIT */
/* Loops: each index once, in ranges of the length that was asked for. */
#include "places.h"
#include "ranges.h"
#include "run_tests.h"

#include <cupro/loop.h>
#include <unistd.h>

/* -- cupro_for --------------------------------------------------------------------------------- */

static const struct grains {
    size_t grain, max_grain;
} grains[] = {{0, 0},   {1, 0}, {2, 0},    {7, 0},  {64, 0},
              {999, 0}, {0, 1}, {0, 4095}, {5, 11}, {33, 33}};

static void check_for(const struct place *place, size_t n, size_t grain, size_t max_grain)
{
    struct ranges ranges = ranges_new(n);
    ck_assert_int_eq(
        cupro_for(n, ranges_note, &ranges, AT(*place), .grain = grain, .max_grain = max_grain), 0);
    ranges_check(&ranges, grain, max_grain > 0 ? max_grain : SIZE_MAX);
    ranges_free(&ranges);
}

START_TEST(for_visits_each_index_once_in_ranges_as_asked)
{
    struct place place = place_open(_i);
    for (size_t s = 0; s < COUNT_OF(sizes); s++)
        for (size_t g = 0; g < COUNT_OF(grains); g++)
            if (sizes[s] <= 20000 || g % 4 == 0)
                check_for(&place, sizes[s], grains[g].grain, grains[g].max_grain);
    place_close(&place);
}
END_TEST

START_TEST(a_grain_about_as_large_as_the_loop_is_kept)
{
    struct place place = place_open(_i);
    static const size_t around[] = {1, 2, 3, 64, 1000};
    for (size_t i = 0; i < COUNT_OF(around); i++)
        for (size_t n = around[i] - 1; n <= around[i] + 1; n++)
            check_for(&place, n, around[i], 0);
    check_for(&place, 1000, SIZE_MAX, 0);
    check_for(&place, 1000, 0, SIZE_MAX);
    place_close(&place);
}
END_TEST

/* One index in 32 takes a hundred times as long as the others, and one in 128 sleeps. */
static int uneven(size_t lo, size_t hi, void *ctx)
{
    for (size_t i = lo; i < hi; i++) {
        volatile int turns = i % 32 == 5 ? 20000 : 200;
        while (turns > 0)
            turns = turns - 1;
        if (i % 128 == 1)
            usleep(200);
    }
    return ranges_note(lo, hi, ctx);
}

START_TEST(stealing_neither_loses_nor_repeats_an_index)
{
    struct place place = place_open(_i);
    static const struct grains odd[] = {{0, 0}, {1, 0}, {3, 0}, {17, 0}, {0, 1}, {0, 5}};
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        struct ranges ranges = ranges_new(1021);
        size_t grain = odd[i].grain, most = odd[i].max_grain;
        ck_assert_int_eq(
            cupro_for(1021, uneven, &ranges, AT(place), .grain = grain, .max_grain = most), 0);
        ranges_check(&ranges, grain, most > 0 ? most : SIZE_MAX);
        ranges_free(&ranges);
    }
    place_close(&place);
}
END_TEST

START_TEST(the_largest_grain_counts_where_the_least_is_larger)
{
    struct place place = place_open(_i);
    static const size_t lengths[] = {0, 1, 99, 100, 101, 10000};
    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        struct ranges ranges = ranges_new(lengths[i]);
        ck_assert_int_eq(
            cupro_for(lengths[i], ranges_note, &ranges, AT(place), .grain = 100, .max_grain = 10),
            0);
        ranges_check(&ranges, 1, 10);
        ranges_free(&ranges);
    }
    place_close(&place);
}
END_TEST

/* -- cupro_chunks ------------------------------------------------------------------------------ */

static void check_chunks(const struct place *place, size_t n, size_t size, size_t grain,
                         size_t max_grain)
{
    struct ranges ranges = ranges_new(n);
    ck_assert_int_eq(cupro_chunks(n, size, ranges_note, &ranges, AT(*place), .grain = grain,
                                  .max_grain = max_grain),
                     0);
    ranges_check(&ranges, size, size);
    ranges_free(&ranges);
}

START_TEST(chunks_are_of_the_exact_size_whatever_the_grain)
{
    struct place place = place_open(_i);
    static const size_t lengths[] = {1, 3, 64, 1000, SIZE_MAX};
    for (size_t s = 0; s < COUNT_OF(sizes); s++)
        for (size_t l = 0; l < COUNT_OF(lengths) && sizes[s] <= 20000; l++)
            for (size_t g = 0; g < COUNT_OF(grains); g += 3)
                check_chunks(&place, sizes[s], lengths[l], grains[g].grain, grains[g].max_grain);
    place_close(&place);
}
END_TEST

/* -- cupro_rchunks ----------------------------------------------------------------------------- */

/* The same from the end: the first one may be shorter. */
static size_t wrong_rchunk(const struct ranges *ranges, size_t size)
{
    size_t hi = ranges->n, lo;
    for (; hi > 0; hi = lo) {
        lo = hi > size ? hi - size : 0;
        if (ranges_end(ranges, lo) != hi)
            return hi;
    }
    return 0;
}

START_TEST(chunks_from_the_end_leave_a_shorter_one_in_front)
{
    struct place place = place_open(_i);
    static const size_t lengths[] = {1, 3, 64, 1000, SIZE_MAX};
    for (size_t s = 0; s < COUNT_OF(sizes) && sizes[s] <= 20000; s++)
        for (size_t l = 0; l < COUNT_OF(lengths); l++)
            for (size_t g = 0; g < COUNT_OF(grains); g += 3) {
                struct ranges ranges = ranges_new(sizes[s]);
                ck_assert_int_eq(cupro_rchunks(sizes[s], lengths[l], ranges_note, &ranges,
                                               AT(place), .grain = grains[g].grain,
                                               .max_grain = grains[g].max_grain),
                                 0);
                ranges_check(&ranges, 1, lengths[l]);
                ck_assert_uint_eq(wrong_rchunk(&ranges, lengths[l]), 0);
                ranges_free(&ranges);
            }
    place_close(&place);
}
END_TEST

/* -- cupro_windows ----------------------------------------------------------------------------- */

START_TEST(every_window_begins_once)
{
    struct place place = place_open(_i);
    static const size_t widths[] = {1, 2, 3, 64, 1000, SIZE_MAX};
    for (size_t s = 0; s < COUNT_OF(sizes) && sizes[s] <= 20000; s++)
        for (size_t w = 0; w < COUNT_OF(widths); w++)
            for (size_t g = 0; g < COUNT_OF(grains); g += 3) {
                size_t n = sizes[s], width = widths[w];
                struct ranges ranges = ranges_new(n >= width ? n - width + 1 : 0);
                ck_assert_int_eq(cupro_windows(n, width, ranges_note, &ranges, AT(place),
                                               .grain = grains[g].grain,
                                               .max_grain = grains[g].max_grain),
                                 0);
                size_t most = grains[g].max_grain;
                ranges_check(&ranges, grains[g].grain, most > 0 ? most : SIZE_MAX);
                ranges_free(&ranges);
            }
    place_close(&place);
}
END_TEST

/* -- All of size_t ----------------------------------------------------------------------------- */

struct measured {
    _Atomic size_t sum, longest, calls;
};

static int measure(size_t lo, size_t hi, void *ctx)
{
    struct measured *measured = ctx;
    atomic_fetch_add(&measured->sum, hi - lo);
    atomic_fetch_add(&measured->calls, 1);
    size_t longest = atomic_load(&measured->longest);
    while (hi - lo > longest &&
           !atomic_compare_exchange_weak(&measured->longest, &longest, hi - lo))
        ;
    return 0;
}

START_TEST(a_loop_may_have_as_many_indexes_as_there_are)
{
    struct place place = place_open(_i);
    struct measured loop = {0}, chunks = {0}, windows;
    size_t grain = SIZE_MAX / 1000;
    ck_assert_int_eq(cupro_for(SIZE_MAX, measure, &loop, AT(place), .grain = grain), 0);
    ck_assert_uint_eq(loop.sum, SIZE_MAX);
    ck_assert_uint_eq(loop.longest, grain);
    ck_assert_uint_eq(loop.calls, 1001);
    ck_assert_int_eq(cupro_chunks(SIZE_MAX, SIZE_MAX / 2, measure, &chunks, AT(place)), 0);
    ck_assert_uint_eq(chunks.sum, SIZE_MAX);
    ck_assert_uint_eq(chunks.longest, SIZE_MAX / 2);
    ck_assert_uint_eq(chunks.calls, 3);
    chunks = windows = (struct measured){0};
    ck_assert_int_eq(cupro_rchunks(SIZE_MAX, SIZE_MAX / 2, measure, &chunks, AT(place)), 0);
    ck_assert_uint_eq(chunks.sum, SIZE_MAX);
    ck_assert_uint_eq(chunks.longest, SIZE_MAX / 2);
    ck_assert_uint_eq(chunks.calls, 3);
    ck_assert_int_eq(cupro_windows(SIZE_MAX, SIZE_MAX, measure, &windows, AT(place)), 0);
    ck_assert_uint_eq(windows.sum, 1);
    place_close(&place);
}
END_TEST

/* More than 2^32 pieces: nobody can wait for all of them, so the first thousand have to do. */
struct glimpse {
    struct measured measured;
    cupro_stop stop;
};

static int look_at_a_thousand(size_t lo, size_t hi, void *ctx)
{
    struct glimpse *glimpse = ctx;
    if (glimpse->measured.calls >= 1000)
        cupro_stop_request(&glimpse->stop);
    return measure(lo, hi, &glimpse->measured);
}

START_TEST(a_grain_is_kept_however_many_times_it_fits)
{
    struct place place = place_open(_i);
    struct glimpse glimpse = {{0}, {0}};
    ck_assert_int_eq(cupro_for((size_t)1 << 40, look_at_a_thousand, &glimpse, AT(place), .grain = 3,
                               .stop = &glimpse.stop),
                     CUPRO_ESTOPPED);
    ck_assert_uint_eq(glimpse.measured.longest, 3);
    ck_assert_uint_eq(glimpse.measured.sum, 3 * glimpse.measured.calls);
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS(
        "loop", PLACES, for_visits_each_index_once_in_ranges_as_asked,
        a_grain_about_as_large_as_the_loop_is_kept, stealing_neither_loses_nor_repeats_an_index,
        the_largest_grain_counts_where_the_least_is_larger,
        chunks_are_of_the_exact_size_whatever_the_grain,
        chunks_from_the_end_leave_a_shorter_one_in_front, every_window_begins_once,
        a_loop_may_have_as_many_indexes_as_there_are, a_grain_is_kept_however_many_times_it_fits);
}
