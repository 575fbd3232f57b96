/* SPDX-License-Identifier: MIT */
/* Packing by flags: what a loop over them keeps, in memory that has room for just that. */
#include "dice.h"
#include "fence.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/pack.h>
#include <string.h>

enum { MOST = 100000, LARGE = 4500000 };

struct triple {
    uint32_t number;
    unsigned char rest[3];
};

static unsigned char flags[MOST];
static struct triple triples[MOST];
static uint32_t numbers[MOST];

/* None, few, half, most or all set, to any value but 0. */
static void throw_flags(struct dice *dice, size_t n)
{
    static const size_t percents[] = {0, 3, 50, 97, 100};
    size_t percent = percents[dice_below(dice, COUNT_OF(percents))];
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = dice_bits(dice);
        flags[i] = bits % 100 < percent ? (unsigned char)(1 + bits / 100 % 255) : 0;
        numbers[i] = (uint32_t)(bits >> 32);
        triples[i] = (struct triple){numbers[i], {1, 2, (unsigned char)i}};
    }
}

static size_t count_flags(size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        kept += flags[i] != 0;
    return kept;
}

static void check_pack(const struct place *place, size_t n, size_t grain)
{
    size_t kept = count_flags(n), count = 7, at = 0, wrong = 0;
    struct fence fence = fence_new(kept * sizeof(struct triple));
    struct triple *some = fence_last(&fence, kept * sizeof *some);
    ck_assert_int_eq(cupro_pack(triples, flags, n, some, &count, AT(*place), .grain = grain), 0);
    ck_assert_uint_eq(count, kept);
    for (size_t i = 0; i < n; i++)
        if (flags[i] != 0)
            wrong += memcmp(&some[at++], &triples[i], sizeof *some) != 0;
    ck_assert(wrong == 0 && fence_untouched_before(&fence, some));
    uint32_t *out = fence_last(&fence, kept * sizeof *out);
    ck_assert_int_eq(cupro_pack(numbers, flags, n, out, &count, AT(*place), .grain = grain), 0);
    ck_assert_uint_eq(count, kept);
    at = 0;
    for (size_t i = 0; i < n; i++)
        if (flags[i] != 0)
            wrong += out[at++] != numbers[i];
    ck_assert(wrong == 0 && fence_untouched_before(&fence, out));
    fence_free(&fence);
}

static void check_pack_index(const struct place *place, size_t n, size_t grain)
{
    size_t kept = count_flags(n), count = 7, at = 0, wrong = 0;
    struct fence fence = fence_new(kept * sizeof(size_t));
    size_t *index = fence_last(&fence, kept * sizeof *index);
    ck_assert_int_eq(cupro_pack_index(flags, n, index, &count, AT(*place), .grain = grain), 0);
    ck_assert_uint_eq(count, kept);
    for (size_t i = 0; i < n; i++)
        if (flags[i] != 0)
            wrong += index[at++] != i;
    ck_assert(wrong == 0 && fence_untouched_before(&fence, index));
    fence_free(&fence);
}

START_TEST(what_is_flagged_is_kept_in_order)
{
    static const size_t grains[] = {0, 1, 777};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t s = 0; s < COUNT_OF(sizes); s++)
        for (size_t g = 0; g < COUNT_OF(grains); g++) {
            if (sizes[s] > MOST)
                continue;
            throw_flags(&dice, sizes[s]);
            check_pack(&place, sizes[s], grains[g]);
            check_pack_index(&place, sizes[s], grains[g]);
        }
    place_close(&place);
}
END_TEST

START_TEST(flags_may_be_bools_or_any_bytes)
{
    static const bool bools[3] = {true, false, true};
    static const signed char bytes[3] = {-1, 0, 127};
    const char *chars = "\x80\0\1";
    static const double in[3] = {1.5, 2.5, 3.5};
    size_t count, index[3] = {7, 7, 7};
    double out[3];
    ck_assert_int_eq(cupro_pack(in, bools, 3, out, &count), 0);
    ck_assert(count == 2 && out[0] == 1.5 && out[1] == 3.5);
    ck_assert_int_eq(cupro_pack(in, bytes, 3, out, &count), 0);
    ck_assert(count == 2 && out[0] == 1.5 && out[1] == 3.5);
    ck_assert_int_eq(cupro_pack_index(chars, 3, index, &count), 0);
    ck_assert(count == 2 && index[0] == 0 && index[1] == 2);
}
END_TEST

/* Beyond the caches results are streamed. */
START_TEST(many_flags_are_no_different)
{
    struct place place = place_open(_i);
    unsigned char *marks = malloc(LARGE);
    uint32_t *in = malloc(LARGE * sizeof *in), *out = malloc(LARGE / 2 * sizeof *out);
    size_t *index = malloc(LARGE / 3 * sizeof *index), count = 7, wrong = 0;
    for (uint32_t i = 0; i < LARGE; i++) {
        marks[i] = i % 3 == 1 ? (unsigned char)(1 + i % 251) : 0;
        in[i] = i;
    }
    ck_assert_int_eq(cupro_pack(in, marks, LARGE, out + 1, &count, AT(place)), 0);
    ck_assert_uint_eq(count, LARGE / 3);
    for (size_t i = 0; i < count; i++)
        wrong += out[i + 1] != 3 * i + 1;
    ck_assert_int_eq(cupro_pack_index(marks, LARGE, index, &count, AT(place)), 0);
    ck_assert_uint_eq(count, LARGE / 3);
    for (size_t i = 0; i < count; i++)
        wrong += index[i] != 3 * i + 1;
    ck_assert_uint_eq(wrong, 0);
    free(index);
    free(out);
    free(in);
    free(marks);
    place_close(&place);
}
END_TEST

/* As many as are kept may stand right before the flags, and not one more. */
START_TEST(results_end_where_flags_begin)
{
    struct place place = place_open(_i);
    static size_t memory[300], in[100];
    unsigned char *marks = (unsigned char *)(memory + 50);
    size_t count = 7;
    memset(memory, 0, sizeof memory);
    for (size_t i = 0; i < 100; i++) {
        marks[i] = i % 2;
        in[i] = i;
    }
    ck_assert_int_eq(cupro_pack(in, marks, 100, memory + 1, &count, AT(place)), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_pack_index(marks, 100, memory + 1, &count, AT(place)), CUPRO_EINVAL);
    ck_assert(count == 7 && memory[1] == 0 && marks[0] == 0 && marks[99] == 1);
    ck_assert_int_eq(cupro_pack(in, marks, 100, memory, &count, AT(place)), 0);
    ck_assert(count == 50 && memory[49] == 99 && marks[0] == 0);
    memory[49] = 7;
    ck_assert_int_eq(cupro_pack_index(marks, 100, memory, &count, AT(place)), 0);
    ck_assert(count == 50 && memory[49] == 99 && marks[0] == 0);
    place_close(&place);
}
END_TEST

START_TEST(nothing_is_packed_from_nothing)
{
    const unsigned char *no_flags = NULL;
    double *none = NULL;
    size_t count = 7, *no_index = NULL;
    ck_assert_int_eq(cupro_pack(none, no_flags, 0, none, &count), 0);
    ck_assert_uint_eq(count, 0);
    count = 7;
    ck_assert_int_eq(cupro_pack_index(no_flags, 0, no_index, &count), 0);
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(packing_stops_when_it_is_told_to)
{
    struct place place = place_open(_i);
    cupro_stop stop = {0};
    size_t count = 7, *index = malloc(MOST * sizeof *index);
    static uint32_t out[MOST];
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_pack(numbers, flags, MOST, out, &count, AT(place), .stop = &stop),
                     CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_pack_index(flags, MOST, index, &count, AT(place), .stop = &stop),
                     CUPRO_ESTOPPED);
    ck_assert_uint_eq(count, 7);
    free(index);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("pack", PLACES, what_is_flagged_is_kept_in_order,
                     flags_may_be_bools_or_any_bytes, many_flags_are_no_different,
                     results_end_where_flags_begin, nothing_is_packed_from_nothing,
                     packing_stops_when_it_is_told_to);
}
