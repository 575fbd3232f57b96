/* SPDX-License-Identifier: MIT */
/*
 * Where words begin and end (see edges.h).
 *
 * An edge is where a bit of the class mask differs from the one before it. Positions are taken out
 * eight at a time without asking whether there are so many (D. Lemire, G. Langdale, "Parsing
 * gigabytes of JSON per second", 2019): the number of words in 64 bytes cannot be predicted, the
 * number of eights nearly so.
 *
 * One body, compiled twice for each rule: as it stands, and for processors that count and find bits
 * in one instruction, which saves 4 % of the whole time.
 */
#include "count/words/split/edges.h"

#define AT_ONCE 8

/* 0 … 63; 63 also for no bits at all. */
static inline unsigned lowest_bit(uint64_t bits)
{
    return (unsigned)__builtin_ctzll(bits | UINT64_C(1) << 63);
}

/* Write the positions of the bits, plus `base`, and up to 7 entries of no meaning behind them. */
static inline uint16_t *put_positions(uint16_t *to, uint64_t bits, size_t base)
{
    uint16_t *const end = to + __builtin_popcountll(bits);
    while (to < end) {
        for (int i = 0; i < AT_ONCE; i++) {
            to[i] = (uint16_t)(base + lowest_bit(bits));
            bits &= bits - 1;
        }
        to += AT_ONCE;
    }
    return end;
}

static inline __attribute__((always_inline)) size_t find_edges(unsigned char *text, size_t blocks,
                                                               uint64_t *open, uint16_t *edges,
                                                               enum word_rule rule, bool fold)
{
    uint16_t *to = edges;
    uint64_t before = *open;
    for (size_t base = 0; base < blocks * CLASS_BLOCK; base += CLASS_BLOCK) {
        if (fold)
            class_fold(text + base);
        const uint64_t inside = class_mask(text + base, rule);
        to = put_positions(to, inside ^ (inside << 1 | before), base);
        before = inside >> (CLASS_BLOCK - 1);
    }
    *open = before;
    return (size_t)(to - edges);
}

/* X(name, rule, fold) */
#define FINDERS(X)                     \
    X(space, WORDS_SPACE, false)       \
    X(space_folded, WORDS_SPACE, true) \
    X(alpha, WORDS_ALPHA, false)       \
    X(alpha_folded, WORDS_ALPHA, true)

#define PLAIN(name, rule, fold)                                                             \
    static size_t name(unsigned char *text, size_t blocks, uint64_t *open, uint16_t *edges) \
    {                                                                                       \
        return find_edges(text, blocks, open, edges, rule, fold);                           \
    }
FINDERS(PLAIN)

#ifdef __x86_64__
#define WITH_BITS(name, rule, fold)                                          \
    __attribute__((target("bmi,popcnt"))) static size_t name##_bits(         \
        unsigned char *text, size_t blocks, uint64_t *open, uint16_t *edges) \
    {                                                                        \
        return find_edges(text, blocks, open, edges, rule, fold);            \
    }
FINDERS(WITH_BITS)

static bool has_bits(void)
{
    return __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}
#else
#define WITH_BITS(name, rule, fold) static edge_finder *const name##_bits = name;
FINDERS(WITH_BITS)

static bool has_bits(void)
{
    return false;
}
#endif

edge_finder *edge_finder_for(enum word_rule rule, bool fold)
{
#define CHOOSE(name, its_rule, its_fold)          \
    if (rule == (its_rule) && fold == (its_fold)) \
        return has_bits() ? name##_bits : name;
    FINDERS(CHOOSE)
    return NULL;
}
