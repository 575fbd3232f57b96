/* SPDX-License-Identifier: MIT */
/*
 * How the memory is divided.
 *
 * How large may a tally be? Its table may be about to grow to twice its size, with three quarters
 * of its slots used; then a list of its keys takes as much again while it is sorted: 3.5 times its
 * size is what it may come to.
 */
#ifndef COUNT_SHARES_H
#define COUNT_SHARES_H

#include <stddef.h>

struct shares {
    size_t threads;
    size_t block;          /* bytes that are read at a time */
    size_t tally;          /* bytes of a thread's */
    size_t merge;          /* bytes for what happens afterwards */
    const char *directory; /* for temporary files */
};

/* The largest tally of one thread in so much memory. */
static inline size_t tally_in(size_t memory)
{
    return memory / 7 * 2;
}

#endif
