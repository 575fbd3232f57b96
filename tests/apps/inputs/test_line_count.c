/* SPDX-License-Identifier: MIT */
/* Ends of lines in stretches of all lengths, from all places: as many as one by one. */
#include "search/output/line_count.h"

#include "common/buffer.h"
#include "dice.h"
#include "run_tests.h"

const char program_name[] = "test_line_count";

enum { MOST = 40000 };

static uint64_t count_one_by_one(const unsigned char *bytes, size_t length, unsigned char end)
{
    uint64_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += bytes[i] == end;
    return count;
}

START_TEST(ends_are_counted_in_stretches_of_all_lengths)
{
    static unsigned char text[MOST + BUFFER_SLACK];
    struct dice dice = dice_for(_i);
    const unsigned char end = dice_once_in(&dice, 2) ? '\n' : '\0';
    const size_t rare = 1 + dice_below(&dice, 20);
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = dice_once_in(&dice, rare) ? end : 'a';
    for (size_t round = 0; round < 500; round++) {
        const size_t at = dice_below(&dice, MOST);
        const size_t length = dice_below(&dice, round < 400 && at < MOST - 300 ? 300 : MOST - at);
        ck_assert_uint_eq(line_count(text + at, length, end),
                          count_one_by_one(text + at, length, end));
    }
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("line_count", 10, ends_are_counted_in_stretches_of_all_lengths);
}
