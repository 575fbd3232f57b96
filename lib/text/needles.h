/* SPDX-License-Identifier: MIT */
/*
 * Needles at work (see cupro/needles.h).
 *
 * Kernels find candidates: places where what they look at agrees. Whether a needle stands there is
 * for needles.c to say. They exist for each instruction set (needle_kernels*.c) and find the same.
 */
#ifndef CUPRO__NEEDLES_H
#define CUPRO__NEEDLES_H

#include <cupro/needles.h>

/* Two bytes of one needle: text[p + at[k]] | fold[k] is to be byte[k]. */
struct cupro__pair {
    size_t at[2];
    unsigned char byte[2], fold[2]; /* fold: 0x20, or 0 */
};

/* Which of eight groups of needles may begin at p: bit b of low[k][text[p + k] % 16] and of
 * high[k][text[p + k] / 16], for all k < depth. (Langdale's Teddy, of Hyperscan; Wang et al., NSDI
 * 2019.) */
enum { CUPRO__GROUPS = 8, CUPRO__DEEPEST = 4 };
struct cupro__prefixes {
    unsigned depth;
    unsigned char low[CUPRO__DEEPEST][16], high[CUPRO__DEEPEST][16];
};

/* The first candidate in [from, last], or last + 1. They read text[from … last + the greatest
 * at[k], or depth - 1]. */
struct cupro__needle_kernels {
    size_t (*pair)(const struct cupro__pair *pair, const unsigned char *text, size_t from,
                   size_t last);
    size_t (*prefixes)(const struct cupro__prefixes *prefixes, const unsigned char *text,
                       size_t from, size_t last);
};

extern const struct cupro__needle_kernels cupro__needle_kernels_portable;
extern const struct cupro__needle_kernels cupro__needle_kernels_avx2;
extern const struct cupro__needle_kernels cupro__needle_kernels_avx512;

const struct cupro__needle_kernels *cupro__needle_kernels(void);

/* The groups that may begin at a place. */
static inline unsigned cupro__prefix_groups(const struct cupro__prefixes *prefixes,
                                            const unsigned char *text)
{
    unsigned groups = 0xff;
    for (unsigned k = 0; k < prefixes->depth; k++)
        groups &= (unsigned)prefixes->low[k][text[k] % 16] & prefixes->high[k][text[k] / 16];
    return groups;
}

/* A finder of prefixes that gets the depth as a constant, so that its loops over it are unrolled.
 */
typedef size_t cupro__find_to_depth(const struct cupro__prefixes *prefixes,
                                    const unsigned char *text, size_t from, size_t last,
                                    unsigned depth);
static inline __attribute__((always_inline)) size_t
cupro__by_depth(cupro__find_to_depth *find, const struct cupro__prefixes *prefixes,
                const unsigned char *text, size_t from, size_t last)
{
    switch (prefixes->depth) {
    case 1:
        return find(prefixes, text, from, last, 1);
    case 2:
        return find(prefixes, text, from, last, 2);
    case 3:
        return find(prefixes, text, from, last, 3);
    default:
        return find(prefixes, text, from, last, CUPRO__DEEPEST);
    }
}

/* Choose the two bytes by which a needle is looked for. */
struct cupro__pair cupro__choose_pair(const unsigned char *needle, size_t n, bool folded);

struct cupro__needle {
    const unsigned char *bytes; /* lower case, if letters are folded */
    size_t length, which;
};

struct cupro_needles {
    struct cupro__needle *needles; /* in order, without those that are there twice */
    size_t count, shortest;
    bool folded;
    unsigned char *bytes; /* of all of them */
    const struct cupro__needle_kernels *kernels;
    struct cupro__pair pair;         /* of one              */
    struct cupro__prefixes prefixes; /* of few              */
    size_t group[CUPRO__GROUPS + 1]; /* group b: needles[group[b] … group[b + 1]) */
    struct cupro__trie *trie;        /* of many; else NULL  */
};

static inline unsigned char cupro__lower(unsigned char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte | 0x20) : byte;
}

#endif
