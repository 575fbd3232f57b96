/* SPDX-License-Identifier: MIT */
/*
 * Cuts: a sequence falls into pieces at positions that can be told by looking at a few elements: a
 * separator, the beginning of a run. Cuts are marked in batches, a bit a position, and each
 * position is marked once.
 */
#ifndef CUPRO__CUTS_H
#define CUPRO__CUTS_H

#include <cupro/call.h>
#include <stdbool.h>

enum { CUPRO__MOST_CUTS = 16384 };

struct cupro__cuts {
    size_t n;       /* positions [0, n)                                            */
    size_t gap;     /* 1: the element at a cut is nobody's, 0: it begins a piece   */
    size_t batch;   /* positions at a time, a multiple of 64, CUPRO__MOST_CUTS at most */
    bool has_empty; /* nothing is one piece too                                  */
    void *what;
    /* Which of the positions [at, at + n), n <= batch, are cuts? Sets ceil(n / 64) words of bits,
     * those past the end to 0. */
    int (*mark)(void *what, size_t at, size_t n, uint64_t *bits);
    /* Take the pieces that end at these cuts. The first begins at *begin, the next ones behind the
     * cut before; *begin becomes where the one begins that goes on. If *begin > at, there are no
     * cuts before it. */
    int (*take)(void *what, size_t at, size_t n, const uint64_t *bits, size_t *begin);
    /* Take this piece, which ends at a cut, or at the end of all if end == n. */
    int (*take_one)(void *what, size_t begin, size_t end);
};

/* Positions of a stretch, what threads divide work into, when elements have so many bytes. */
size_t cupro__cuts_stretch(size_t n, size_t size);

/*
 * Take all pieces, each once, on several threads; the last one ends at n, and may be empty. A
 * stretch is call->grain positions if that is given, and call->max_grain at most. Of several codes
 * that are not 0, that of the piece with the lowest beginning is returned. `.keep_going` and
 * `.failures` are refused.
 */
int cupro__cuts_visit(const struct cupro__cuts *cuts, size_t size, const cupro_call *call);

#endif
