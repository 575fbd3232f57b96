/* SPDX-License-Identifier: MIT */
/* Offsets: known as soon as all blocks before were counted, whatever the order and the threads. */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include "primitives/ordered/offsets.h"

#include <cupro/loop.h>

enum { BLOCKS = 3000, ROUNDS = 20 };

struct counting {
    struct cupro__offsets offsets;
    size_t results[BLOCKS], order[BLOCKS], sums[BLOCKS + 1];
    _Atomic size_t wrong;
};

static void throw_counting(struct dice *dice, struct counting *counting)
{
    counting->wrong = counting->sums[0] = 0;
    for (size_t i = 0; i < BLOCKS; i++) {
        counting->results[i] = dice_once_in(dice, 3) ? 0 : dice_below(dice, 100);
        counting->sums[i + 1] = counting->sums[i] + counting->results[i];
        size_t other = dice_below(dice, i + 1);
        counting->order[i] = counting->order[other];
        counting->order[other] = i;
    }
    ck_assert_int_eq(cupro__offsets_open(&counting->offsets, BLOCKS), 0);
}

START_TEST(an_offset_is_known_when_all_blocks_before_were_counted)
{
    static struct counting counting;
    bool counted[BLOCKS + 1] = {false};
    struct dice dice = dice_for(_i);
    throw_counting(&dice, &counting);
    size_t begin, first = 0;
    for (size_t i = 0; i < BLOCKS; i++) {
        size_t block = counting.order[i];
        cupro__offsets_count(&counting.offsets, block, counting.results[block]);
        counted[block] = true;
        while (counted[first])
            first++;
        ck_assert(cupro__offsets_known(&counting.offsets, first, &begin));
        ck_assert_uint_eq(begin, counting.sums[first]);
        ck_assert(first == BLOCKS || !cupro__offsets_known(&counting.offsets, first + 1, &begin));
    }
    ck_assert_uint_eq(first, BLOCKS);
    cupro__offsets_close(&counting.offsets);
}
END_TEST

static int count_some(size_t lo, size_t hi, void *ctx)
{
    struct counting *counting = ctx;
    for (size_t i = lo; i < hi; i++) {
        size_t begin, block = counting->order[i];
        cupro__offsets_count(&counting->offsets, block, counting->results[block]);
        if (cupro__offsets_known(&counting->offsets, block, &begin))
            counting->wrong += begin != counting->sums[block];
    }
    return 0;
}

START_TEST(threads_that_count_at_once_leave_no_offset_unknown)
{
    static struct counting counting;
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int round = 0; round < ROUNDS; round++) {
        throw_counting(&dice, &counting);
        ck_assert_int_eq(cupro_for(BLOCKS, count_some, &counting, AT(place), .grain = 1), 0);
        ck_assert_uint_eq(counting.wrong, 0);
        for (size_t block = 0; block <= BLOCKS; block++) {
            size_t begin;
            ck_assert(cupro__offsets_known(&counting.offsets, block, &begin));
            ck_assert_uint_eq(begin, counting.sums[block]);
        }
        cupro__offsets_close(&counting.offsets);
    }
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("offsets", PLACES, an_offset_is_known_when_all_blocks_before_were_counted,
                     threads_that_count_at_once_leave_no_offset_unknown);
}
