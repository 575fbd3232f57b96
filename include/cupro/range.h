/* SPDX-License-Identifier: MIT */
/*
 * Chains over indexes: the elements are the numbers of a range, and there is no array of them.
 *
 *     CUPRO_MAP(root, size_t, double, i, sqrt((double)i));
 *     CUPRO_FILTER(is_prime, size_t, i, passes_a_test(i));
 *     ...
 *     cupro_collect(cupro_from_range(0, n, &root), roots, NULL);
 *     cupro_collect_new(cupro_from_range(2, n, &is_prime), &primes, &count);
 *     cupro_find_first(cupro_from_range(n, 2 * n, &is_prime), &next);    // the number itself
 *     cupro_tabulate(roots, n, &root);                                   // the first line again
 *
 * A stage that knows an index finds everything else through ctx, so that what other libraries have
 * adapters for is an expression:
 *
 *     struct vectors { const double *x, *y; size_t n; };
 *     #define V (*(const struct vectors *)ctx)
 *
 *     CUPRO_MAP(product,  size_t, double, i, V.x[i] * V.y[i]);                  // two, zipped
 *     CUPRO_MAP(weighted, size_t, double, i, (double)i * V.x[i]);               // with its number
 *     CUPRO_MAP(mirrored, size_t, double, i, V.x[V.n - 1 - i]);                 // from the end
 *     CUPRO_MAP(sampled,  size_t, double, i, V.x[3 * i]);                       // every third
 *     CUPRO_MAP(woven,    size_t, double, i, i % 2 ? V.y[i / 2] : V.x[i / 2]);  // in turn
 *     CUPRO_MAP(joined,   size_t, double, i, i < V.n ? V.x[i] : V.y[i - V.n]);  // in a row
 *     CUPRO_MAP(slope,    size_t, double, i, V.x[i + 1] - V.x[i]);              // of neighbours
 *
 *     cupro_reduce(cupro_from_range(0, n, &product), &cupro_plus_f64, &dot, .ctx = &vectors);
 *
 * Indexes are made batch by batch in the L1 cache: 8 bytes written and read there for each.
 */
#ifndef CUPRO_RANGE_H
#define CUPRO_RANGE_H

#include <cupro/chain.h>

CUPRO_BEGIN_DECLS

/* cupro_from_range(first, last, stages …): a chain over first, first + 1 … last - 1, elements of
 * type size_t. All verbs take it; cupro_find_first and its like give an index of the range.
 * CUPRO_EINVAL (of the verb) for first > last, and for more than SIZE_MAX / sizeof(size_t) indexes,
 * which no array has. */
#define cupro_from_range(first, ...)                              \
    cupro_from_range_with((first), CUPRO__FIRST(__VA_ARGS__, 0) + \
                                       CUPRO__STAGES(&(const size_t){0}, __VA_ARGS__))
CUPRO_API cupro_chain cupro_from_range_with(size_t first, size_t last, int stages,
                                            const cupro_stage *const *stage);

/* cupro_tabulate(out, n, map): out[i] = what the map makes of i, for i = 0 … n - 1. */
#define cupro_tabulate(...) CUPRO__TABULATE(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__TABULATE(to, n, map, ...)                                \
    cupro_collect_with(cupro_from_range(0, n, map), (to),               \
                       sizeof *(to) + CUPRO__FIT(to, (map)->out), NULL, \
                       &(const cupro_call){__VA_ARGS__})

CUPRO_END_DECLS

#endif
