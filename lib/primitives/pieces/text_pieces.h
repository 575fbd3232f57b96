/* SPDX-License-Identifier: MIT */
/* What the verbs over texts share: where a text is cut, and the slices that follow from the cuts of
 * 64 bytes. */
#ifndef CUPRO__TEXT_PIECES_H
#define CUPRO__TEXT_PIECES_H

#include "primitives/pieces/byte_marks.h"

enum cupro__pieces {
    CUPRO__ALL_PIECES, /* also the empty ones                                        */
    CUPRO__LINES,      /* without "\r"; the last one is none if it is empty          */
    CUPRO__TOKENS      /* those that are not empty                                   */
};

struct cupro__text {
    const char *text;
    size_t length;
    enum cupro__pieces pieces;
    unsigned char byte;     /* where it is cut                  */
    const cupro_bytes *set; /* or, if not NULL, these are where */
    const struct cupro__byte_marks *marks;
    cupro_visit_slices *visit;
    void *ctx;
};

/* The three ways to say where; CUPRO_EINVAL. */
int cupro__text_at_byte(struct cupro__text *text, const void *base, size_t length,
                        enum cupro__pieces pieces, int byte);
int cupro__text_at_any(struct cupro__text *text, const void *base, size_t length,
                       enum cupro__pieces pieces, const cupro_bytes *set);
int cupro__text_at_space(struct cupro__text *text, const void *base, size_t length);

void cupro__text_mark(const struct cupro__text *text, size_t at, size_t n, uint64_t *bits);

/* Which of these line ends have a "\r" before them? n <= CUPRO__MOST_CUTS. */
void cupro__text_mark_returns(const struct cupro__text *text, size_t at, size_t n,
                              const uint64_t *line_ends, uint64_t *returns);

/*
 * The slices of the pieces that end at the cuts of a word, whose bit 0 is the byte at `at`: 64 at
 * most. *begin is where the first one begins, which is behind the cut before; it becomes where the
 * next one does. Returns how many.
 */
static inline size_t cupro__text_slices(const char *text, size_t at, uint64_t cuts,
                                        uint64_t returns, size_t *begin, cupro_slice *slices)
{
    size_t from = *begin, count = 0;
    for (; cuts != 0; cuts &= cuts - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(cuts);
        size_t end = at + bit;
        slices[count++] = (cupro_slice){text + from, end - from - (returns >> bit & 1)};
        from = end + 1;
    }
    *begin = from;
    return count;
}

static inline size_t cupro__lowest_bit(uint64_t bits)
{
    return bits != 0 ? (size_t)__builtin_ctzll(bits) : 64;
}

/*
 * The same without empty pieces: only where a piece begins and where it ends is walked to, however
 * many cuts are in a row. *begin < at says that a piece has begun before the word. Bits past the
 * end of the text, which are no cuts, seem to begin a piece there, an empty one.
 */
static inline size_t cupro__token_slices(const char *text, size_t at, uint64_t cuts, size_t *begin,
                                         cupro_slice *slices)
{
    if (*begin >= at + 64)
        return 0;
    if (*begin > at)
        cuts |= ((uint64_t)1 << (*begin - at)) - 1;
    uint64_t behind_cuts = cuts << 1 | (*begin >= at);
    uint64_t begins = ~cuts & behind_cuts, ends = cuts & ~behind_cuts;
    size_t from = *begin, count = 0;
    if (from >= at) {
        from = at + cupro__lowest_bit(begins);
        begins &= begins - 1;
    }
    for (; ends != 0; ends &= ends - 1, begins &= begins - 1) {
        size_t end = at + (size_t)__builtin_ctzll(ends);
        slices[count++] = (cupro_slice){text + from, end - from};
        from = at + cupro__lowest_bit(begins);
    }
    *begin = from;
    return count;
}

/* The pieces that a word of cuts ends; `returns` is for lines. */
static inline size_t cupro__word_slices(const struct cupro__text *text, size_t at, uint64_t cuts,
                                        uint64_t returns, size_t *begin, cupro_slice *slices)
{
    return text->pieces == CUPRO__TOKENS
               ? cupro__token_slices(text->text, at, cuts, begin, slices)
               : cupro__text_slices(text->text, at, cuts, returns, begin, slices);
}

#endif
