/* SPDX-License-Identifier: MIT */
/*
 * cupro_next_run: so many bytes of a set in a row.
 *
 * The bytes are marked, a bit each (byte_marks.h). A run may begin in one word of marks and go on
 * into the next, which the count of ones at its end is for; within a word it is found by shifting:
 * where n ones in a row begin is what is left of two such words, one shifted by up to n, and'ed.
 * (H. Warren, "Hacker's Delight", 6-2.)
 */
#include <cupro/needles.h>

#include "primitives/pieces/byte_marks.h"

enum { BATCH = 4096 };

/* Bit i: `length` ones begin there, 0 < length <= 64. */
static inline uint64_t begins_of(uint64_t ones, size_t length)
{
    for (size_t have = 1; have < length && ones != 0;) {
        size_t more = length - have < have ? length - have : have;
        ones &= ones >> more;
        have += more;
    }
    return ones;
}

/* Where a run begins in so many words, the first of which is text[at …], or CUPRO_NOWHERE. *before:
 * how many bytes of the set stand right before them; afterwards, at their end. */
static size_t run_in(const uint64_t *bits, size_t words, size_t at, size_t length, size_t *before)
{
    size_t open = *before;
    for (size_t w = 0; w < words; w++, at += 64) {
        uint64_t ones = bits[w];
        if (ones == UINT64_MAX) {
            open += 64;
            if (open >= length)
                return at + 64 - open;
            continue;
        }
        size_t first = (size_t)__builtin_ctzll(~ones);
        if (open + first >= length)
            return at - open;
        uint64_t begins = length < 64 ? begins_of(ones, length) : 0;
        if (begins != 0)
            return at + (size_t)__builtin_ctzll(begins);
        open = (size_t)__builtin_clzll(~ones);
    }
    *before = open;
    return CUPRO_NOWHERE;
}

size_t cupro_next_run(const cupro_bytes *set, size_t length, const void *text, size_t n,
                      size_t from)
{
    const struct cupro__byte_marks *marks = cupro__byte_marks();
    const unsigned char *bytes = text;
    uint64_t bits[BATCH / 64];
    size_t before = 0;
    if (length == 0)
        return from;
    while (from < n) {
        size_t some = n - from < BATCH ? n - from : BATCH;
        marks->among(bytes + from, some, set, bits);
        size_t at = run_in(bits, (some + 63) / 64, from, length, &before);
        if (at != CUPRO_NOWHERE)
            return at;
        from += some;
    }
    return CUPRO_NOWHERE;
}
