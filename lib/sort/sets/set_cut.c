/* SPDX-License-Identifier: MIT */
/*
 * Where the path of a set operation can be cut (see sets.h).
 *
 * The merge path says what comes before the cut, but of equal elements all of a's come first there,
 * and on our path they come in pairs while there are any in both arrays. So of the value at the cut
 * it is found how many each array has, and pairs are counted from where they begin. (The "balanced
 * path" of Baxter, "Modern GPU", 2013.) A pair is never cut: where an odd number would be taken,
 * one more is.
 *
 * Work O(log n).
 */
#include "sort/sets/sets.h"

/* The first of x[lo] … x[hi - 1] that does not come before the value, or, with `upper`, that comes
 * after it; or hi. */
static size_t bound(const struct cupro__ordering *ordering, const char *x, size_t lo, size_t hi,
                    const char *value, bool upper)
{
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        const char *element = x + middle * ordering->size;
        bool is_below = upper ? !cupro__comes_before(ordering, value, element)
                              : cupro__comes_before(ordering, element, value);
        if (is_below)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

static size_t lesser(size_t a, size_t b)
{
    return a < b ? a : b;
}

struct cupro__set_state cupro__set_cut(const struct cupro__ordering *ordering, const char *a,
                                       size_t na, const char *b, size_t nb, size_t taken)
{
    if (taken == 0 || taken >= na + nb)
        return taken == 0 ? (struct cupro__set_state){0, 0} : (struct cupro__set_state){na, nb};
    size_t size = ordering->size;
    size_t i = cupro__merge_path(ordering, a, na, b, nb, taken), j = taken - i;
    const char *last_a = a + (i - 1) * size, *last_b = b + (j - 1) * size;
    bool is_of_a = i > 0 && (j == 0 || !cupro__comes_before(ordering, last_a, last_b));
    const char *value = is_of_a ? last_a : last_b;
    struct cupro__set_state begin = {bound(ordering, a, 0, i, value, false),
                                     bound(ordering, b, 0, j, value, false)};
    size_t count = taken - begin.a - begin.b, half = (count + 1) / 2, from_a = i - begin.a;
    size_t end_b = bound(ordering, b, begin.b, lesser(nb, begin.b + count), value, true);
    size_t from_b = lesser(end_b - begin.b, count);
    if (from_a >= half && from_b >= half)
        return (struct cupro__set_state){begin.a + half, begin.b + half};
    if (from_a < half)
        return (struct cupro__set_state){begin.a + from_a, begin.b + (count - from_a)};
    return (struct cupro__set_state){begin.a + (count - from_b), begin.b + from_b};
}
