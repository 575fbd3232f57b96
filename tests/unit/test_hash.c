/* SPDX-License-Identifier: MIT */
/* Hashes of numbers and bytes: of the key's bytes only, all of them, and spread well. */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include "group/hash.h"

enum { MOST = 300, BINS = 1024, KEYS = 64 * BINS };

/* A hash sees neither what stands around the key nor where it stands, but every bit of it. */
START_TEST(bytes_and_nothing_else)
{
    struct dice dice = dice_for(_i);
    const struct cupro__hash_key *key = cupro__hash_key();
    unsigned char text[MOST + 64], copy[MOST + 64];
    for (size_t length = 0; length <= MOST; length++) {
        unsigned char *a = text + dice_below(&dice, 32), *b = copy + dice_below(&dice, 32);
        for (size_t i = 0; i < sizeof text; i++) {
            text[i] = (unsigned char)dice_bits(&dice);
            copy[i] = (unsigned char)dice_bits(&dice);
        }
        memcpy(b, a, length);
        uint64_t hash = cupro__hash_bytes(key, a, length);
        ck_assert_uint_eq(hash, cupro__hash_bytes(key, b, length));
        ck_assert_uint_ne(hash, cupro__hash_bytes(key, a, length + 1));
        for (size_t i = 0; i < length; i++) {
            b[i] ^= (unsigned char)(1 << dice_below(&dice, 8));
            ck_assert_uint_ne(hash, cupro__hash_bytes(key, b, length));
            b[i] = a[i];
        }
    }
}
END_TEST

START_TEST(zeros_of_all_lengths_differ)
{
    static const unsigned char zeros[MOST];
    uint64_t hash[MOST];
    for (size_t n = 0; n < MOST; n++) {
        hash[n] = cupro__hash_bytes(cupro__hash_key(), n > 0 ? zeros : NULL, n);
        for (size_t before = 0; before < n; before++)
            ck_assert_uint_ne(hash[n], hash[before]);
    }
}
END_TEST

/* Keys with a pattern, by the number of it. */
static uint64_t patterned(int pattern, uint64_t i)
{
    switch (pattern) {
    case 0:
        return i;
    case 1:
        return i << 40;
    case 2:
        return i << 20 | i << 44;
    case 3:
        return i * 0x0101010101010101u;
    default:
        return ~(i * 4096);
    }
}

enum { PATTERNS = 5 };

/* 64 a bin on average; chance alone leaves that by far less than half. */
static bool spread_is_good(const size_t *bins)
{
    bool good = true;
    for (size_t i = 0; i < BINS; i++)
        good = good && bins[i] > 16 && bins[i] < 160;
    return good;
}

START_TEST(patterns_spread_by_high_and_low_bits)
{
    const struct cupro__hash_key *key = cupro__hash_key();
    for (int bytes = 0; bytes < 4; bytes++)
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            size_t high[BINS] = {0}, low[BINS] = {0};
            for (uint64_t i = 0; i < KEYS; i++) {
                uint64_t word[10] = {0}, hash;
                word[0] = patterned(pattern, i);
                hash = bytes == 0 ? cupro__hash_number(key, word[0])
                                  : cupro__hash_bytes(key, word, (size_t[]){0, 8, 14, 80}[bytes]);
                high[hash >> 54]++;
                low[hash % BINS]++;
            }
            ck_assert_msg(spread_is_good(high) && spread_is_good(low), "%d %d", bytes, pattern);
        }
}
END_TEST

START_TEST(tests_choose_the_key)
{
    const struct cupro__hash_key none = {1, 1, 1, 0}, few = {1, 3, 5, 7};
    const struct cupro__hash_key drawn = *cupro__hash_key();
    cupro__hash_key_set(&none);
    ck_assert_uint_eq(cupro__hash_number(cupro__hash_key(), 12345), 0);
    ck_assert_uint_eq(cupro__hash_bytes(cupro__hash_key(), "12345", 5), 0);
    cupro__hash_key_set(&few);
    ck_assert_uint_lt(cupro__hash_number(cupro__hash_key(), 12345), 8);
    ck_assert_uint_lt(cupro__hash_long(cupro__hash_key(), "0123456789abcdef+", 17), 8);
    cupro__hash_key_set(NULL);
    ck_assert_uint_ne(drawn.a, cupro__hash_key()->a);
    ck_assert_uint_eq(cupro__hash_key()->mask, UINT64_MAX);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("hash", 3, bytes_and_nothing_else, zeros_of_all_lengths_differ,
                     patterns_spread_by_high_and_low_bits, tests_choose_the_key);
}
