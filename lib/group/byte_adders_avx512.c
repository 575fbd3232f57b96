/* SPDX-License-Identifier: MIT */
/*
 * Bytes are counted by carry-save adders (see byte_adders.h).
 *
 * Bytes are split into four quarters by their upper two bits, in buffers. Of a quarter's 64 values
 * eight are looked at in a pass: a table turns each of 64 bytes into a byte in which one bit is
 * set, the value's, or none; and adders, two instructions for three words that become two, count
 * each of the 512 bits' places (positional population counts; Klarqvist, Muła and Lemire,
 * "Efficient Computation of Positional Population Counts Using SIMD Instructions", 2019; the adders
 * are Harley and Seal's).
 *
 * What limits this are the two ports that words of 64 bytes have: for each of them 17 instructions
 * split it and 8 * 3.1 look it up and add it, 0.33 cycles a byte. Measured on one thread of a busy
 * Sapphire Rapids, in cycles a byte: 0.43 in the L2 (0.18 to split, 0.22 to add), 0.47 to 0.6 from
 * memory, where a sum of the bytes takes 0.23: half of the speed of cupro_sum or more, for any
 * bytes. A table's increments take 1.0, as stores do; 1.7 for letters, 2.0 for equal bytes.
 *
 * What was slower: no quarters (four times the adders: 0.8, as reckoned); parities of bits, that is
 * a Walsh-Hadamard transform, in place of tables (0.26 for the adders and the planes of bits before
 * them, and 0.51 to 0.56 in all, in batches of 512 bytes); whole words stored by `put`, for text
 * (0.52 to split alone, as parts that are empty are stored at one place all the time); not asking
 * for memory ahead (0.64). Adders that copy what they overwrite took 0.25 to 0.29 and not 0.22:
 * copies of whole words take one of the two ports here. A split in two takes 0.08, so two of them
 * are hardly less than one in four, and three with half of the adders 0.34 in all, as reckoned; the
 * matrix unit would want 32 stores for 64 bytes, so 0.5.
 */
#include "group/byte_adders.h"

#include <immintrin.h>
#include <string.h>

enum {
    WORD = CUPRO__ADDED_WORD,
    GROUP = CUPRO__ADDED_GROUP,
    BATCH = CUPRO__ADDED_BATCH,
    TABLES = CUPRO__ADDED_TABLES,
    SUMS = CUPRO__ADDED_SUMS,
    QUARTERS = 4,
    VALUES = 64,      /* of a quarter                                            */
    MOST_GROUPS = 31, /* each carries 8 at most to a byte's count                */
    AHEAD = 4 * GROUP /* bytes: the four quarters are full at about the same time */
};

/* -- Splitting --------------------------------------------------------------------------------- */

/* Most parts are shorter than half a word; a store of a whole one would cross two lines each time,
 * which takes twice as long. */
static inline size_t put(unsigned char *to, __m512i part, size_t n)
{
    _mm256_storeu_si256((__m256i *)(void *)to, _mm512_castsi512_si256(part));
    if (n > WORD / 2)
        _mm256_storeu_si256((__m256i *)(void *)(to + WORD / 2), _mm512_extracti64x4_epi64(part, 1));
    return n;
}

static void split(struct cupro__byte_quarter *quarters, const unsigned char *x, size_t n)
{
    const __m512i upper_two = _mm512_set1_epi8((char)0xc0);
    unsigned char *to0 = quarters[0].bytes + quarters[0].held;
    unsigned char *to1 = quarters[1].bytes + quarters[1].held;
    unsigned char *to2 = quarters[2].bytes + quarters[2].held;
    unsigned char *to3 = quarters[3].bytes + quarters[3].held;
    for (const unsigned char *end = x + n; x < end; x += WORD) {
        const __m512i word = _mm512_loadu_si512(x);
        const __mmask64 high = _mm512_movepi8_mask(word);
        const __mmask64 next = _mm512_movepi8_mask(_mm512_add_epi8(word, word));
        const __mmask64 both = _kand_mask64(high, next);
        const size_t n3 = (size_t)_mm_popcnt_u64(_cvtmask64_u64(both));
        const size_t n2 = (size_t)_mm_popcnt_u64(_cvtmask64_u64(high)) - n3;
        const size_t n1 = (size_t)_mm_popcnt_u64(_cvtmask64_u64(next)) - n3;
        to0 += put(to0, _mm512_maskz_compress_epi8(_mm512_testn_epi8_mask(word, upper_two), word),
                   WORD - n1 - n2 - n3);
        to1 += put(to1, _mm512_maskz_compress_epi8(_kandn_mask64(high, next), word), n1);
        to2 += put(to2, _mm512_maskz_compress_epi8(_kandn_mask64(next, high), word), n2);
        to3 += put(to3, _mm512_maskz_compress_epi8(both, word), n3);
    }
    quarters[0].held = (size_t)(to0 - quarters[0].bytes);
    quarters[1].held = (size_t)(to1 - quarters[1].bytes);
    quarters[2].held = (size_t)(to2 - quarters[2].bytes);
    quarters[3].held = (size_t)(to3 - quarters[3].bytes);
}

/* -- Adding ------------------------------------------------------------------------------------ */

/* The sum of three bits and what it carries, which is b where b and c are the same, and else the
 * opposite of the sum: so neither instruction needs a copy of what it overwrites. */
static inline __m512i add(__m512i *sum, __m512i b, __m512i c)
{
    *sum = _mm512_ternarylogic_epi64(*sum, b, c, 0x96);
    return _mm512_ternarylogic_epi64(b, c, *sum, 0xd4);
}

/* The lower six bits of a byte choose; so quarters have the same tables. */
static inline __m512i look_up(const unsigned char *x, __m512i table)
{
    return _mm512_permutexvar_epi8(_mm512_loadu_si512(x), table);
}

static inline __m512i add_two(__m512i sums[SUMS], const unsigned char *x, __m512i table)
{
    return add(&sums[0], look_up(x, table), look_up(x + WORD, table));
}

static inline __m512i add_four(__m512i sums[SUMS], const unsigned char *x, __m512i table)
{
    const __m512i carry = add_two(sums, x, table);
    return add(&sums[1], carry, add_two(sums, x + 2 * WORD, table));
}

static inline __m512i add_eight(__m512i sums[SUMS], const unsigned char *x, __m512i table)
{
    const __m512i carry = add_four(sums, x, table);
    return add(&sums[2], carry, add_four(sums, x + 4 * WORD, table));
}

static inline __m512i add_sixteen(__m512i sums[SUMS], const unsigned char *x, __m512i table,
                                  uintptr_t ahead)
{
    _mm_prefetch((const char *)ahead, _MM_HINT_T0);
    _mm_prefetch((const char *)(ahead + WORD), _MM_HINT_T0);
    const __m512i carry = add_eight(sums, x, table);
    return add(&sums[3], carry, add_eight(sums, x + 8 * WORD, table));
}

static inline __m512i add_half(__m512i sums[SUMS], const unsigned char *x, __m512i table,
                               uintptr_t ahead)
{
    const __m512i carry = add_sixteen(sums, x, table, ahead);
    return add(&sums[4], carry, add_sixteen(sums, x + 16 * WORD, table, ahead + 2 * WORD));
}

/* How many bits are set of each place in the bytes of each eight: byte j tells of bit j. */
static inline __m512i places(__m512i bits)
{
    const __m512i unit = _mm512_set1_epi64((long long)0x8040201008040201);
    return _mm512_popcnt_epi8(_mm512_gf2p8affine_epi64_epi8(unit, bits, 0));
}

/* The table of values 8 t … 8 t + 7. */
static inline __m512i table_of(int t)
{
    const __m512i eight = _mm512_set_epi64(0, 0, 0, 0, 0, 0, 0, (long long)0x8040201008040201);
    return _mm512_maskz_expand_epi64((__mmask8)(1 << t), eight);
}

static void spill(const unsigned char each[WORD], size_t weight, size_t *counts)
{
    for (size_t i = 0; i < WORD; i++)
        counts[i % 8] += weight * each[i];
}

static void spill_carried(struct cupro__byte_quarter *quarter, size_t *counts)
{
    for (int t = 0; t < TABLES; t++)
        spill(quarter->carried[t], (size_t)1 << SUMS, counts + 8 * t);
    memset(quarter->carried, 0, sizeof quarter->carried);
    quarter->groups = 0;
}

static void count_group(struct cupro__byte_quarter *quarter, uintptr_t ahead, size_t *counts)
{
    for (int t = 0; t < TABLES; t++, ahead += GROUP / TABLES) {
        const __m512i table = table_of(t);
        __m512i sums[SUMS];
        for (int k = 0; k < SUMS; k++)
            sums[k] = _mm512_load_si512(quarter->sums[t][k]);
        const __m512i half = add_half(sums, quarter->bytes, table, ahead);
        const __m512i carry =
            add(&sums[5], half,
                add_half(sums, quarter->bytes + GROUP / 2, table, ahead + GROUP / TABLES / 2));
        for (int k = 0; k < SUMS; k++)
            _mm512_store_si512(quarter->sums[t][k], sums[k]);
        const __m512i carried = _mm512_load_si512(quarter->carried[t]);
        _mm512_store_si512(quarter->carried[t], _mm512_add_epi8(carried, places(carry)));
    }
    quarter->groups++;
    if (quarter->groups == MOST_GROUPS)
        spill_carried(quarter, counts);
}

/* -- All of it --------------------------------------------------------------------------------- */

static void count_full(struct cupro__byte_adders *adders, const unsigned char *x, size_t *counts)
{
    for (int q = 0; q < QUARTERS; q++) {
        struct cupro__byte_quarter *quarter = &adders->quarters[q];
        if (quarter->held < GROUP)
            continue;
        if (adders->ahead - (uintptr_t)x > AHEAD)
            adders->ahead = (uintptr_t)x;
        count_group(quarter, adders->ahead, counts + VALUES * q);
        adders->ahead += GROUP;
        quarter->held -= GROUP;
        for (size_t i = 0; i < quarter->held; i += WORD)
            _mm512_store_si512(quarter->bytes + i, _mm512_loadu_si512(quarter->bytes + GROUP + i));
    }
}

static void count(struct cupro__byte_adders *adders, const unsigned char *x, size_t n,
                  size_t *counts)
{
    for (size_t some; n >= WORD; x += some, n -= some) {
        some = n < BATCH ? n / WORD * WORD : BATCH;
        split(adders->quarters, x, some);
        count_full(adders, x + some, counts);
    }
    for (size_t k = 0; k < n; k++)
        counts[x[k]]++;
}

/* The last group of a quarter is filled up with zeros, which are then taken off. */
static void finish(struct cupro__byte_adders *adders, size_t *counts)
{
    for (int q = 0; q < QUARTERS; q++) {
        struct cupro__byte_quarter *quarter = &adders->quarters[q];
        size_t *of = counts + VALUES * q;
        const size_t zeros = GROUP - quarter->held;
        memset(quarter->bytes + quarter->held, 0, zeros);
        count_group(quarter, (uintptr_t)quarter->bytes, of);
        of[0] -= zeros;
        spill_carried(quarter, of);
        for (int t = 0; t < TABLES; t++)
            for (int k = 0; k < SUMS; k++) {
                unsigned char each[WORD];
                _mm512_storeu_si512(each, places(_mm512_load_si512(quarter->sums[t][k])));
                spill(each, (size_t)1 << k, of + 8 * t);
            }
    }
}

const struct cupro__byte_adding cupro__byte_adding_avx512 = {count, finish};
