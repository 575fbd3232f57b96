/* SPDX-License-Identifier: MIT */
/*
 * Pairs of bytes are counted (see byte_pairs.h): half as many increments.
 *
 * What limits counting byte by byte is the store of each increment: a core writes one word a cycle
 * to its L1 cache, however many tables there are. Pairs need one store for two bytes, in 256 KiB of
 * counters, of which texts and most other data use so few that these stay in the L1. One thread of
 * a busy Zen 3 took for a byte, against the four tables of histogram.c: English 0.20 ns, was 0.36;
 * machine code 0.28, was 0.36; equal bytes 0.17, was 0.34; random bytes 0.33 both, as each
 * increment there waits for the L2. So a sample says whether to.
 *
 * Where counters stand depends on both bytes: in rows of 1 KiB, the second bytes of a text, which
 * are letters, would all be in a few of the L1's sets (0.29 instead of 0.21 ns for letters that are
 * independent of each other).
 *
 * What is not faster, for random bytes, either: counters of 16 or 8 bits, 0.36 (stores of less than
 * a word are slow to read again: 1.0 for equal bytes); of 4 bits, which fit the L1, 0.30 to 0.36,
 * as each needs its shift; every other pair by pairs and the rest by bytes, 0.30; and eight tables
 * of bytes, 0.33. Comparing, or parities of bits, would be 5 operations a byte or more
 * with AVX2, as counted, not measured.
 */
#include "group/byte_pairs.h"

#include <string.h>

enum {
    MOST = 8 << 20, /* bytes that are counted before all is added up, 20 µs for 2 ms */
    BLOCK = 16,
    LINE = 64,
    AHEAD = 2048, /* bytes: the L2 has more than the array to wait for, and 0.29 become 0.25 ns */
    PLACES = 64,  /* where a sample is taken */
    PAIRS = 64    /* at each of them         */
};

bool cupro__bytes_are_paired(const unsigned char *x, size_t n)
{
    uint64_t seen[CUPRO__PAIR_VALUES / 64] = {0};
    size_t different = 0;
    for (size_t place = 0; place < PLACES; place++) {
        const unsigned char *at = x + n / PLACES * place;
        for (size_t k = 0; k < PAIRS; k++) {
            const size_t pair = (size_t)at[2 * k] << 8 | at[2 * k + 1];
            different += ~seen[pair / 64] >> pair % 64 & 1;
            seen[pair / 64] |= (uint64_t)1 << pair % 64;
        }
    }
    return different < PLACES * PAIRS / 4 * 3;
}

/* Four pairs, each with the upper half of its low byte turned by the lower half of its high one. */
static inline uint64_t mixed(uint64_t pairs)
{
    return pairs ^ (pairs >> 4 & UINT64_C(0x00f000f000f000f0));
}

/* Counts of a row's second bytes are in blocks of 16 that follow each other in the order of a row's
 * own. */
void cupro__byte_pairs_add_up(struct cupro__byte_pairs *pairs, size_t *counts)
{
    size_t lows[CUPRO__BYTE_VALUES] = {0};
    for (size_t high = 0; high < CUPRO__BYTE_VALUES; high++) {
        uint32_t sums[BLOCK] = {0}, sum = 0;
        for (size_t low = 0; low < CUPRO__BYTE_VALUES; low += BLOCK) {
            const uint32_t *block = pairs->counts + mixed(high << 8 | low);
            for (size_t k = 0; k < BLOCK; k++) {
                sums[k] += block[k];
                lows[low + k] += block[k];
            }
        }
        for (size_t k = 0; k < BLOCK; k++)
            sum += sums[k];
        counts[high] += sum;
    }
    for (size_t low = 0; low < CUPRO__BYTE_VALUES; low++)
        counts[low] += lows[low];
    memset(pairs, 0, sizeof *pairs);
}

static void count_words(uint32_t *counts, const unsigned char *x, const unsigned char *end)
{
    for (; x < end; x += sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, x, sizeof eight);
        eight = mixed(eight);
        for (int k = 0; k < 4; k++)
            counts[eight >> 16 * k & (CUPRO__PAIR_VALUES - 1)]++;
    }
}

void cupro__byte_pairs_count(struct cupro__byte_pairs *pairs, const unsigned char *x, size_t n,
                             size_t *counts)
{
    for (size_t some; n >= sizeof(uint64_t); x += some, n -= some) {
        some = n < LINE ? n / sizeof(uint64_t) * sizeof(uint64_t) : LINE;
        __builtin_prefetch(x + AHEAD);
        count_words(pairs->counts, x, x + some);
        pairs->counted += some;
        if (pairs->counted >= MOST)
            cupro__byte_pairs_add_up(pairs, counts);
    }
    for (size_t k = 0; k < n; k++)
        counts[x[k]]++;
}
