/* SPDX-License-Identifier: MIT */
/* Entries from another thread: all of them, in their order, and no more than are wanted. */
#include "count/bounded/entry_relay.h"

#include "dice.h"
#include "run_tests.h"

#include <cupro/error.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char program_name[] = "test_entry_relay";

enum { MOST_LENGTH = 5000, ENOUGH = 77 };

/* Both threads throw the same dice, so each knows what entry number i is. */
struct sequence {
    struct dice dice;
    size_t count; /* that are made */
    size_t large; /* one in so many keys is */
    size_t batch; /* bytes */
    size_t seen;
    size_t wanted; /* the taker ends when it has seen so many */
    int error;     /* of the maker, after the last */
    unsigned char key[MOST_LENGTH];
};

static cupro_tally_entry next_entry(struct sequence *sequence)
{
    struct dice *dice = &sequence->dice;
    const size_t length =
        dice_once_in(dice, sequence->large) ? dice_below(dice, MOST_LENGTH) : dice_below(dice, 12);
    for (size_t i = 0; i < length; i++)
        sequence->key[i] = (unsigned char)dice_bits(dice);
    return (cupro_tally_entry){{(const char *)sequence->key, length}, dice_bits(dice)};
}

static int make(void *from, entry_taker *take, void *arg)
{
    struct sequence sequence = *(const struct sequence *)from;
    for (size_t i = 0; i < sequence.count; i++) {
        const cupro_tally_entry entry = next_entry(&sequence);
        const int error = take(arg, &entry);
        if (error)
            return error;
    }
    return sequence.error;
}

static int take(void *arg, const cupro_tally_entry *entry)
{
    struct sequence *sequence = arg;
    if (sequence->seen == sequence->wanted)
        return ENOUGH;
    const cupro_tally_entry expected = next_entry(sequence);
    sequence->seen++;
    ck_assert_uint_eq(entry->count, expected.count);
    ck_assert_uint_eq(entry->key.length, expected.key.length);
    if (expected.key.length > 0)
        ck_assert_mem_eq(entry->key.begin, expected.key.begin, expected.key.length);
    return 0;
}

static struct sequence sequence_for(int number)
{
    static const size_t counts[] = {0, 1, 2, 3, 50, 1000, 5000};
    struct sequence sequence = {.dice = dice_for(number), .wanted = SIZE_MAX};
    sequence.count = counts[dice_below(&sequence.dice, sizeof counts / sizeof counts[0])];
    sequence.large = 1 + dice_below(&sequence.dice, 100);
    sequence.batch = 1 + dice_below(&sequence.dice, number % 2 ? 200 : 20000);
    return sequence;
}

static int relay(struct sequence *sequence)
{
    struct sequence made = *sequence;
    return entry_relay(make, &made, sequence->batch, take, sequence);
}

START_TEST(all_entries_come_in_their_order)
{
    struct sequence sequence = sequence_for(_i);
    ck_assert_int_eq(relay(&sequence), 0);
    ck_assert_uint_eq(sequence.seen, sequence.count);
}
END_TEST

START_TEST(the_taker_may_end_it)
{
    struct sequence sequence = sequence_for(_i);
    sequence.wanted = dice_below(&sequence.dice, sequence.count + 1);
    ck_assert_int_eq(relay(&sequence), sequence.wanted < sequence.count ? ENOUGH : 0);
    ck_assert_uint_eq(sequence.seen, sequence.wanted);
}
END_TEST

START_TEST(an_error_of_the_maker_is_told)
{
    struct sequence sequence = sequence_for(_i);
    sequence.error = _i % 2 ? EIO : CUPRO_ENOMEM;
    ck_assert_int_eq(relay(&sequence), sequence.error);
    ck_assert_uint_le(sequence.seen, sequence.count);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("entry_relay", 30, all_entries_come_in_their_order, the_taker_may_end_it,
                     an_error_of_the_maker_is_told);
}
