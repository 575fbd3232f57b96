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
 * split it and 8 * 3.1 look it up and add it, 0.33 cycles a byte. Measured on a Sapphire Rapids, in
 * cycles a byte of one of two threads: 0.45 in the L2 (0.18 to split, 0.23 to add) for random bytes
 * and 0.4 for texts, 0.6 and 0.5 while others use the cores' other hyperthreads; and these from
 * memory, where a sum of the bytes takes 0.28 to 0.34:
 *
 *     random bytes 0.66, English 0.63, equal bytes 0.58, two values 0.62
 *     with halves of words as below: 0.71, 0.86, 0.68, 1.1; by four tables 1.4 to 2.1
 *
 * Buffers lie within a page: a store across two pages takes 25 cycles, and those to a quarter that
 * gets no bytes are at the same place all the time, which made it 1.2 to split. Whole words are
 * stored, so that nothing depends on how many bytes are meant: a second half of a word only where
 * it is needed, which is a branch, is what the line above is about. Four tables share what they
 * load (3 percent).
 *
 * What was slower: no quarters (four times the adders: 0.8, as reckoned); parities of bits, that is
 * a Walsh-Hadamard transform, in place of tables (0.26 for the adders and the planes of bits before
 * them, and 0.51 to 0.56 in all, in batches of 512 bytes); not asking for memory ahead (0.8 and
 * more). Asking while adding, or while doing either, is no faster than while splitting. Adders that
 * copy what they overwrite took 0.25 to 0.29 and not 0.22: copies of whole words take one of the
 * two ports here. A split in two takes 0.085, and three of them with half of the adders 1.15 times
 * as long in all for random bytes, where 0.9 was reckoned: many short loops. The matrix unit would
 * want 32 stores for 64 bytes, so 0.5.
 *
 * Nor do increments of tables fit between the adders' instructions, though the ports that they need
 * are free: with 16, 8, 5 and 4 bytes by adders for one by tables, this one took 0.2, 0.3, 0.35 and
 * 0.45 cycles, which is 6 percent at best; and 1.1 while the other hyperthread is in use, more than
 * by adders. Masks' popcounts by way of memory, to spare the ports, took 0.01 more.
 */
#include "group/byte_adders.h"

#include <immintrin.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    WORD = CUPRO__ADDED_WORD,
    GROUP = CUPRO__ADDED_GROUP,
    BATCH = CUPRO__ADDED_BATCH,
    TABLES = CUPRO__ADDED_TABLES,
    SUMS = CUPRO__ADDED_SUMS,
    QUARTERS = 4,
    VALUES = 64,      /* of a quarter                                       */
    MOST_GROUPS = 31, /* each carries 8 at most to a byte's count           */
    TOGETHER = 4,     /* tables in registers, and their sums                */
    AHEAD = 4096      /* bytes, that are asked of memory as bytes are split */
};

_Static_assert(sizeof(struct cupro__byte_quarter) % CUPRO__ADDED_PAGE == 0,
               "all quarters begin where a page does");

/* -- Splitting --------------------------------------------------------------------------------- */

struct ends {
    unsigned char *of[QUARTERS];
};

static inline struct ends ends_of(struct cupro__byte_quarter *quarters)
{
    struct ends ends;
    for (int q = 0; q < QUARTERS; q++)
        ends.of[q] = quarters[q].bytes + quarters[q].held;
    return ends;
}

static inline void set_ends(struct cupro__byte_quarter *quarters, struct ends ends)
{
    for (int q = 0; q < QUARTERS; q++)
        quarters[q].held = (size_t)(ends.of[q] - quarters[q].bytes);
}

static inline __m512i load_and_ask(const unsigned char *x)
{
    _mm_prefetch((const char *)((uintptr_t)x + AHEAD), _MM_HINT_T0);
    return _mm512_loadu_si512(x);
}

static inline size_t bits_in(__mmask64 mask)
{
    return (size_t)_mm_popcnt_u64(_cvtmask64_u64(mask));
}

/* A whole word is stored, of which n bytes are meant. */
static inline void put(unsigned char **to, __mmask64 which, __m512i word, size_t n)
{
    _mm512_storeu_si512(*to, _mm512_maskz_compress_epi8(which, word));
    *to += n;
}

static void split(struct cupro__byte_quarter *quarters, const unsigned char *x, size_t n)
{
    const __m512i upper_two = _mm512_set1_epi8((char)0xc0);
    struct ends to = ends_of(quarters);
    for (const unsigned char *end = x + n; x < end; x += WORD) {
        const __m512i word = load_and_ask(x);
        const __mmask64 high = _mm512_movepi8_mask(word);
        const __mmask64 next = _mm512_movepi8_mask(_mm512_add_epi8(word, word));
        const __mmask64 both = _kand_mask64(high, next);
        const size_t n3 = bits_in(both), n2 = bits_in(high) - n3, n1 = bits_in(next) - n3;
        put(&to.of[0], _mm512_testn_epi8_mask(word, upper_two), word, WORD - n1 - n2 - n3);
        put(&to.of[1], _kandn_mask64(high, next), word, n1);
        put(&to.of[2], _kandn_mask64(next, high), word, n2);
        put(&to.of[3], both, word, n3);
    }
    set_ends(quarters, to);
}

/* The same where no byte has its highest bit set. */
static void split_ascii(struct cupro__byte_quarter *quarters, const unsigned char *x, size_t n)
{
    struct ends to = ends_of(quarters);
    for (const unsigned char *end = x + n; x < end; x += WORD) {
        const __m512i word = load_and_ask(x);
        const __mmask64 next = _mm512_movepi8_mask(_mm512_add_epi8(word, word));
        const size_t n1 = bits_in(next);
        put(&to.of[0], _knot_mask64(next), word, WORD - n1);
        put(&to.of[1], next, word, n1);
    }
    set_ends(quarters, to);
}

static inline bool has_high_bits(__m512i word)
{
    return _cvtmask64_u64(_mm512_movepi8_mask(word)) != 0;
}

/* The first word is often enough to say no. */
static bool is_ascii(const unsigned char *x, size_t n)
{
    __m512i any = _mm512_loadu_si512(x);
    if (has_high_bits(any))
        return false;
    for (size_t i = WORD; i < n; i += WORD)
        any = _mm512_or_si512(any, _mm512_loadu_si512(x + i));
    return !has_high_bits(any);
}

/* -- Adding ------------------------------------------------------------------------------------ */

/* A word for each of the tables. */
struct words {
    __m512i of[TOGETHER];
};

struct sums {
    struct words of[SUMS];
};

#define INLINE static inline __attribute__((always_inline))

/* The sums of three bits and what they carry, which is b where b and c are the same, and else the
 * opposite of the sum: so neither instruction needs a copy of what it overwrites. */
INLINE struct words add(struct words *sums, struct words b, struct words c)
{
    for (int t = 0; t < TOGETHER; t++) {
        sums->of[t] = _mm512_ternarylogic_epi64(sums->of[t], b.of[t], c.of[t], 0x96);
        b.of[t] = _mm512_ternarylogic_epi64(b.of[t], c.of[t], sums->of[t], 0xd4);
    }
    return b;
}

/* The lower six bits of a byte choose; so quarters have the same tables. */
INLINE struct words look_up(const unsigned char *x, struct words tables)
{
    const __m512i word = _mm512_loadu_si512(x);
    for (int t = 0; t < TOGETHER; t++)
        tables.of[t] = _mm512_permutexvar_epi8(word, tables.of[t]);
    return tables;
}

INLINE struct words add_two(struct sums *sums, const unsigned char *x, struct words tables)
{
    return add(&sums->of[0], look_up(x, tables), look_up(x + WORD, tables));
}

INLINE struct words add_four(struct sums *sums, const unsigned char *x, struct words tables)
{
    const struct words carry = add_two(sums, x, tables);
    return add(&sums->of[1], carry, add_two(sums, x + 2 * WORD, tables));
}

INLINE struct words add_eight(struct sums *sums, const unsigned char *x, struct words tables)
{
    const struct words carry = add_four(sums, x, tables);
    return add(&sums->of[2], carry, add_four(sums, x + 4 * WORD, tables));
}

INLINE struct words add_sixteen(struct sums *sums, const unsigned char *x, struct words tables)
{
    const struct words carry = add_eight(sums, x, tables);
    return add(&sums->of[3], carry, add_eight(sums, x + 8 * WORD, tables));
}

INLINE struct words add_group(struct sums *sums, const unsigned char *x, struct words tables)
{
    const struct words carry = add_sixteen(sums, x, tables);
    return add(&sums->of[4], carry, add_sixteen(sums, x + 16 * WORD, tables));
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

INLINE void count_by_tables(struct cupro__byte_quarter *quarter, int from)
{
    struct words tables;
    struct sums sums;
    for (int t = 0; t < TOGETHER; t++) {
        tables.of[t] = table_of(from + t);
        for (int k = 0; k < SUMS; k++)
            sums.of[k].of[t] = _mm512_load_si512(quarter->sums[from + t][k]);
    }
    const struct words carry = add_group(&sums, quarter->bytes, tables);
    for (int t = 0; t < TOGETHER; t++) {
        for (int k = 0; k < SUMS; k++)
            _mm512_store_si512(quarter->sums[from + t][k], sums.of[k].of[t]);
        void *carried = quarter->carried[from + t];
        _mm512_store_si512(carried,
                           _mm512_add_epi8(_mm512_load_si512(carried), places(carry.of[t])));
    }
}

static void count_group(struct cupro__byte_quarter *quarter, size_t *counts)
{
    for (int t = 0; t < TABLES; t += TOGETHER)
        count_by_tables(quarter, t);
    quarter->groups++;
    if (quarter->groups == MOST_GROUPS)
        spill_carried(quarter, counts);
}

/* -- All of it --------------------------------------------------------------------------------- */

static void count_full(struct cupro__byte_quarter *quarter, size_t *counts)
{
    if (quarter->held < GROUP)
        return;
    count_group(quarter, counts);
    quarter->held -= GROUP;
    for (size_t i = 0; i < quarter->held; i += WORD)
        _mm512_store_si512(quarter->bytes + i, _mm512_loadu_si512(quarter->bytes + GROUP + i));
}

static void count(struct cupro__byte_adders *adders, const unsigned char *x, size_t n,
                  size_t *counts)
{
    for (size_t some; n >= WORD; x += some, n -= some) {
        some = n < BATCH ? n / WORD * WORD : BATCH;
        if (is_ascii(x, some))
            split_ascii(adders->quarters, x, some);
        else
            split(adders->quarters, x, some);
        for (int q = 0; q < QUARTERS; q++)
            count_full(&adders->quarters[q], counts + VALUES * q);
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
        count_group(quarter, of);
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
