/* SPDX-License-Identifier: MIT */
/* The ranges that a body was called with, and what they must be like: without gap or overlap, so
 * that each index was visited once. */
#ifndef CUPRO_TEST_RANGES_H
#define CUPRO_TEST_RANGES_H

#include <check.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct ranges {
    const char *about; /* what a complaint shall tell, or NULL */
    size_t n;
    _Atomic size_t *end;   /* of the range that begins here, or 0 */
    _Atomic size_t calls;  /* of the body */
    _Atomic size_t strays; /* ranges that are empty, outside of [0, n), or began twice */
};

static inline struct ranges ranges_new(size_t n)
{
    struct ranges ranges = {.n = n, .end = calloc(n + 1, sizeof *ranges.end)};
    ck_assert_ptr_nonnull(ranges.end);
    return ranges;
}

static inline void ranges_free(struct ranges *ranges)
{
    free(ranges->end);
}

/* To be called by bodies; a body itself. */
static inline int ranges_note(size_t lo, size_t hi, void *ctx)
{
    struct ranges *ranges = ctx;
    atomic_fetch_add_explicit(&ranges->calls, 1, memory_order_relaxed);
    if (lo >= hi || hi > ranges->n ||
        atomic_exchange_explicit(&ranges->end[lo], hi, memory_order_relaxed) != 0)
        atomic_fetch_add(&ranges->strays, 1);
    return 0;
}

static inline size_t ranges_end(const struct ranges *ranges, size_t lo)
{
    return atomic_load_explicit(&ranges->end[lo], memory_order_relaxed);
}

/* Each index once; ranges of `least` indexes or more, the last excepted, and of `most` or fewer.
 * (One assertion for all: each costs Check a system call.) */
static inline void ranges_check(const struct ranges *ranges, size_t least, size_t most)
{
    size_t n = ranges->n, calls = 0, lo = 0, hi = 0;
    for (; lo < n; lo = hi, calls++) {
        hi = ranges_end(ranges, lo);
        if (hi <= lo || hi - lo > most || (hi - lo < least && hi != n))
            break;
    }
    ck_assert_msg(
        lo >= n && ranges->strays == 0 && calls == ranges->calls,
        "%s: [%zu, %zu) of %zu, with %zu to %zu indexes allowed, after %zu of %zu calls; %zu "
        "strays",
        ranges->about != NULL ? ranges->about : "a loop", lo, hi, n, least, most, calls,
        (size_t)ranges->calls, (size_t)ranges->strays);
}

#endif
