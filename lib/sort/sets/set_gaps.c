/* SPDX-License-Identifier: MIT */
/*
 * Set operations where one array is much smaller (see sets.h).
 *
 * Its elements are looked up in the larger array, many at the same time, and what lies between them
 * there is one copy, or none. The path, element by element, costs the same for each of the larger
 * array's. The union of 200000 uint64 with fewer, one thread of a busy Zen 3, ns for each of the
 * larger array, by the path, by gaps, and by std::set_union, whose branches are foretold well
 * there: 8 times fewer 2.5, 2.8, 0.94; 16 times 2.6, 1.7, 0.92; 64 times 3.0, 1.04, 0.80; 1280
 * times 1.02, 0.69, 0.67.
 *
 * Work O(m log n + n), of which the n is copied.
 */
#include "sort/sets/sets.h"

#include <string.h>

enum { LOOKUPS = 256 };

/* What is left of both, and the end of the results. */
struct gaps {
    const struct cupro__ordering *ordering;
    const char *small, *large, *large_end;
    bool small_is_a;
    unsigned keeps;
    char *to;
};

static void put(struct gaps *gaps, const char *elements, size_t bytes, unsigned kind)
{
    if ((gaps->keeps & kind) == 0)
        return;
    memcpy(gaps->to, elements, bytes);
    gaps->to += bytes;
}

static void put_large(struct gaps *gaps, const char *end)
{
    if (end > gaps->large)
        put(gaps, gaps->large, (size_t)(end - gaps->large),
            gaps->small_is_a ? CUPRO__KEEP_B : CUPRO__KEEP_A);
    gaps->large = end;
}

/* The next of the small array, whose value begins at `begin` in the large one, or is already behind
 * that, if pairs of it have been taken. */
static void step(struct gaps *gaps, const char *begin)
{
    const struct cupro__ordering *ordering = gaps->ordering;
    if (begin > gaps->large)
        put_large(gaps, begin);
    const bool is_pair =
        gaps->large < gaps->large_end && !cupro__comes_before(ordering, gaps->small, gaps->large);
    if (is_pair) {
        put(gaps, gaps->small_is_a ? gaps->small : gaps->large, ordering->size, CUPRO__KEEP_BOTH);
        gaps->large += ordering->size;
    } else {
        put(gaps, gaps->small, ordering->size, gaps->small_is_a ? CUPRO__KEEP_A : CUPRO__KEEP_B);
    }
    gaps->small += ordering->size;
}

size_t cupro__set_gaps(const struct cupro__ordering *ordering, const char *a, size_t na,
                       const char *b, size_t nb, unsigned keeps, char *to)
{
    const bool small_is_a = na < nb;
    const size_t n = small_is_a ? na : nb, large_n = small_is_a ? nb : na, size = ordering->size;
    const char *large = small_is_a ? b : a;
    size_t at[LOOKUPS];
    struct gaps gaps = {
        ordering, small_is_a ? a : b, large, large + large_n * size, small_is_a, keeps, to};
    for (size_t i = 0, some; i < n; i += some) {
        some = n - i < LOOKUPS ? n - i : LOOKUPS;
        ordering->order->bounds(large, large_n, gaps.small, some, false, at, ordering->ctx);
        for (size_t k = 0; k < some; k++)
            step(&gaps, large + at[k] * size);
    }
    put_large(&gaps, gaps.large_end);
    return (size_t)(gaps.to - to) / size;
}
